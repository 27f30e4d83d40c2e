"""The documentation's commands are run, or shown to be what make would run."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

COMMAND = re.compile(r"^(make|\.venv/bin/shitayomi)\b[^#\n]*", re.MULTILINE)
BLOCK = re.compile(r"```bash\n(.*?)```", re.DOTALL)


def commands(readme: str) -> list[str]:
    """The commands in a README's bash blocks, without their comments."""
    text = (REPOSITORY / readme).read_text("utf-8")
    return [m.group(0).strip() for block in BLOCK.findall(text) for m in COMMAND.finditer(block)]


ALL = sorted({*commands("README.md"), *commands("README.ja.md")})


def test_the_readmes_have_commands() -> None:
    assert any(c == "make demo" for c in ALL)
    assert any(" run " in c for c in ALL)


@pytest.mark.parametrize("command", [c for c in ALL if c.startswith("make")])
def test_make_knows_the_target(command: str) -> None:
    done = subprocess.run([*command.split(), "--dry-run"], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("command", [c for c in ALL if not c.startswith("make")])
def test_the_command_runs(command: str, tmp_path: Path) -> None:
    words = [sys.executable, "-m", "flows.cli", *re.findall(r'"[^"]*"|\S+', command)[1:]]
    words = [re.sub(r"^outputs/runs", str(tmp_path), w.strip('"')) for w in words]
    done = subprocess.run(words, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.strip()


def test_help_is_japanese_and_needs_nothing_heavy() -> None:
    code = "import sys; sys.argv = ['shitayomi', '--help']\nimport flows.cli\ntry: flows.cli.main()\nexcept SystemExit: pass\n"
    code += "heavy = {'torch', 'spacy', 'prefect', 'sentence_transformers', 'sklearn'} & set(sys.modules)\nassert not heavy, heavy"
    done = subprocess.run([sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    assert "提案書" in done.stdout

# make demo   set-up, then the main job over the sample proposals
# make test   set-up, then every test
# make setup  the environment alone
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
GOLD ?= tests/proposals

.PHONY: setup demo test check bench evaluate learn clean

setup: $(READY)

$(READY): pyproject.toml setup.py constraints.txt extractors/pdf/_pdfium.c extractors/pdf/_lines.c
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || { echo "Python 3.11 is needed: make PYTHON=/path/to/python3.11"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt torch
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	$(BIN)/shitayomi models prepare
	touch $@

demo: setup
	$(BIN)/shitayomi run corpus/samples --programmes corpus/samples/programmes.csv --out outputs/runs/demo

test: setup check
	$(BIN)/python -m pytest

check: setup
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: setup
	$(BIN)/python -m tests.bench $(GOLD)

evaluate: setup
	$(BIN)/shitayomi evaluate $(GOLD) --leave-one-out --out outputs/runs/evaluation

learn: setup
	$(BIN)/shitayomi learn $(GOLD)

clean:
	rm -rf $(VENV) build extractors/pdf/*.so outputs/runs .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis *.egg-info

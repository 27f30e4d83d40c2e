"""Typesets the sample proposals and writes their gold records.

    python -m tests.proposals.build [NAME …]

Needs chromium, poppler-utils and, from PyPI, typst, pillow and numpy. Exits 1 with the list of problems where a record does not hold.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.proposals.check import CRITERIA, YEARS, problems
from tests.proposals.marks import Marks, read_source
from tests.proposals.pages import page_texts, pages_of

HERE = Path(__file__).parent
Pages = list[tuple[str, ...]]


def typeset(source: Path, out: Path) -> None:
    """Prints the source to a PDF with its text layer."""
    if source.suffix == ".typ":
        import typst

        typst.compile(str(source), output=str(out))
        return
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--print-to-pdf={out}"]
    subprocess.run(["chromium", *options, source.as_uri()], check=True, capture_output=True)


def gold_record(head: dict[str, Any], marks: Marks, pages: Pages) -> dict[str, Any]:
    """The gold record: the head's values, with the marked passages as quotes and the pages they stand on."""
    used: set[str] = set()
    found = pages_of({place: quote for passages in marks.values() for place, quote in passages}, pages)

    def cite(key: str) -> dict[str, Any]:
        used.add(key)
        return {"quotes": [quote for _, quote in marks.get(key, [])], "pages": [found[place] for place, _ in marks.get(key, [])]}

    def several(name: str, prefix: str) -> list[dict[str, Any]]:
        return [{**item, **cite(f"{prefix}{n}")} for n, item in enumerate(head[name], 1)]

    gold = {k: head[k] for k in ("id", "title", "applicants", "region", "prefectures")}
    for name, key in (("specific_domain", "sd"), ("core_institution", "ci")):
        gold[name] = head[name] and {**head[name], **cite(key)}
    gold["core_research_institutions"] = several("core_research_institutions", "cr")
    gold["infrastructure"] = several("infrastructure", "if")
    gold["budget"] = head["budget"] and {**_budget(head["budget"]), **cite("bu")}
    gold["headquarters"] = head["headquarters"]
    gold["quantities"] = several("quantities", "q")
    gold["criteria"] = {c: {"grade": head["grades"][c], **cite(c)} for c in CRITERIA}
    gold["related_programmes"] = several("related_programmes", "rp")
    gold["wide_area"] = head["wide_area"] and {"partners": head["wide_area"], **cite("wa")}
    gold |= {k: head[k] for k in ("local_material_only", "defects")}
    gold |= {"pages": len(pages), "style": head["style"]}
    gold["programmes"] = [{"id": f"{head['id']}-p{n}", **p} for n, p in enumerate(head["programmes"], 1)]
    if unknown := set(marks) - used:
        raise ValueError(f"marks of unknown keys: {sorted(unknown)}")
    return gold


def _budget(budget: dict[str, Any]) -> dict[str, Any]:
    by_year = [{"fy": fy, "yen": yen} for fy, yen in zip(YEARS, budget["by_year"], strict=False)]
    return {**budget, "by_year": by_year}


def unquoted(gold: dict[str, Any]) -> list[str]:
    """Values that no marked passage states."""
    items = [gold["specific_domain"], gold["core_institution"], gold["budget"], gold["wide_area"]]
    for name in ("core_research_institutions", "infrastructure", "quantities", "related_programmes"):
        items += gold[name]
    return [f"no passage for {str(i)[:60]}" for i in items if i and not i["quotes"]]


def build(source: Path) -> list[str]:
    """Writes NAME.pdf and NAME.gold.json; returns what is wrong."""
    head, marks = read_source(source)
    pdf = source.with_suffix(".pdf")
    with tempfile.TemporaryDirectory() as folder:
        clean = Path(folder) / pdf.name
        typeset(source, clean)
        pages = page_texts(clean)
        gold = gold_record(head, marks, pages)
        if head["style"] == "scan":
            from tests.proposals.scan import scan

            scan(clean, pdf, seed=sum(head["id"].encode()))
        else:
            pdf.write_bytes(clean.read_bytes())
    text = json.dumps(gold, ensure_ascii=False, indent=1)
    (HERE / f"{head['id']}.gold.json").write_text(text, "utf-8")
    printed = "".join("".join(p) for p in pages)
    print(f"{head['id']}: {len(pages)} pages, {len(''.join(p[0] for p in pages))} characters, {pdf.stat().st_size // 1024} KB")
    return problems(gold, printed) + unquoted(gold)


def main() -> int:
    """Builds the named proposals, or all."""
    sources = [s for s in sorted([*HERE.glob("P*.html"), *HERE.glob("P*.typ")]) if not sys.argv[1:] or s.stem in sys.argv[1:]]
    wrong = {s.stem: build(s) for s in sources}
    for name, found in wrong.items():
        for problem in found:
            print(f"{name}: {problem}", file=sys.stderr)
    return int(any(wrong.values()))


if __name__ == "__main__":
    sys.exit(main())

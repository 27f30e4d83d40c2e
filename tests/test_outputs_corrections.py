"""Corrections: what a person writes into review.xlsx comes back, survives, and is shown beside the machine's value."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from outputs.corrections.errors import CorrectionsError
from outputs.corrections.importing import import_workbook
from outputs.corrections.read import Reviewer, read_decisions
from outputs.corrections.records import NONE, Decision, Decisions, Verdict
from outputs.corrections.standing import all_decisions, decisions_of
from outputs.corrections.subjects import subject_label, written
from outputs.store import sqlite_url
from outputs.workbook import HEAD_ROW, Links, Listed, workbook_bytes
from tests.factory import make_assessment, make_rubric

NOON = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
REVIEWER = Reviewer("山田", NOON)
DIGEST = make_assessment().document.sha256
Edit = Callable[[Workbook], None]


def book(decisions: Decisions = NONE) -> Workbook:
    listed = [Listed("misaki", make_assessment(), Links("p.html", "misaki.pdf"), decisions)]
    return load_workbook(io.BytesIO(workbook_bytes(listed, make_rubric())))


def heads(sheet: Worksheet) -> dict[str, int]:
    return {str(c.value): c.column for c in sheet[HEAD_ROW] if c.value}


def row_of(sheet: Worksheet, **wanted: object) -> int:
    columns = heads(sheet)
    rows = range(HEAD_ROW + 1, sheet.max_row + 1)
    return next(r for r in rows if all(sheet.cell(r, columns[h]).value == v for h, v in wanted.items()))


def write(sheet: Worksheet, row: int, **cells: object) -> None:
    for heading, value in cells.items():
        sheet.cell(row, heads(sheet)[VERDICT if heading == "確認" else heading]).value = value  # type: ignore[assignment]


VERDICT = "確認（正・誤）"


def review_by_hand(b: Workbook) -> None:
    fields, grades = b["項目"], b["評価項目"]
    write(fields, row_of(fields, 項目="中核機関"), 修正値="財団法人みさき産業振興公社", 確認="誤")
    write(fields, row_of(fields, 項目="構想名"), 確認="正")
    write(fields, row_of(fields, 項目="研究統括"), 修正値="渚　和歌子")
    write(fields, row_of(fields, 値="みさき医科大学"), 確認="誤")
    write(fields, row_of(fields, 項目="対象地域"), 修正値="なし")
    write(b["年度別予算"], row_of(b["年度別予算"], 年度="平成15年度"), 修正値="５２５百万円")
    write(grades, row_of(grades, 番号="2.1.4"), 修正値=2)
    write(b["施設"], row_of(b["施設"], 区分="計画"), 区分の修正="既存")


EXPECTED = {
    "core_institution": (Verdict.CORRECTED, "財団法人みさき産業振興公社", "財団法人みさき科学技術振興機構"),
    "title": (Verdict.CONFIRMED, "みさき海洋バイオマテリアル創成構想", "みさき海洋バイオマテリアル創成構想"),
    "headquarters[研究統括]": (Verdict.CORRECTED, "渚　和歌子", None),
    "core_research_institutions[みさき医科大学]": (Verdict.WRONG, None, "みさき医科大学"),
    "region": (Verdict.CORRECTED, None, "みさき地域"),
    "budget.by_year[2003]": (Verdict.CORRECTED, "525000000", "515000000"),
    "criteria[2.1.4]": (Verdict.CORRECTED, "2", "1"),
    "infrastructure[みさきインキュベーションプラザ（仮称）].status": (Verdict.CORRECTED, "existing", "planned"),
}


def saved(b: Workbook, folder: Path) -> Path:
    file = folder / "review.xlsx"
    b.save(file)
    return file


def decided(found: Iterable[Decision]) -> dict[str, tuple[Verdict, str | None, str | None]]:
    return {d.subject: (d.verdict, d.value, d.machine_value) for d in found}


def test_an_untouched_workbook_decides_nothing(tmp_path: Path) -> None:
    assert read_decisions(saved(book(), tmp_path), REVIEWER) == ()


def test_what_a_person_wrote_comes_back(tmp_path: Path) -> None:
    b = book()
    review_by_hand(b)
    found = read_decisions(saved(b, tmp_path), REVIEWER)
    assert decided(found) == EXPECTED
    assert {(d.sha256, d.person, d.made_at) for d in found} == {(DIGEST, "山田", NOON)}


def test_rows_may_be_sorted_and_filtered_and_columns_moved(tmp_path: Path) -> None:
    b = book()
    review_by_hand(b)
    for name in ("項目", "施設", "年度別予算", "評価項目"):
        sheet = b[name]
        rows = [[c.value for c in row] for row in sheet.iter_rows(min_row=HEAD_ROW + 1)]
        head = [c.value for c in sheet[HEAD_ROW]]
        sheet.delete_rows(1, sheet.max_row)
        sheet.append(["集計表より", None])
        sheet.append([])
        sheet.append(head[::-1])
        for row in sorted(rows, key=lambda r: str(r[2]), reverse=True):
            sheet.append(row[::-1])
        sheet.row_dimensions[5].hidden = True
    assert decided(read_decisions(saved(b, tmp_path), REVIEWER)) == EXPECTED


def test_lines_people_add_are_what_was_missed(tmp_path: Path) -> None:
    b = book()
    b["項目"].append(["misaki", "コア研究機関", "いそ工業高等専門学校"])
    row = b["施設"].max_row + 1
    write(b["施設"], row, 提案="misaki", 施設名="いそ試験場", 区分の修正="計画")
    found = decided(read_decisions(saved(b, tmp_path), REVIEWER))
    assert found == {
        "core_research_institutions[いそ工業高等専門学校]": (Verdict.CORRECTED, "いそ工業高等専門学校", None),
        "infrastructure[いそ試験場]": (Verdict.CORRECTED, "いそ試験場", None),
        "infrastructure[いそ試験場].status": (Verdict.CORRECTED, "planned", None),
    }


def fault_overwritten(b: Workbook) -> None:
    write(b["項目"], row_of(b["項目"], 項目="構想名"), 値="別の構想")


def fault_contradiction(b: Workbook) -> None:
    write(b["項目"], row_of(b["項目"], 項目="特定領域"), 修正値="医療材料", 確認="正")


def fault_verdict(b: Workbook) -> None:
    write(b["項目"], row_of(b["項目"], 項目="特定領域"), 確認="たぶん")


def fault_yen(b: Workbook) -> None:
    write(b["年度別予算"], row_of(b["年度別予算"], 年度="平成15年度"), 修正値=525)


def fault_grade(b: Workbook) -> None:
    write(b["評価項目"], row_of(b["評価項目"], 番号="1.1"), 修正値=4)


def fault_proposal(b: Workbook) -> None:
    b["項目"].append(["isohama", "コア研究機関", None, None, None, "いそ大学"])


def fault_label(b: Workbook) -> None:
    b["項目"].append(["misaki", "予算", None, None, None, "いそ大学"])


def fault_key(b: Workbook) -> None:
    write(b["項目"], row_of(b["項目"], 項目="計画期間"), **{"鍵（消さないでください）": '["x"]'})


def fault_copied(b: Workbook) -> None:
    sheet = b["評価項目"]
    sheet.append([c.value for c in sheet[row_of(sheet, 番号="1.2")]])
    write(sheet, sheet.max_row, 修正値=1)


def fault_sorted_apart(b: Workbook) -> None:
    write(b["項目"], row_of(b["項目"], 項目="中核機関"), 提案="isohama")


FAULTS: dict[Edit, tuple[str, str]] = {
    fault_overwritten: ("「項目」シートの3行目", "書き換えられています（元は「みさき海洋バイオマテリアル創成構想」"),
    fault_contradiction: ("「項目」シートの6行目", "確認が「正」なのに修正値「医療材料」があります"),
    fault_verdict: ("「項目」シートの6行目", "確認の「たぶん」が分かりません"),
    fault_yen: ("「年度別予算」シートの4行目", "円としては小さすぎます"),
    fault_grade: ("「評価項目」シートの3行目", "記載の程度として読めません"),
    fault_proposal: ("「項目」シート", "提案「isohama」がこの一覧表にありません"),
    fault_label: ("「項目」シート", "足した行の項目「予算」が分かりません"),
    fault_key: ("「項目」シートの5行目", "鍵が壊れています"),
    fault_copied: ("「評価項目」シートの27行目", "「評価項目」シートの4行目と同じ値の行ですが"),
    fault_sorted_apart: ("「項目」シート", "提案「isohama」と隠れた列の鍵（misaki）が合いません"),
}


@pytest.mark.parametrize(("edit", "told"), FAULTS.items(), ids=lambda x: getattr(x, "__name__", ""))
def test_a_fault_names_sheet_and_row(edit: Edit, told: tuple[str, str], tmp_path: Path) -> None:
    b = book()
    edit(b)
    with pytest.raises(CorrectionsError) as error:
        read_decisions(saved(b, tmp_path), REVIEWER)
    assert len(error.value.faults) == 1
    assert all(words in error.value.faults[0] for words in told)


def test_all_faults_are_told_at_once_and_nothing_is_kept(tmp_path: Path) -> None:
    b = book()
    review_by_hand(b)
    for fault in (fault_overwritten, fault_contradiction, fault_yen, fault_copied):
        fault(b)
    url = sqlite_url(tmp_path / "c.sqlite")
    with pytest.raises(CorrectionsError) as error:
        import_workbook(saved(b, tmp_path), url)
    assert len(error.value.faults) == 4
    assert all_decisions(url) == ()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no workbook"])
def test_other_files_are_refused(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "x.xlsx"
    file.write_bytes(content)
    with pytest.raises(CorrectionsError, match="Excelブック"):
        read_decisions(file, REVIEWER)
    Workbook().save(file)
    with pytest.raises(CorrectionsError, match=r"一覧表（review\.xlsx）ではありません"):
        read_decisions(file, REVIEWER)


def test_a_column_taken_away_is_named(tmp_path: Path) -> None:
    b = book()
    b["項目"].delete_cols(heads(b["項目"])["修正値"])
    with pytest.raises(CorrectionsError, match="「項目」シートに見出し「修正値」の列がありません"):
        read_decisions(saved(b, tmp_path), REVIEWER)


def test_importing_twice_keeps_once_and_a_new_workbook_holds_what_was_decided(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path / "runs" / "corrections.sqlite")
    b = book()
    review_by_hand(b)
    file = saved(b, tmp_path)
    first = import_workbook(file, url, "山田", made_at=NOON)
    again = import_workbook(file, url, "鈴木", made_at=NOON + timedelta(days=1))
    assert (len(first.new), first.known) == (8, 0)
    assert (len(again.new), again.known) == (0, 8)
    later = book(decisions_of(url, DIGEST))
    sheet = later["項目"]
    row = row_of(sheet, 項目="中核機関")
    shown = [sheet.cell(row, heads(sheet)[h]).value for h in ("値", "修正値", VERDICT, "修正の記録")]
    assert shown == ["財団法人みさき科学技術振興機構", "財団法人みさき産業振興公社", "誤", "山田、令和8年11月24日"]
    assert later["年度別予算"].cell(4, heads(later["年度別予算"])["修正値"]).value == 525_000_000
    assert later["施設"].cell(4, heads(later["施設"])["区分の修正"]).value == "既存"
    assert read_decisions(saved(later, tmp_path), REVIEWER) == ()


def test_an_old_workbook_does_not_undo_a_newer_correction(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path / "c.sqlite")
    first = book()
    write(first["項目"], row_of(first["項目"], 項目="中核機関"), 修正値="甲財団")
    import_workbook(saved(first, tmp_path), url, "山田", made_at=NOON)
    old = book(decisions_of(url, DIGEST))  # holds 甲財団
    write(old["項目"], row_of(old["項目"], 項目="構想名"), 確認="正")
    newer = book(decisions_of(url, DIGEST))
    write(newer["項目"], row_of(newer["項目"], 項目="中核機関"), 修正値="乙財団")
    import_workbook(saved(newer, tmp_path), url, "鈴木", made_at=NOON + timedelta(hours=1))
    import_workbook(saved(old, tmp_path), url, "山田", made_at=NOON + timedelta(hours=2))
    held = decisions_of(url, DIGEST)
    assert held["core_institution"].value == "乙財団"
    assert held["title"].verdict is Verdict.CONFIRMED
    assert [d.value for d in all_decisions(url)] == ["甲財団", "乙財団", "みさき海洋バイオマテリアル創成構想"]


def test_people_may_write_only_what_the_lists_offer_and_the_key_is_hidden() -> None:
    for sheet in (book()[name] for name in ("項目", "施設", "年度別予算", "評価項目")):
        columns = heads(sheet)
        key = get_column_letter(columns["鍵（消さないでください）"])
        assert sheet.column_dimensions[key].hidden
        assert sheet.auto_filter.ref.split(":")[1].startswith(key)  # sorting by the filter moves the key with its row
        lists = {str(v.sqref)[0]: v.formula1 for v in sheet.data_validations.dataValidation}
        assert lists[get_column_letter(columns[VERDICT])] == '"正,誤"'
        cell = sheet.cell(HEAD_ROW + 1, columns["修正値"])
        assert not cell.protection.locked
        assert cell.fill.fgColor.rgb == "00FFFBD6"
        assert json.loads(str(sheet.cell(HEAD_ROW + 1, columns["鍵（消さないでください）"]).value))[0] == DIGEST


@pytest.mark.parametrize(
    ("subject", "raw", "kept"),
    [
        ("budget.total_yen", "25億円", "2500000000"),
        ("budget.total_yen", 2_570_000_000.0, "2570000000"),
        ("budget.total_yen", "5億2,500万円", "525000000"),
        ("budget.total_yen", "未定です", None),
        ("budget.by_year[2002]", "544.5百万円", "544500000"),
        ("headquarters[科学技術コーディネータ]", "４名", "4"),
        ("quantities[研究者数]", "1,278", "1278"),
        ("criteria[1.1]", "なし", "0"),
        ("infrastructure[X].status", "既存", "existing"),
        ("title", 14.0, "14"),
    ],
)
def test_values_as_people_write_them(subject: str, raw: object, kept: str | None) -> None:
    if kept is None:
        with pytest.raises(ValueError, match="金額として読めません"):
            written(subject, raw)
    else:
        assert written(subject, raw) == kept


def test_subjects_are_told_in_japanese() -> None:
    names = ("criteria[2.1.5]", "budget.by_year[2003]", "infrastructure[X棟].status", "headquarters[本部長]", "core_profile.staff")
    assert [subject_label(s) for s in names] == ["評価項目 2.1.5", "事業費 平成15年度", "施設 X棟の区分", "本部長", "中核機関の職員数"]

"""Programme lists: the embedded one, records, imports."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import CorpusError
from corpus.programme_import import files_and_folders, import_file, import_files, keep_origins, list_files
from corpus.programme_values import read_period, read_year, read_yen, unit_factor
from corpus.programmes import embedded_versions, from_records, kind_of, load_embedded, programme_text

OFFICIAL = "予算事業ID,事業名,府省庁,事業の目的,事業の概要,事業開始年度,事業終了（予定）年度,当初予算（百万円）\n"


def test_every_embedded_programme_has_a_source_people_can_open_or_find() -> None:
    programmes = load_embedded()
    assert len({p.id for p in programmes}) == len(programmes) == 181
    assert [p.id for p in programmes if not p.source.startswith("http") and "報告書" not in p.source] == []
    assert embedded_versions()[0].dated == "2026-11-24"


def test_the_feasibility_studies_of_the_report_are_there() -> None:
    assert sum(p.kind.startswith("知的クラスター実現可能性調査") for p in load_embedded()) == 30


@pytest.mark.parametrize(
    ("printed", "kind", "role"),
    [
        ("地域研究開発促進拠点支援(RSP)事業(ネットワーク構築型)", "RSP事業", "exchange"),
        ("ＲＳＰ事業", "RSP事業", "exchange"),
        ("地域新生コンソーシアム研究開発事業(一般枠)", "地域コンソーシアム研究開発事業", "research"),
        ("知的クラスター創成事業(第Ⅰ期)", "知的クラスター創成事業", "self"),
        ("大型放射光施設ＳＰｒｉｎｇ－８", "国の大型施設", "facility"),
    ],
)
def test_kinds_are_known_by_their_printed_names(printed: str, kind: str, role: str) -> None:
    found = kind_of(printed)
    assert found is not None
    assert (found.kind, found.role) == (kind, role)


def test_records_without_id_or_name_are_all_told() -> None:
    with pytest.raises(CorpusError) as error:
        from_records([{"id": "a"}, {"name": "b"}, {"id": "c", "name": "d"}, {"id": "c", "name": "e"}], "表")
    assert len(error.value.faults) == 3


def test_a_record_becomes_a_programme() -> None:
    (programme,) = from_records([{"id": "a", "name": "事業", "domain": "分野", "summary": "概要", "start_fy": 2001, "label": "x"}], "表")
    assert (programme.start_fy, programme.end_fy, programme.list_name) == (2001, None, "表")
    assert programme_text(programme) == "事業。分野。概要"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_the_official_download_is_read_in_its_encodings(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "review.csv"
    rows = OFFICIAL + '7,事業Ａ,文部科学省,"目的\nである",概要である,平成13年度,終了予定なし,1.5\n'
    file.write_text(rows, encoding)
    result = import_file(file, dated=date(2024, 9, 1))
    (programme,) = result.programmes
    assert (programme.id, programme.name, programme.ministry) == ("review:7", "事業A", "文部科学省")
    assert (programme.start_fy, programme.end_fy, programme.budget_yen) == (2001, None, 1_500_000)
    assert programme.summary == "概要である 目的 である"
    assert (result.version.dated, result.version.rows) == ("2024-09-01", 1)


def test_all_faults_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    file = tmp_path / "bad.csv"
    file.write_text(
        "事業名,開始年度,終了年度,予算\nＡ,いつか,2002,1円\n,2001,2002,1円\nＢ,2003,2001,-5\nＣ,2001,2002,3円\n",
        "utf-8",
    )
    with pytest.raises(CorpusError) as error:
        import_file(file)
    assert [fault.split("：")[0] for fault in error.value.faults] == ["2行目", "3行目", "4行目", "4行目"]
    lenient = import_file(file, strict=False)
    assert [p.name for p in lenient.programmes] == ["C"]
    assert len(lenient.faults) == 4


def test_a_mapping_names_columns_nobody_knows(tmp_path: Path) -> None:
    file, mapping = tmp_path / "own.csv", tmp_path / "map.yaml"
    file.write_text("なまえ,場所,いつ\n事業,札幌地域,平成13～15年度\n", "utf-8")
    mapping.write_text("name: なまえ\nregion: 場所\nperiod: いつ\n", "utf-8")
    (programme,) = import_file(file, mapping).programmes
    assert (programme.name, programme.region, programme.start_fy, programme.end_fy) == ("事業", "札幌地域", 2001, 2003)
    with pytest.raises(CorpusError) as error:
        import_file(file, {"nama": "なまえ", "kind": "ない列"})
    assert len(error.value.faults) == 3  # unknown field, unknown column, no column of names


def test_a_workbook_is_read_below_its_title_and_doubles_are_dropped(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["事業一覧"],
        ["事業名", "地域", "総額（千円）", "概要"],
        ["甲", "仙台地域", 1200, "短い"],
        ["甲", "仙台地域", 1200, "こちらが長い"],
        ["乙", None, None, None],
    ):
        sheet.append(row)
    file = tmp_path / "list.xlsx"
    book.save(file)
    result = import_file(file)
    assert [(p.name, p.budget_yen, p.summary) for p in result.programmes] == [
        ("甲", 1_200_000, "こちらが長い"),
        ("乙", None, ""),
    ]
    assert len(result.duplicates) == 1


@given(st.integers(1, 64), st.integers(0, 12))
def test_periods_in_every_spelling_come_to_the_same_years(first: int, more: int) -> None:
    years = (1988 + first, 1988 + first + more)
    for text in (
        f"平成{first}年度～平成{first + more}年度",
        f"平成{first}～{first + more}年度",
        f"H{first}-{first + more}",
        f"{years[0]}年度から{years[1]}年度",
    ):
        assert read_period(text) == years


@given(st.integers(0, 10**7))
def test_money_in_every_unit_comes_to_the_same_yen(millions: int) -> None:
    assert read_yen(f"{millions:,}百万円") == read_yen(f"{millions * 100}万円") == read_yen(str(millions), 10**6) == millions * 10**6


def test_money_in_mixed_units_and_heads() -> None:
    assert read_yen("1億2,000万円") == 120_000_000
    assert [unit_factor(head) for head in ("予算額（千円）", "予算(単位：百万円)", "予算")] == [1000, 10**6, 1]
    assert read_year("平成元年度") == 1989
    with pytest.raises(ValueError, match="負"):
        read_yen("▲5")


def test_the_official_download_is_read_as_it_comes_in_a_zip(tmp_path: Path) -> None:
    file = tmp_path / "1-2.zip"
    heads = "シート種別,事業年度,予算事業ID,事業名,政策所管府省庁,府省庁,事業の目的,事業の概要,事業概要URL,事業区分,事業開始年度,主要経費\n"
    row = "レビューシート,2024,{},事業Ａ,総務省,消防庁,目的,概要,https://example.jp/a,前年度事業,2001,{}\n"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("1-2.csv", ("\ufeff" + heads + row.format(7, "甲") + row.format(7, "乙")).encode())
    result = import_file(file)
    (programme,) = result.programmes  # a row for each 主要経費
    assert (programme.id, programme.kind, programme.source) == ("1-2:7", "", "https://example.jp/a")
    assert len(result.duplicates) == 1
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("more.csv", heads)
    with pytest.raises(CorpusError, match="2件"):
        import_file(file)


def test_several_lists_are_told_apart_and_tell_all_faults(tmp_path: Path) -> None:
    (tmp_path / "県").mkdir()
    first, second = tmp_path / "list.csv", tmp_path / "県" / "list.csv"
    first.write_text("事業名,都道府県\n甲,宮城県\n", "utf-8")
    second.write_text("事業名,都道府県\n甲,宮城県\n乙,宮城県\n", "utf-8")
    one, other = import_files([first, second])
    assert [p.id for p in (*one.programmes, *other.programmes)] == ["list:2", "県-list:3"]
    assert other.duplicates == (("list:2", "県-list:2"),)
    first.write_text("事業名\n\n,\n", "utf-8")
    second.write_text("なまえ\n甲\n", "utf-8")
    with pytest.raises(CorpusError) as error:
        import_files([first, second])
    assert len(error.value.faults) == 2
    with pytest.raises(CorpusError, match="フォルダ"):
        files_and_folders([tmp_path])


def test_a_list_kept_on_disk_leads_to_the_files_it_was_imported_from(tmp_path: Path) -> None:
    kept, one, two = tmp_path / "kept", tmp_path / "one.csv", tmp_path / "two.csv"
    kept.mkdir()
    one.write_text("事業名\n甲\n", "utf-8")
    keep_origins(kept, {"one": one})
    keep_origins(kept, {"two": two})
    assert list_files([kept, two]) == {"one": one, "two": two}
    assert list_files([kept]) == {"one": one}  # the other is gone

"""Who takes part: companies named as participants, universities and colleges."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache

from corpus.institutions import load_institutions
from corpus.regions import municipality_prefectures, prefecture_blocs
from extractors.document import Document, Table
from extractors.fields.period import extract_period
from extractors.fields.statements import Statement, squeeze, statements
from extractors.text import either
from extractors.values import Evidence, Value, evidence_of

__all__ = ["extract_companies", "extract_period", "extract_universities"]

MAX_VALUES = 40
_COMPANY_HEAD = re.compile(r"(?:参加|参画|協力|加わる)?(?:する)?(?:予定)?(?:企業|会社)(?:名|等|の名称)?(?:\(.*\))?|参加者")
_COMPANY_CONTEXT = re.compile(r"参加|参画|加わる|企業の顔|共に進める|汗をかく|パートナー|協力企業|共同研究に参加|いっしょに")
_FORM = r"株式会社|有限会社|合資会社|合名会社|\(株\)|\(有\)|㈱|㈲"
_NAME_CHAR = r"[一-鿿々ヶァ-ヴーA-Za-zＡ-Ｚａ-ｚぁ-ん・&]"
_MORE = re.compile(r"(?:ほか|他|など|等)(?:\d+|[０-９一二三四五六七八九十数]+)?(?:社)?$")  # 甲電子㈱ほか3社
_LEAD = re.compile(r"(?:このうち|そのうち|うち|また|なお|とくに|特に|ほか)(?=.{3})")
_COMPANY = re.compile(rf"(?:{_FORM}){_NAME_CHAR}{{2,20}}|{_NAME_CHAR}{{2,20}}(?:{_FORM})")
_UNIVERSITY = (
    r"(?<![一-鿿ァ-ヴー])[一-鿿ァ-ヴー々]{1,12}?(?:大学院大学|大学(?!院|等|校|発|人|及|と|、|で|は|が|の|ＴＬＯ|本部|共同|事務|側)(?:[一-鿿]{1,8}(?:学部|研究科|研究所|学研究院|学系))?|大学(?=院|[、。はがのとでに及並]|$)|高等専門学校|短期大学(?:部)?|医科大学)"
)
_NOT_UNIVERSITY = re.compile(
    r"^(?:同|本|各|両|国立|私立|公立|国公私立|他|同じ|県内|市内|地元|大|道内|府内|総合|承認|地域|国内|海外|米国|英国|州立|五|五つの|.*(?:内の|の)大学$)"
)
_SHORT_OF_PUBLIC = re.compile("[都道府県市]立")
_BLOCS = frozenset(("東北", "関東", "中部", "東海", "北陸", "近畿", "関西", "中国", "四国", "九州", "東", "西", "南", "北"))


def extract_companies(document: Document) -> tuple[Value[str], ...]:
    """Companies named as participants: the first column of a table of companies, else companies named in such a section."""
    found: dict[str, Value[str]] = {}
    for block in document.tables:
        assert block.table is not None
        for name, evidence in _companies_of_table(block.table, "".join(block.section)):
            found.setdefault(squeeze(name), Value(name, 0.95, (evidence,)))
    for statement in statements(document):
        if not found.keys() or statement.label:
            for name, evidence in _companies_in_text(statement):
                found.setdefault(squeeze(name), Value(name, 0.8, (evidence,)))
    return tuple(found.values())[:MAX_VALUES]


def _companies_of_table(table: Table, section: str) -> Iterator[tuple[str, Evidence]]:
    head = next((c for c in table.cells if c.row == 0 and _COMPANY_HEAD.fullmatch(squeeze(c.text.text))), None)
    if head is None or table.n_cols < 2:
        return
    for row in range(head.rowspan, table.n_rows):
        cell = table.cell(row, head.col)
        if cell is None or cell.row != row or not (text := re.sub(r"\s+", "", cell.text.text)):
            continue
        match = _COMPANY.search(squeeze(text))
        if match or ("企業" in squeeze(head.text.text) and not re.search(r"ほか|計|その他|社$", text)):
            yield _MORE.sub("", re.sub(r"[(（](?!株|有)[^)）]*[)）]?$", "", text)), evidence_of(cell.text)


def _companies_in_text(statement: Statement) -> Iterator[tuple[str, Evidence]]:
    for match in _COMPANY.finditer(statement.folded):
        start, end = statement.sentence_at(match.start())
        if not _COMPANY_CONTEXT.search(statement.context) and not re.search(r"参加|参画", statement.folded[start:end]):
            continue
        lead = _LEAD.match(match.group())
        start = match.start() + (lead.end() if lead else 0)
        yield statement.folded[start : match.end()], statement.evidence(start, match.end())


def extract_universities(document: Document) -> tuple[Value[str], ...]:
    """Universities and colleges the proposal names, most named first (at least twice, or once in a table)."""
    counts: Counter[str] = Counter()
    where: dict[str, list[Evidence]] = {}
    for statement in statements(document):
        for match in _universities().finditer(statement.folded):
            if not (name := _university(match.group())):
                continue
            counts[name] += 2 if statement.cell is not None else 1
            where.setdefault(name, []).append(statement.evidence(match.start(), match.end()))
    for name, other in _same_university(counts):
        counts[other] += counts.pop(name)
        where[other] += where.pop(name)
    return tuple(Value(name, min(0.95, 0.6 + 0.05 * n), tuple(where[name][:3])) for name, n in counts.most_common(MAX_VALUES) if n >= 2)


@cache
def _universities() -> re.Pattern[str]:
    return re.compile(f"{either(load_institutions().kana_universities)}|{_UNIVERSITY}")


def _university(found: str) -> str:
    """The university alone, without its faculty and the words before; "" where it is a kind of university and no name."""
    if official := load_institutions().kana_universities.get(found):
        return official
    name = re.sub(r"(大学院大学|大学).*", r"\1", found) if "大学" in found else found
    name = re.sub(r"^(?:及び|並びに|また|なお|国立)", "", name)
    return "" if _NOT_UNIVERSITY.search(name) or len(name) < 4 else name


def _same_university(counts: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """(name, the name it is counted under): 県立医科大学 under 福島県立医科大学; a name with a word of the line before it
    (代表山梨大学, 前山梨大学) under the plain one, where that is named as often and the word is no place."""
    for name in sorted(counts, key=len):
        longer = [n for n in counts if n != name and n.endswith(name)]
        if _SHORT_OF_PUBLIC.match(name):
            if len(longer) == 1:
                yield name, longer[0]
            continue
        plain = [n for n in counts if n != name and name.endswith(n) and not _SHORT_OF_PUBLIC.match(n)]
        other = max(plain, key=len, default="")
        if other and counts[other] >= counts[name] and not _is_place(name.removesuffix(other)):
            yield name, other


def _is_place(word: str) -> bool:
    return word in _BLOCS or any(name.startswith(word) for name in (*prefecture_blocs(), *municipality_prefectures()))

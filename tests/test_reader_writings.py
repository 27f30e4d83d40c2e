"""Text layers in other languages are text; jumbled codes are none, whatever characters they show."""

from __future__ import annotations

import pytest

from extractors.pdf.glyphs import Glyph, Glyphs, PageContent, Style
from extractors.pdf.usable import Text, text_of
from extractors.pdf.writings import is_another_language, is_beyond

JAPANESE = (
    "この構想は、札幌地域の大学と企業が協力して、バイオ情報の産業を育てるプロジェクトである。平成14年度から5年間で50億円を投じ、"
    "研究者の育成とベンチャーの設立を進める。研究の成果は地域の企業に移転する。"
)
CHINESE = "我们对问询函所提及的公司财务事项进行了审慎核查，现汇报如下。根据公司前期公告，集团已明显出现无法按期偿还银行贷款的情况。"
KOREAN = "이 구상은 지역의 대학과 기업이 협력하여 바이오 정보 산업을 육성하는 사업이다. 연구 성과는 지역의 기업에 이전한다."
VIETNAMESE = "Dự án này phát triển ngành công nghiệp thông tin sinh học tại vùng, với sự hợp tác giữa các trường đại học và doanh nghiệp."
JUMBLES = [
    ("cp932", "cp1252"),
    ("utf-8", "latin-1"),
    ("euc-jp", "latin-1"),
    ("utf-8", "gbk"),
    ("cp932", "gbk"),
    ("euc-jp", "cp949"),
    ("cp932", "cp949"),
    ("cp932", "cp1251"),
    ("utf-16-be", "utf-16-le"),
]


def jumbled(written: str, read: str) -> str:
    return JAPANESE.encode(written, "ignore").decode(read, "ignore")


def page(text: str, *, invisible: bool = False) -> PageContent:
    style = Style(size=10.0, invisible=invisible)
    return PageContent(1, 595, 842, Glyphs.of([Glyph(c, 10.0 * i, 10, 10.0 * i + 10, 20, style) for i, c in enumerate(text)]))


@pytest.mark.parametrize("text", [CHINESE, KOREAN, VIETNAMESE], ids=["Chinese", "Korean", "Vietnamese"])
def test_a_text_in_another_language_is_one(text: str) -> None:
    assert is_another_language(text)
    assert text_of(page(text)) is Text.GOOD


@pytest.mark.parametrize(("written", "read"), JUMBLES)
def test_jumbled_codes_are_no_language(written: str, read: str) -> None:
    assert not is_another_language(jumbled(written, read))


@pytest.mark.parametrize(("written", "read"), [("cp932", "cp1252"), ("utf-8", "latin-1"), ("euc-jp", "cp949"), ("cp932", "cp949")])
def test_a_page_of_jumbled_codes_is_garbled(written: str, read: str) -> None:
    assert text_of(page(jumbled(written, read))) is Text.GARBLED


def test_codes_of_many_writings_are_garbled() -> None:
    assert text_of(page("".join(map(chr, range(0x470, 0x1000, 7))))) is Text.GARBLED


def test_codes_shifted_into_letters_and_controls_are_garbled() -> None:
    """A Polish page whose every code is 29 too low: spaces are controls, few letters have an accent."""
    assert (
        text_of(page("SLĈWHN\x03F]ZDUWHN\x03ģU\x03:VSRQLHG]LDãHN\x03*UXSD\x035R]NãDG\x03\x10\x03,,\x03%\x03VWDF\x11\x03,,\x10JR\x03VW\x11"))
        is Text.GARBLED
    )


@pytest.mark.parametrize(
    ("text", "kind"), [(CHINESE, Text.BEYOND), (KOREAN, Text.BEYOND), (JAPANESE, Text.HIDDEN), (jumbled("utf-8", "gbk"), Text.HIDDEN)]
)
def test_an_invisible_layer_is_kept_where_the_recogniser_does_not_know_its_language(text: str, kind: Text) -> None:
    assert is_beyond(text) is (kind is Text.BEYOND)
    assert text_of(page(text, invisible=True)) is kind

"""Where a proposal says which region it is for, in the ways proposals say it."""

from __future__ import annotations

import pytest

from extractors.fields.header import extract_header
from extractors.units import units
from tests.names_documents import document, heading, paragraph, table


@pytest.mark.parametrize(
    ("said", "region"),
    [
        ("函館地域（函館市、上磯町、大野町及び七飯町）。平成14年度から平成18年度までとする。", "函館地域"),
        ("対象とする地域は、甲府市と韮崎市からなる甲府地域である。", "甲府地域"),
        ("松山を入れて四市四町を、以下では松山地域と呼ぶ。", "松山地域"),
        ("大分市、別府市及び杵築市を含む区域で、以下「大分地域」と呼ぶ。", "大分地域"),
        ("高知市・南国市・伊野町を「高知地域」とし、2002年度から進める。", "高知地域"),
    ],
)
def test_a_region_that_is_said(said: str, region: str) -> None:
    found = extract_header(units(document(heading("ある構想"), paragraph(said)))).region
    assert found is not None
    assert found.value == region


def test_a_region_beside_any_label_by_its_municipalities() -> None:
    cell = table([["構想名", "潮の里構想"], ["舞台", "弘前地域（弘前市、黒石市、藤崎町、岩木町）"]], form=True)
    found = extract_header(units(document(heading("提案様式"), cell)))
    assert found.region is not None
    assert found.region.value == "弘前地域"
    assert [m.value for m in found.municipalities][:2] == ["弘前市", "黒石市"]


def test_a_programme_or_a_body_is_no_region() -> None:
    told = "地域コンソーシアム研究開発事業（平成10年度、経済産業省）と、みさき大学地域共同研究センター（函館市）を使う。"
    assert extract_header(units(document(heading("ある構想"), paragraph(told)))).region is None


def test_a_region_with_its_municipalities_after_a_colon() -> None:
    listed = paragraph("鳥取地域：鳥取市・国府町・岩美町", page=2)
    told = extract_header(units(document(heading("鳥取構想"), heading("区域", page=2), listed)))
    assert told.region is not None
    assert told.region.value == "鳥取地域"


def test_a_label_over_larger_letters_is_their_label() -> None:
    found = units(document(paragraph("「食べるきのこ」から「つくるきのこ」へ進む"), paragraph("特定領域"), heading("菌糸の液体培養")))
    assert [(u.view, u.labels) for u in found][1:] == [("特定領域", ()), ("菌糸の液体培養", ("特定領域",))]

"""Roles, not just names: what is said of each body, in sentences made up for each trap."""

from __future__ import annotations

import pytest
from spacy.language import Language

from extractors.document import Document
from extractors.fields.core_profile import core_profile
from extractors.fields.institutions import CORE, core_candidates, core_research_candidates, undecided_role
from extractors.fields.role_functions import function_features
from extractors.mentions import name_document
from models.nlp import analyse
from tests.names_documents import document, heading, paragraph, table


def strong(made: Document, nlp: Language, field: str = "core") -> set[str]:
    """The bodies of which the role is said outright."""
    docs = analyse(made, nlp)
    propose = core_candidates if field == "core" else core_research_candidates
    return {c.value for c in propose(name_document(made, docs), docs) if c.features.get("strong")}


@pytest.mark.parametrize(
    "sentence",
    [
        "中核機関は、財団法人いわて産業振興センターとする。",
        "本事業の実施主体として、知事及び市長は財団法人いわて産業振興センター（愛称いわてIC。以下「IC」）を指定する。",
        "県知事は財団法人いわて産業振興センターを中核機関に指定する。",
        "お金は財団法人いわて産業振興センターに入る。知事がこの財団を中核機関に指定する。",
        "補助金を受ける法人：財団法人いわて産業振興センター",
    ],
)
def test_the_core_institution_however_it_is_said(nlp: Language, sentence: str) -> None:
    made = document(paragraph(sentence), paragraph("財団法人盛岡市中小企業公社は協力するが、補助金は受けない。"))
    assert strong(made, nlp) == {"財団法人いわて産業振興センター"}


@pytest.mark.parametrize(
    "sentence",
    [
        "財団法人いわて産業振興センターは地域結集型共同研究事業の中核機関である。",
        "財団法人いわて産業振興センターは協力機関であって、中核機関ではない。",
    ],
)
def test_other_programmes_and_denials_are_no_statements(nlp: Language, sentence: str) -> None:
    assert strong(document(paragraph(sentence)), nlp) == set()


def test_lists_end_where_the_clause_ends(nlp: Language) -> None:
    text = "コア研究機関は岩手大学（盛岡市）及び独立行政法人物質・材料研究機構（物材機構）であり、秋田大学と東北大学は分担者として加わる。"
    assert strong(document(paragraph(text)), nlp, "research") == {"岩手大学", "独立行政法人物質・材料研究機構"}


def test_a_list_pointed_back_to(nlp: Language) -> None:
    text = "岩手大学が中心になる。青森県工業試験場は二番目に加わる。この２つをコア研究機関とする。"
    assert strong(document(paragraph(text)), nlp, "research") == {"岩手大学", "青森県工業試験場"}


def test_applicants_who_only_call_themselves_so(nlp: Language) -> None:
    made = document(
        table([["応募者", "応募書における自称"], ["岩手大学", "コア研究機関"], ["秋田大学", "コア研究機関"]], form=False),
        paragraph("委員会は、岩手大学をコア研究機関とすることを決した。"),
    )
    assert strong(made, nlp, "research") == {"岩手大学"}


def test_ditto_labels_and_neighbouring_pairs_of_a_form(nlp: Language) -> None:
    made = document(table([["中核機関", "財団法人いわて財団"], ["コア研究機関", "岩手大学、秋田県工業試験場"]], form=True))
    assert strong(made, nlp) == {"財団法人いわて財団"}
    assert strong(made, nlp, "research") == {"岩手大学", "秋田県工業試験場"}


def test_an_open_choice_is_noticed(nlp: Language) -> None:
    made = document(paragraph("国の補助金を受けて事業を運営する団体は、まだ決まっていない。財団法人いわて財団、岩手大学の二者が協議する。"))
    assert undecided_role(name_document(made, analyse(made, nlp)), CORE)
    assert strong(made, nlp) == set()


def test_the_attributes_are_those_of_the_body_itself(nlp: Language) -> None:
    made = document(
        heading("１ 中核機関"),
        paragraph(
            "財団法人いわて財団を指定する。同財団の基本財産は12億円、職員は34名（県派遣5名）である。財団法人盛岡公社の基本財産は99億円である。"
            "いわて財団には「クラスター推進室」を置く。"
        ),
    )
    profile = core_profile(name_document(made, analyse(made, nlp)), "いわて財団")
    assert profile.endowment is not None
    assert "12億円" in profile.endowment.value
    assert profile.staff is not None
    assert "34名" in profile.staff.value
    assert profile.turnover is None


def test_what_a_body_does_tells_its_role(nlp: Language) -> None:
    made = document(
        paragraph("国の補助金を受け取り、人を雇い、帳簿をつけるのは、財団法人いわて財団である。"),
        paragraph("結集型の事業では財団法人盛岡公社が補助金を受け取り、人を雇った。"),
    )
    naming = name_document(made, analyse(made, nlp))
    told = {m.key: function_features(m, CORE, naming) for m in naming.mentions}
    assert told["いわて財団"].keys() >= {"does_money", "does_staff", "does_many"}
    assert told["盛岡公社"] == {"elsewhere": True}


def test_attributes_under_a_label_that_spans_them_and_behind_the_name(nlp: Language) -> None:
    core, told = "中核機関（財団法人いわて財団）", (("基本財産", "12億円"), ("役職員", "職員34名"))
    spanned = document(table([[core, *pair] for pair in told], form=True))
    behind = document(
        paragraph("財団法人いわて財団を指定する。"), paragraph("基本財産　12億円、役職員　34名。"), paragraph("財団法人盛岡公社。")
    )
    for made in (spanned, behind):
        profile = core_profile(name_document(made, analyse(made, nlp)), "いわて財団")
        assert profile.endowment is not None
        assert "12億円" in profile.endowment.value
        assert profile.staff is not None


def test_the_size_of_the_market_is_not_the_bodys(nlp: Language) -> None:
    """Nor is the short name that the text gives it a section of its office."""
    market = table([["見込まれる産業の規模", "国内市場は340億円、財団法人いわて財団の調べ"]], form=True)
    body = table([["中核機関", "財団法人いわて財団（以下「支援センター」）"], ["事業の規模", "13年度予算1,872,000千円"]], form=True)
    made = document(heading("１ 産業化"), market, heading("２ 実施する機関"), body)
    profile = core_profile(name_document(made, analyse(made, nlp)), "いわて財団")
    assert profile.turnover is not None
    assert profile.turnover.value == "13年度予算1,872,000千円"
    assert profile.unit_in_charge is None


def test_of_a_cell_that_tells_several_attributes_each_takes_its_own(nlp: Language) -> None:
    told = "基本財産　1,326,000千円、役員14人、職員58人（固有25、県派遣20）、平13年度事業費　1,470,000千円（設備貸与を除く）"
    body = table([["中核機関", "財団法人いわて財団"], ["財政及び事業規模", told]], form=True)
    made = document(heading("２ 実施する機関"), body)
    profile = core_profile(name_document(made, analyse(made, nlp)), "いわて財団")
    assert profile.turnover is not None
    assert profile.turnover.value == "事業費　1,470,000千円（設備貸与を除く）"


def test_the_label_of_the_next_list_in_a_cell_ends_what_is_said_of_the_core(nlp: Language) -> None:
    said = "コア研究機関　北海道立釧路水産試験場、北海道大学大学院水産科学研究科　参加機関　釧路公立大学は調査に協力する。"
    made = document(paragraph(said))
    docs = analyse(made, nlp)
    found = {c.value: c.features for c in core_research_candidates(name_document(made, docs), docs)}
    core = [found["北海道立釧路水産試験場"], found["北海道大学大学院水産科学研究科"]]
    assert all(f.get("attributive") and not f.get("denied") for f in core)
    assert not found["釧路公立大学"].get("attributive")

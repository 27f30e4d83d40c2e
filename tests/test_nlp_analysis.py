"""GiNZA over a document: offsets, hostile text, facts of the library that an upgrade must not change unseen."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from extractors.document import Block, BlockKind
from models.nlp import MAX_BYTES, analyse, split_text
from tests.names_documents import document, paragraph, placed, table


def test_keys_are_blocks_and_offsets_those_of_their_text(nlp: Language) -> None:
    made = document(
        Block(BlockKind.RUNNING, placed("様式")), paragraph("中核機関は、（財）いわて財団とする。"), table([["施設", "棟"]], form=True)
    )
    docs = analyse(made, nlp)
    assert list(docs) == [1, 2]
    for index, doc in docs.items():
        assert len(doc.text) == len(made.blocks[index].text.text)


def test_hostile_text_is_analysed(nlp: Language) -> None:
    long = "岩手大学と盛岡の会社が試作した。" * 1600
    made = document(paragraph("甲\ud800乙の機関"), paragraph(long), paragraph("（あ" * 300))
    docs = analyse(made, nlp)
    assert docs[0].text == "甲�乙の機関"
    assert len(docs[1].text) == len(long) > MAX_BYTES / 3
    assert len(docs) == 3


@settings(max_examples=50)
@given(st.text(alphabet="あ漢a\n。\t𠮷", max_size=200), st.integers(8, 60))
def test_pieces_are_small_and_make_the_text_again(text: str, limit: int) -> None:
    pieces = split_text(text, limit)
    assert "".join(pieces) == text
    assert all(len(p.encode()) <= limit for p in pieces)


def test_universities_are_one_token_and_companies_are_entities(nlp: Language) -> None:
    doc = nlp("東北大学金属材料研究所と株式会社つくば研究支援センターが協力する。")
    assert doc[0].text == "東北大学"
    assert any(e.text == "株式会社つくば研究支援センター" for e in doc.ents)

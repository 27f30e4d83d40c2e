"""Budget statements in running text and form cells: totals, payers' shares, amounts by year.

Each amount of money is a mention with signs for and against being the programme's own total; the signs are named, so
that a choice can be explained.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from extractors.fields.budget_words import MAX_TOTAL, MIN_TOTAL, Source, pattern, payer_of
from extractors.fields.budget_year_words import EACH, years_of
from extractors.fields.statements import Statement
from extractors.money import Money, find_money
from extractors.values import Evidence

TOTAL_THRESHOLD = 2.5
SHARED_OUT = 3.0  # an amount that the payers' shares behind it add up to
MOST_PAYERS = 5  # 国, 県, and three towns
_QUOTE_CHARS = 120
_PREDICATE = re.compile(r"(?:は|が|を)(?=[^、]{1,30}、)")
_BREAKDOWN = re.compile(r"[^。]{0,12}。?(?:その)?(?:内訳|うち)|[(（](?:国|文部科学省)")
_OF_ONE_YEAR = {"年度ごとの額", "単年度の額"}
_NEEDED = re.compile(r"(?:余り?|程度|ほど)?(?:を|が|は|の経費を)?(?:要す|要し|要り|必要|かかる|かかり|見込|お願い|願う|願い|申請|要望)")
_SINGLE_YEAR = re.compile(
    r"(?:(?<![かカヶヵ箇五5])年度|(?:平成|昭和|[HS])[\d元一二三四五六七八九十]+年?)(?:の|に|は|には|が|を|で|当初|予算|要求|分|金|[:：])*$"
)


@dataclass(frozen=True, eq=False)
class Mention:
    """One amount in a statement. ``before`` is its clause up to the amount, ``after`` up to the next stop."""

    statement: Statement
    money: Money
    sentence: tuple[int, int]
    before: str
    after: str
    depth: int
    signs: Mapping[str, float]

    @property
    def yen(self) -> int:
        return self.money.yen

    @property
    def yearly(self) -> int:
        """The amount of one year, where it is printed as 5億円×5年."""
        return self.money.yen // self.money.years

    @property
    def score(self) -> float:
        return sum(self.signs.values())

    @property
    def is_total(self) -> bool:
        return self.score >= TOTAL_THRESHOLD and self.payer is None

    @property
    def payer(self) -> Source | None:
        """Who pays this amount, by the words between the amount before and this one, or else just after."""
        close = re.split(r"[。;；]", self.before)[-1]
        if _PREDICATE.match(close):  # 25億円は国の補助金とし、1億円は…: the words belong to the amount before
            close = close.partition("、")[2]
        named = _last_payer(close)
        if (
            named is None
            and re.search(r"残(?:り|る|額|余)", close)
            and re.match(r"[^。、]{0,14}(?:負担|折半|拠出|支出|賄|まかな)", self.after)
        ):
            named = payer_of(re.split(r"[。]", self.after)[0])
        if named is None and re.match(r"を[^。、]{0,12}(?:負担|拠出|支出)", self.after):
            named = payer_of(close[-16:])
        given = re.match(r"(?:を|は)お?((?:[^。、をはが]{0,6}?[県府道都市町村]|国)[^。、をはが]{0,6}?)[にがと]", self.after)
        if given is not None and named is None:
            return payer_of(f"{given.group(1)}から")
        predicate = re.match(
            r"(?:は|を|が)([^。、]{1,16}?)(?:が|によって|により|から|として|で|の)?(?:負担|補助|要望|拠出|支出|充|賄|まかな|負う|負い|持つ|持ち|受け持|出す|出し|払)",
            self.after,
        )
        return payer_of(predicate.group(1)) or named if named is None and predicate else named

    def evidence(self, score: float = 1.0) -> Evidence:
        start, end = self.sentence
        if end - start > _QUOTE_CHARS:
            start = max(start, self.money.start - _QUOTE_CHARS // 2)
            end = min(end, self.money.end + _QUOTE_CHARS // 2)
        while start < self.money.start and self.statement.folded[start].isspace():
            start += 1
        return self.statement.evidence(start, end, score)


def _last_payer(text: str) -> Source | None:
    """The payer named last: 本事業の総事業費は…、うち国費は → national; a total word after the payer takes it back."""
    found = [
        (m.end(), source)
        for source, name in ((Source.NATIONAL, "national"), (Source.LOCAL, "local"), (Source.PRIVATE, "private"))
        for m in pattern(name).finditer(text)
    ]
    if not found:
        return None
    end, source = max(found, key=lambda pair: pair[0])
    best = max((e for e, s in found if s is Source.NATIONAL), default=0)
    if best and source is Source.LOCAL and not re.search(r"[、,/(]", text[best:end]):
        source = Source.NATIONAL
    total = max((m.end() for m in pattern("strong_total").finditer(text)), default=0)
    topic = bool(re.match("の?(?:自己)?負担|分|の?拠出", text[end:]))
    return source if (total < end or topic) and not _about_region(text, end) else None


def _about_region(text: str, end: int) -> bool:
    """県内, 市場, 県単 …: the word names no payer."""
    return bool(re.match(r"(?:内|場|外|民|立|域|全体|下|史|街|販)", text[end:])) and payer_of(text[: end - 1]) is None


def mentions(statements: Sequence[Statement], years: Sequence[int], table_total: int | None = None) -> tuple[Mention, ...]:
    """Every amount of the statements, with its signs. ``years`` are the programme's."""
    found = [m for s in statements for m in _mentions_of(s, years, table_total)]
    return tuple(_among(m, found[i - 1] if i else None, found[i + 1 : i + 1 + MOST_PAYERS], len(years)) for i, m in enumerate(found))


def _among(mention: Mention, before: Mention | None, following: Sequence[Mention], years: int) -> Mention:
    """The mention with the signs that the amounts beside it give."""
    signs = dict(mention.signs)
    if _is_shared_out(mention, following):
        signs["負担者の額の和と同額"] = SHARED_OUT
    if before is not None and before.payer is not None and before.sentence == mention.sentence and before.yen * years == mention.yen:
        signs["ある負担者の年額の計"] = -SHARED_OUT
    return replace(mention, signs=signs)


def _is_shared_out(mention: Mention, following: Sequence[Mention]) -> bool:
    """Do the nation's and the others' shares, told just behind an amount, add up to it?"""
    if mention.payer is not None or not MIN_TOTAL <= mention.yen <= MAX_TOTAL or _OF_ONE_YEAR & mention.signs.keys():
        return False
    rest, nation = mention.yen, False
    for share in following:
        if (
            share.payer is None
            or share.statement.index - mention.statement.index > 1
            or share.yen <= 0
            or _OF_ONE_YEAR & share.signs.keys()
        ):
            return False
        rest, nation = rest - share.yen, nation or share.payer is Source.NATIONAL
        if rest <= 0:
            break
    return rest == 0 and nation and following[0].yen < mention.yen


def _mentions_of(statement: Statement, years: Sequence[int], table_total: int | None) -> Iterator[Mention]:
    text = statement.folded
    money = list(find_money(text))
    for i, one in enumerate(money):
        sentence = statement.sentence_at(one.start)
        since = max(sentence[0], money[i - 1].end if i else 0)
        before = text[since : one.start]
        if since == sentence[0]:
            before = f"{statement.label}/{statement.head}/{before}" if statement.label or statement.head else before
        stop = min(sentence[1], money[i + 1].start if i + 1 < len(money) else len(text))
        opened = text[sentence[0] : one.start]
        depth = sum(opened.count(c) for c in "(（[〔") - sum(opened.count(c) for c in ")）]〕")
        before, after = re.sub(r"\s+", "", before), re.sub(r"\s+", "", text[one.end : stop])
        whole = re.sub(r"\s+", "", text[slice(*sentence)])
        lead = re.sub(r"\s+", "", text[sentence[0] : one.start])
        signs = _signs(statement, one, Words(before, after, lead, whole), table_total)
        place = years_of(before, years, ())
        if place is not None and one.years == 1 and not (len(place) == len(years) and not EACH.search(before)):
            signs["年度ごとの額"] = -2.5
        yield Mention(statement, one, sentence, before, after, max(depth, 0), signs)


@dataclass(frozen=True, slots=True)
class Words:
    """What stands round an amount, without spaces: ``before`` since the amount before it, ``lead`` since the sentence's beginning."""

    before: str
    after: str
    lead: str
    sentence: str


def _signs(statement: Statement, money: Money, words: Words, table_total: int | None) -> dict[str, float]:
    """Named signs for and against the amount being the programme's own total."""
    before, after = words.before, words.after
    context = statement.context
    label = f"{statement.label}/{statement.head}"
    signs = {
        "総額を表す語": 2.0 * bool(pattern("strong_total").search(before)),
        "経費を表す語": 1.0 * bool(pattern("total_cue").search(before)),
        "文中に経費を表す語": 0.5 * bool(pattern("total_cue").search(words.lead) and not pattern("total_cue").search(before)),
        "合計を表す語": 1.0 * bool(re.search(r"(?:合わせて|あわせて|合計|総計|総額|合計額|計)(?:で|は|が)?約?金?$", before)),
        "全期間を表す語": 1.0 * bool(pattern("whole_period").search(before + after[:10])),
        "経費の見出し": 1.0 * bool(pattern("budget_context").search(context)),
        "表の合計と同額": 3.0 * (table_total is not None and abs(money.yen - table_total) < money.precision),
        "国費の内訳が続く": 1.0 * bool(_BREAKDOWN.match(after) and re.search(r"国|補助", after)),
        "要する額とある": 1.0 * bool(_NEEDED.match(after)),
        "企業分を含む額": -3.0 * bool(re.search(r"[+＋]", words.lead) and re.search("企業|民間", words.sentence)),
        "規模が事業費らしくない": -4.0 * (not MIN_TOTAL <= money.yen <= MAX_TOTAL),
        "ほかの金額を表す語": -3.0 * bool(pattern("other_money").search(_near(before) + after[:8])),
        "他事業の語": -3.0 * bool(pattern("other_programme").search(before)),
        "額に含まないとある": -4.0 * bool(_outside(words.sentence, before, after, label)),
        "単年度の額": -1.0 * bool(pattern("per_year").search(before[-8:]) or _SINGLE_YEAR.search(before)),
        "ほかの事項の見出し": -1.0
        * bool(pattern("other_context").search(context) and not pattern("budget_context").search(label or context)),
        "他事業の見出し": -2.0 * bool(pattern("other_programme").search(context)),
    }
    return {name: weight for name, weight in signs.items() if weight}


def _near(before: str) -> str:
    """The words that can name what an amount is: the last two clauses before it."""
    return "、".join(re.split(r"[、。;；]", before)[-2:])[-30:]


def _outside(sentence: str, before: str, after: str, label: str) -> bool:
    if pattern("outside").search(label):
        return True
    if re.search(
        "別途|別枠|とは別|(?<!年度)(?<!月)別に(?!は)|こ(?:の|れら?の)(?:ほか|他|外)|(?:その|それ以外の)(?:ほか|他)に|これに加え", before
    ):
        return True
    match = pattern("outside").search(sentence)
    if match is None:
        return False
    return bool(pattern("outside").search(after)) or (sentence.find(before + after[:1]) > match.end() > 0 and "除" not in match.group())

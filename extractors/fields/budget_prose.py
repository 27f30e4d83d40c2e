"""Budget statements in running text and form cells: totals, payers' shares, amounts by year.

Each amount of money is a mention with signs for and against being the programme's own total; the signs are named, so
that a choice can be explained.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extractors.dates import find_fiscal_years
from extractors.fields.budget_words import Source, pattern, payer_of
from extractors.fields.statements import Statement
from extractors.money import Money, find_money
from extractors.values import Evidence

MIN_TOTAL = 3 * 10**8  # a regional programme's five years lie above this …
MAX_TOTAL = 2 * 10**10  # … and under this
TOTAL_THRESHOLD = 2.5
_QUOTE_CHARS = 120
_PREDICATE = re.compile(r"(?:は|が|を)(?=[^、]{1,30}、)")
_SINGLE_YEAR = re.compile(r"年度?(?:の|に|は|には|が|を|で|当初|予算|要求|分|金|[:：])*$")


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
        predicate = re.match(
            r"(?:は|を|が)([^。、]{1,16}?)(?:が|によって|により|から|として|で|の)?(?:負担|補助|要望|拠出|支出|充|賄|まかな)", self.after
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
    return tuple(m for s in statements for m in _mentions_of(s, years, table_total))


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
        signs = _signs(statement, one, before, after, whole, table_total)
        place = years_of(before, years, {})
        if place is not None and one.years == 1 and not (len(place) == len(years) and not _EACH.search(before)):
            signs["年度ごとの額"] = -2.5
        yield Mention(statement, one, sentence, before, after, max(depth, 0), signs)


def _signs(statement: Statement, money: Money, before: str, after: str, sentence: str, table_total: int | None) -> dict[str, float]:
    """Named signs for and against the amount being the programme's own total."""
    context = statement.context
    clause = before + after[:12]
    label = f"{statement.label}/{statement.head}"
    signs = {
        "総額を表す語": 2.0 * bool(pattern("strong_total").search(before)),
        "経費を表す語": 1.0 * bool(pattern("total_cue").search(before)),
        "文中に経費を表す語": 0.5
        * bool(pattern("total_cue").search(sentence.split(before + "")[0] if before else "") and not pattern("total_cue").search(before)),
        "合計を表す語": 1.0 * bool(re.search(r"(?:合わせて|あわせて|合計|総計|総額|合計額|計)(?:で|は|が)?約?金?$", before)),
        "全期間を表す語": 1.0 * bool(pattern("whole_period").search(before + after[:10])),
        "経費の見出し": 1.0 * bool(pattern("budget_context").search(context)),
        "表の合計と同額": 3.0 * (table_total is not None and abs(money.yen - table_total) < money.precision),
        "国費の内訳が続く": 1.0 * bool(re.match(r"[^。]{0,12}。?(?:その)?(?:内訳|うち)", after) and re.search(r"国|補助", after)),
        "規模が事業費らしくない": -4.0 * (not MIN_TOTAL <= money.yen <= MAX_TOTAL),
        "ほかの金額を表す語": -3.0 * bool(pattern("other_money").search(_near(before) + after[:8])),
        "他事業の語": -3.0 * bool(pattern("other_programme").search(before)),
        "額に含まないとある": -4.0 * bool(_outside(sentence, before, after, label)),
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
    if re.search("別途|別枠|とは別", before):
        return True
    match = pattern("outside").search(sentence)
    if match is None:
        return False
    return bool(pattern("outside").search(after)) or (sentence.find(before + after[:1]) > match.end() > 0 and "除" not in match.group())


# by year ---------------------------------------------------------------------------------------

_YEAR_WORDS = re.compile(
    r"(?P<first>初年度|初年|1年目|一年目|第1年度|第一年度|初年目)"
    r"|(?P<last>最終年度|最終年|5年目|五年目|第5年度|第五年度)"
    r"|(?P<rest>(?:その後|残り|残る|以後|以降|あと|他)の?(?:[1-4一二三四][かカヶ]?年(?:度|間)?|各?年度?)|(?:それ|翌年度?|次年度|次年|(?:2年目|二年目|2年度目|第2年度|第二年度)(?!から[3-5三四五]))(?:から|以降|以後|より))"
    r"|(?P<nth>(?:第)?[1-5一二三四五](?:年目|年度目|年次))"
    r"|(?P<all>毎年度?|各年度?|年額|各年|(?<![0-9一二三四五六七八九十か])年間各?|(?<=[はが、/])年約?$)"
)
_EACH = re.compile(r"各|毎|ずつ|年額|いずれも|それぞれ|年度ごと|年約?$")
_RANGE_BETWEEN = re.compile(r"^(?:から|より|[~〜～―－—–‐\-ー])")


@dataclass(frozen=True)
class YearStatement:
    """Amounts by fiscal year as a sentence gives them."""

    by_year: Mapping[int, Mention]
    complete: bool

    @property
    def total(self) -> int:
        return sum(m.yearly for m in self.by_year.values())


def years_in_prose(found: Sequence[Mention], years: Sequence[int]) -> YearStatement | None:
    """初年度4.2億円、2年目からは毎年4.95億円 and the like: the statement that covers the most years, None where none covers three."""
    best: YearStatement | None = None
    for group in _neighbouring(found):
        own = [m for m in group if m.payer is None and m.signs.get("他事業の語", 0) == 0 and m.signs.get("額に含まないとある", 0) == 0]
        told = _assigned(own, years)
        if len(told) >= 3 and (best is None or len(told) > len(best.by_year)):
            best = YearStatement(told, len(told) == len(years))
    return best


def _neighbouring(found: Sequence[Mention]) -> Iterator[list[Mention]]:
    """Mentions of one paragraph, or of list items that follow each other."""
    group: list[Mention] = []
    for mention in found:
        if group and not 0 <= mention.statement.index - group[-1].statement.index <= 1:
            yield group
            group = []
        group.append(mention)
    if group:
        yield group


def _assigned(group: Sequence[Mention], years: Sequence[int]) -> dict[int, Mention]:
    told: dict[int, Mention] = {}
    spread: list[Mention] = []
    for mention in group:
        place = () if mention.money.years > 1 else years_of(mention.before, years, told)
        if place is None or (len(place) == len(years) and not _EACH.search(mention.before)):
            continue
        if place == ():
            spread.append(mention)
        for year in place:
            told.setdefault(year, mention)
    if spread and (told or (len(spread) == 1 and spread[0].yearly * len(years) <= MAX_TOTAL)):
        for year in years:
            told.setdefault(year, spread[0])
    return told


def years_of(before: str, years: Sequence[int], told: Mapping[int, Mention]) -> tuple[int, ...] | None:
    """The years an amount is for, by the words before it; () = every year not told otherwise; None = no year."""
    text = before[-40:]
    words = list(_YEAR_WORDS.finditer(text))
    dates = [d for d in find_fiscal_years(text) if d.year in years]
    if dates and (not words or dates[-1].start > words[-1].start() or words[-1].lastgroup == "all"):
        return _dated(text, dates, years, told)
    if not words:
        return None
    kind = words[-1].lastgroup
    earlier = next((w.lastgroup for w in words[:-1] if w.lastgroup != "all"), None)
    kind = earlier if kind == "all" and earlier else kind
    if kind == "first":
        return (years[0],)
    if kind == "last":
        return (years[-1],)
    if kind == "nth":
        return _ordinal(text, [w for w in words if w.lastgroup in ("nth", "last", "first")], years, told)
    return ()


def _ordinal(text: str, words: Sequence[re.Match[str]], years: Sequence[int], told: Mapping[int, Mention]) -> tuple[int, ...]:
    """3年目は, 2年目から4年目は, 2年目以降: counted from the first year."""
    places = [_place(w, len(years)) for w in words]
    if len(words) >= 2 and _RANGE_BETWEEN.match(text[words[-2].end() :]):
        return tuple(years[places[-2] : places[-1] + 1])
    if re.match("から|以降|以後|より", text[words[-1].end() :]):
        return tuple(y for y in years[places[-1] :] if y not in told)
    return (years[places[-1]],)


def _place(word: re.Match[str], count: int) -> int:
    if word.lastgroup in ("first", "last"):
        return 0 if word.lastgroup == "first" else count - 1
    digit = re.sub(r"\D", "", word.group().translate(str.maketrans("一二三四五", "12345")))
    return min(int(digit[:1]), count) - 1


def _dated(text: str, dates: Sequence[object], years: Sequence[int], told: Mapping[int, Mention]) -> tuple[int, ...]:
    from extractors.dates import EraDate

    marks = [d for d in dates if isinstance(d, EraDate)]
    if len(marks) >= 2 and _RANGE_BETWEEN.match(text[marks[-2].end :].lstrip("年度")):
        return tuple(y for y in years if marks[-2].year <= y <= marks[-1].year)
    last = marks[-1]
    following = text[last.end :]
    if re.match(r"(?:から|以降|以後|より)", following):
        return tuple(y for y in years if y >= last.year and y not in told)
    joined = [last.year]
    for before, after in zip(reversed(marks[:-1]), reversed(marks[1:]), strict=True):
        if not re.fullmatch(r"(?:年度)?(?:及び|と|、|,|・|並びに)?", text[before.end : after.start]):
            break
        joined.append(before.year)
    return tuple(sorted(joined))

"""Cells of programme lists as people write them: fiscal years, periods, money."""

from __future__ import annotations

import re
import unicodedata

ERAS = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988, "昭和": 1925, "S": 1925}
YEAR = re.compile(r"(令和|平成|昭和|[RHS])\s*\.?(\d{1,2}|元)|((?:19|20)\d{2})")
UNITS = {"円": 1, "千円": 1_000, "万円": 10_000, "百万円": 1_000_000, "億円": 100_000_000, "兆円": 1_000_000_000_000}
MONEY = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*(兆|億|百万|万|千)?円?")
FACTORS = {"兆": 10**12, "億": 10**8, "百万": 10**6, "万": 10**4, "千": 10**3, None: 1}
NOT_SAID = {"", "-", "ー", "―", "—", "不明", "なし", "終了予定なし", "未定", "n/a"}
FIRST_YEAR, LAST_YEAR = 1868, 2100


def plain(cell: object) -> str:
    return unicodedata.normalize("NFKC", str(cell if cell is not None else "")).strip()


def read_year(cell: object) -> int | None:
    """A fiscal year's western year: "平成14年度", "H14", "2002", "2002年度", 2002.0. None where nothing is said; ValueError else."""
    text = plain(cell)
    if text.lower() in NOT_SAID:
        return None
    match = YEAR.search(text)
    if not match:
        raise ValueError(f"年度「{text}」を読めません")
    year = int(match[3]) if match[3] else ERAS[match[1]] + (1 if match[2] == "元" else int(match[2]))
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"年度「{text}」は範囲の外です")
    return year


def read_period(cell: object) -> tuple[int | None, int | None]:
    """First and last fiscal year of a period: "平成13年度～平成15年度", "平成13～15年度", "H13-15", "2001–2003"."""
    text = plain(cell)
    if text.lower() in NOT_SAID:
        return None, None
    start, _, end = re.sub(r"[~〜～ー―—–-]|から", "~", text, count=1).partition("~")
    first = read_year(start)
    if not end.strip():
        return first, None
    if YEAR.search(end):
        return first, read_year(end)
    bare = re.search(r"\d{1,2}", end)
    era = YEAR.search(start)
    if not bare or not era:
        return first, None
    return first, (ERAS[era[1]] + int(bare[0]) if era[1] else (first or 0) // 100 * 100 + int(bare[0]))


def read_yen(cell: object, factor: int = 1) -> int | None:
    """An amount in yen: "120百万円", "1億2,000万円", "78,000" with the column's ``factor``. Negative or unreadable: ValueError."""
    text = plain(cell).replace(" ", "")
    if text.lower() in NOT_SAID:
        return None
    if text.startswith(("-", "▲", "△")):
        raise ValueError(f"金額「{text}」が負です")
    parts = list(MONEY.finditer(text))
    if not parts:
        raise ValueError(f"金額「{text}」を読めません")
    own_unit = any(p[2] for p in parts) or "円" in text
    total = sum(float(p[1].replace(",", "")) * FACTORS[p[2]] for p in parts) if own_unit else float(parts[0][1].replace(",", "")) * factor
    return round(total)


def unit_factor(head: str) -> int:
    """The unit a column's head names in brackets: "予算額（千円）" is 1,000."""
    match = re.search(r"[(\[]\s*(?:単位[::]?)?\s*((?:兆|億|百万|万|千)?円)\s*[)\]]", plain(head))
    return UNITS[match[1]] if match else 1

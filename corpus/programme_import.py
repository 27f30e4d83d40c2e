"""Programme lists people bring: CSV, Excel, the official 行政事業レビュー downloads. Validated whole, every fault at once."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, TextIO

import yaml

from corpus.errors import CorpusError
from corpus.programme_values import plain, read_period, read_year, read_yen, unit_factor
from corpus.programmes import DATA, ListVersion, Programme

ENCODINGS = ("utf-8-sig", "cp932")
EXCEL = {".xlsx", ".xlsm"}
MAX_CELL = 10_000_000
READ = 1 << 20  # characters
TEXTS = ("kind", "region", "prefecture", "domain", "institution", "ministry", "source")
STATE_OF_YEAR = re.compile(r"(?:前年度|当年度|翌年度|新規|継続)[^ ]{0,4}事業")  # the review's 事業区分: no kind of programme
STORED = "programmes.sqlite"  # in the folder of a list that was imported to be kept on disk
ORIGINS = "origins.json"  # beside it: the files its lists were imported from
Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class ImportResult:
    """``duplicates`` were left out: (kept id, dropped id). ``faults`` is empty unless the import was lenient."""

    programmes: tuple[Programme, ...]
    version: ListVersion
    columns: Mapping[str, str]  # field → column as printed
    duplicates: tuple[tuple[str, str], ...] = ()
    faults: tuple[str, ...] = ()


def import_file(
    path: Path, mapping: Path | Mapping[str, str] | None = None, *, name: str = "", dated: date | None = None, strict: bool = True
) -> ImportResult:
    """A list's programmes. ``mapping``: field → column (or a YAML or JSON file of it), before the known names.

    Raises CorpusError with every fault, or with ``strict`` False leaves the faulty rows out and tells the faults.
    ``name`` of the list defaults to the file's; ``dated`` to the file's own date; the version is the file's digest.
    """
    path, name = Path(path), name or Path(path).stem
    heads: list[str]
    rows: Iterable[Row]
    heads, rows = _read_excel(path) if path.suffix.lower() in EXCEL else _read_csv(path)
    columns = match_columns(heads, _mapping(mapping), path.name)
    programmes, faults = _read_rows(rows, columns, name)
    if faults and (strict or not programmes):
        raise CorpusError(path.name, faults)
    kept, duplicates = drop_duplicates(programmes)
    stamp = dated or date.fromtimestamp(path.stat().st_mtime)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
    return ImportResult(kept, ListVersion(name, digest, stamp.isoformat(), len(kept)), columns, duplicates, tuple(faults))


def import_files(paths: Sequence[Path], mapping: Path | Mapping[str, str] | None = None) -> tuple[ImportResult, ...]:
    """Several lists at once; a programme that stands in two of them stays in the first. Raises CorpusError with the faults of all."""
    results: list[ImportResult] = []
    errors: list[CorpusError] = []
    for path, name in zip(paths, list_names(paths), strict=True):
        try:
            results.append(import_file(path, mapping, name=name))
        except CorpusError as error:
            errors.append(error)
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise CorpusError("既存事業一覧", [f"{error.file}：{fault}" for error in errors for fault in error.faults])
    return _apart(results)


def files_and_folders(names: Iterable[str | Path]) -> tuple[list[Path], list[Path]]:
    """Lists named by people: files to be read, and folders that lists were imported into. Raises CorpusError: another folder."""
    paths = [Path(name) for name in names]
    folders = [path for path in paths if path.is_dir()]
    faults = [f"「{folder}」は取り込んだ一覧のフォルダではありません。" for folder in folders if not (folder / STORED).is_file()]
    if faults:
        raise CorpusError("既存事業一覧", faults)
    return [path for path in paths if path not in folders], folders


def list_files(lists: Iterable[str | Path]) -> dict[str, Path]:
    """The files of the lists named, by the names that their programmes' ids begin with; of a folder those it was imported from."""
    paths = [Path(path) for path in lists]
    files = [path for path in paths if not path.is_dir()]
    kept = {name: file for folder in paths if folder.is_dir() for name, file in _origins(folder).items() if file.is_file()}
    return {**kept, **dict(zip(list_names(files), files, strict=True))}


def keep_origins(folder: Path, files: Mapping[str, Path]) -> None:
    """Writes down which files the folder's lists were imported from, beside those known before."""
    told = {name: str(file.resolve()) for name, file in {**_origins(folder), **files}.items()}
    (folder / ORIGINS).write_text(json.dumps(told, ensure_ascii=False, indent=1), "utf-8")


def _origins(folder: Path) -> dict[str, Path]:
    if not (folder / ORIGINS).is_file():
        return {}
    return {name: Path(file) for name, file in json.loads((folder / ORIGINS).read_text("utf-8")).items()}


def list_names(paths: Sequence[Path]) -> list[str]:
    """Each file's own name; with its folder's, then a number, where two are called the same."""
    names: list[str] = []
    for path in paths:
        wanted = (path.stem, f"{path.resolve().parent.name}-{path.stem}")
        names.append(next((n for n in wanted if n not in names), f"{path.stem}-{len(names) + 1}"))
    return names


def _apart(results: Iterable[ImportResult]) -> tuple[ImportResult, ...]:
    """The lists without what an earlier one holds."""
    seen: dict[tuple[object, ...], str] = {}
    out: list[ImportResult] = []
    for result in results:
        own = {identity(p): p for p in result.programmes}
        twice = tuple((seen[key], p.id) for key, p in own.items() if key in seen)
        kept = tuple(p for key, p in own.items() if key not in seen)
        seen |= {key: p.id for key, p in own.items() if key not in seen}
        version = replace(result.version, rows=len(kept))
        out.append(replace(result, programmes=kept, version=version, duplicates=(*result.duplicates, *twice)))
    return tuple(out)


def _read_csv(path: Path) -> tuple[list[str], Iterator[Row]]:
    """The heads, and the rows one by one: a list may be longer than memory is wide."""
    csv.field_size_limit(MAX_CELL)
    encoding = _encoding(path)
    with _opened(path, encoding) as file:
        heads = list(csv.DictReader(file).fieldnames or ())
    return heads, _csv_rows(path, encoding)


def _csv_rows(path: Path, encoding: str) -> Iterator[Row]:
    with _opened(path, encoding) as file:
        for row in csv.DictReader(file):
            yield {str(k): v for k, v in row.items() if k is not None}


@contextmanager
def _opened(path: Path, encoding: str) -> Iterator[TextIO]:
    """The CSV as text; of a ZIP (the official downloads come as such) the one CSV in it."""
    if path.suffix.lower() != ".zip":
        with path.open(encoding=encoding, newline="") as file:
            yield file
        return
    with zipfile.ZipFile(path) as archive:
        inside = [name for name in archive.namelist() if name.lower().endswith(".csv")]
        if len(inside) != 1:
            raise CorpusError(path.name, [f"ZIPの中のCSVが{len(inside)}件です。1件だけ入ったものを指定してください。"])
        with archive.open(inside[0]) as raw, io.TextIOWrapper(raw, encoding, newline="") as file:
            yield file


def _encoding(path: Path) -> str:
    """The first of the known encodings that the whole file is valid in."""
    for encoding in ENCODINGS:
        try:
            with _opened(path, encoding) as file:
                while file.read(READ):
                    pass
            return encoding
        except UnicodeDecodeError:
            continue
        except OSError as error:
            raise CorpusError(path.name, [f"ファイルを開けません：{error.strerror}"]) from error
        except zipfile.BadZipFile as error:
            raise CorpusError(path.name, ["ZIPファイルとして開けません。"]) from error
    raise CorpusError(path.name, ["文字コードが UTF-8 でも Shift_JIS でもありません。"])


def _read_excel(path: Path) -> tuple[list[str], list[Row]]:
    import openpyxl  # heavy, and only Excel lists need it

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except Exception as error:  # openpyxl raises KeyError, BadZipFile and others on broken files
        raise CorpusError(path.name, [f"Excelファイルとして開けません：{error}"]) from error
    table = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
    book.close()
    start = next((i for i, row in enumerate(table) if sum(cell not in (None, "") for cell in row) >= 2), None)
    if start is None:
        raise CorpusError(path.name, ["見出しの行がありません。"])
    heads = [str(cell or "") for cell in table[start]]
    body = [row for row in table[start + 1 :] if any(cell not in (None, "") for cell in row)]
    return heads, [dict(zip(heads, row, strict=False)) for row in body]


def _mapping(mapping: Path | Mapping[str, str] | None) -> Mapping[str, str]:
    if mapping is None or isinstance(mapping, Mapping):
        return mapping or {}
    raw = yaml.safe_load(Path(mapping).read_text("utf-8"))  # JSON is YAML
    if not isinstance(raw, dict):
        raise CorpusError(Path(mapping).name, ["「項目名: 列名」の形で書いてください。"])
    return {str(k): str(v) for k, v in raw.items()}


def _key(head: str) -> str:
    return re.sub(r"\s+", "", plain(head)).lower()


def _without_unit(head: str) -> str:
    return re.sub(r"[(\[](?:単位:?)?(?:兆|億|百万|万|千)?円[)\]]$", "", _key(head))


def match_columns(heads: Sequence[str], mapping: Mapping[str, str], file: str) -> dict[str, str]:
    """Field → column, by the mapping first and by the known names after it. Raises CorpusError."""
    known: dict[str, list[str]] = yaml.safe_load((DATA / "columns.yaml").read_text("utf-8"))
    faults = [f"対応表の項目「{field}」は知られていません。" for field in mapping if field not in known]
    faults += [f"対応表の列「{column}」がファイルにありません。" for column in mapping.values() if column not in heads]
    found = dict(mapping)
    for field, names in known.items():
        forms = {_key(str(name)): rank for rank, name in enumerate(names)}
        hits = [(forms[_without_unit(h)], i, h) for i, h in enumerate(heads) if h not in found.values() and _without_unit(h) in forms]
        if field not in found and hits:
            found[field] = min(hits)[2]
    if "name" not in found:
        faults.append(f"事業名の列が見つかりません（列：{'、'.join(h for h in heads if h) or 'なし'}）。対応表で指定してください。")
    if faults:
        raise CorpusError(file, faults)
    return found


def _read_rows(rows: Iterable[Row], columns: Mapping[str, str], list_name: str) -> tuple[list[Programme], list[str]]:
    programmes: list[Programme] = []
    faults: list[str] = []
    for number, row in enumerate(rows, 2):
        programme, wrong = _read_row(row, columns, number, list_name)
        faults += [f"{number}行目：{fault}" for fault in wrong]
        if programme and not wrong:
            programmes.append(programme)
    if not programmes and not faults:
        faults.append("事業が1件もありません。")
    return programmes, faults


def _read_row(row: Row, columns: Mapping[str, str], number: int, list_name: str) -> tuple[Programme | None, list[str]]:
    faults: list[str] = []

    def cell(field: str) -> object:
        return row.get(columns[field]) if field in columns else None

    def parsed(read: Callable[..., Any], field: str, *more: object) -> Any:
        try:
            return read(cell(field), *more)
        except ValueError as error:
            faults.append(f"{error}（列「{columns[field]}」）。")
            return (None, None) if read is read_period else None

    name = " ".join(plain(cell("name")).split())
    if not name:
        return None, ["事業名が空です。"]
    period = parsed(read_period, "period") if "period" in columns else (None, None)
    start, end = parsed(read_year, "start_fy") or period[0], parsed(read_year, "end_fy") or period[1]
    budget = parsed(read_yen, "budget_yen", unit_factor(columns.get("budget_yen", "")))
    if start and end and end < start:
        faults.append(f"終了年度（{end}）が開始年度（{start}）より前です。")
    texts: dict[str, Any] = {field: " ".join(plain(cell(field)).split()) for field in TEXTS}
    if STATE_OF_YEAR.fullmatch(texts["kind"]):
        texts["kind"] = ""
    summary = " ".join(part for field in ("summary", "purpose") if (part := " ".join(plain(cell(field)).split())))
    lists: dict[str, Any] = {field: _names(cell(field)) for field in ("partners", "people")}
    own = plain(cell("id")).removesuffix(".0")
    programme = Programme(
        id=f"{list_name}:{own or number}", name=name, start_fy=start, end_fy=end, budget_yen=budget, summary=summary,
        list_name=list_name, **texts, **lists,
    )  # fmt: skip
    return programme, faults


def _names(cell: object) -> tuple[str, ...]:
    return tuple(part.strip() for part in re.split(r"[;、\n]", plain(cell)) if part.strip())


def drop_duplicates(programmes: Sequence[Programme]) -> tuple[tuple[Programme, ...], tuple[tuple[str, str], ...]]:
    """One of each: same name, place, ministry, institution and first year. The fullest row stays; ids are made distinct."""
    best: dict[tuple[object, ...], Programme] = {}
    dropped: list[tuple[str, str]] = []
    for programme in programmes:
        key = identity(programme)
        other = best.get(key)
        if other is None:
            best[key] = programme
            continue
        keep, drop = (programme, other) if len(programme.summary) > len(other.summary) else (other, programme)
        best[key] = keep
        dropped.append((keep.id, drop.id))
    return _distinct_ids(best.values()), tuple(dropped)


NAME_MARKS = re.compile(r"[\s・()「」『』〔〕\[\]<>]")


def identity(p: Programme) -> tuple[object, ...]:
    """Equal for the rows of one programme in several lists: name, place, ministry, institution and first year."""
    return (*(NAME_MARKS.sub("", plain(part)) for part in (p.name, p.region, p.prefecture, p.ministry, p.institution)), p.start_fy)


def _distinct_ids(programmes: Iterable[Programme]) -> tuple[Programme, ...]:
    seen: dict[str, int] = {}
    out: list[Programme] = []
    for programme in programmes:
        count = seen[programme.id] = seen.get(programme.id, 0) + 1
        out.append(programme if count == 1 else replace(programme, id=f"{programme.id}#{count}"))
    return tuple(out)

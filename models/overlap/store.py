"""Programmes on disk, for lists too long to hold in memory: rows in SQLite, vectors in ``VectorIndex``, grown by adding.

Blocking takes a few hundred programmes out for one proposal (same prefecture, named in it, nearest in field); they are then
compared like any others. Vectors are only appended: what is taken out leaves a dead row behind in their files.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np

from corpus.errors import CorpusError
from corpus.programme_import import STORED
from corpus.programmes import ListVersion, Programme, programme_text
from corpus.regions import locate
from extractors.view import squash
from models.embedding import Embedder, space_of
from models.overlap.ann import VectorIndex
from models.overlap.index import SAMPLE, ProgrammeIndex, Rows, TermCounts, area_of, short_text
from models.overlap.likeness import Background, ProposalVectors, Vector, background, centred, nearest_rows

TEXTS, NAMES = "texts", "names"
CHUNK = 5_000  # rows written at a time: an import that was cut off goes on from the last of them
NEAREST = 60  # by likeness of field, wherever they run
LOCAL = 100  # of one prefecture
AROUND = 2_000  # of which a search ranks by words and names too
SCHEMA = """
CREATE TABLE IF NOT EXISTS programmes (row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, list TEXT NOT NULL, name TEXT NOT NULL,
    vectors BLOB NOT NULL, digest BLOB NOT NULL, record TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS by_name ON programmes (name);
CREATE INDEX IF NOT EXISTS by_list ON programmes (list);
CREATE TABLE IF NOT EXISTS places (prefecture TEXT NOT NULL, row INTEGER NOT NULL, PRIMARY KEY (prefecture, row)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS lists (name TEXT PRIMARY KEY, version TEXT NOT NULL, dated TEXT NOT NULL, rows INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Stored:
    """What adding a list came to, in programmes. ``removed``: of the same list's version before."""

    new: int
    changed: int
    unchanged: int
    removed: int


@dataclass(eq=False)
class ProgrammeStore:
    """One folder. Rows are counted as they were added and are the rows of the vectors."""

    folder: Path
    texts: VectorIndex
    names: VectorIndex
    _local: dict[str, Rows] = field(default_factory=dict)

    @classmethod
    def create(cls, folder: Path, embedder: Embedder) -> ProgrammeStore:
        """The store of the folder, an empty one where there is none yet. Raises CorpusError: made with another model."""
        if (folder / STORED).is_file():
            return cls.open(folder, embedder.id)
        mean = background(embedder).mean
        texts, names = (VectorIndex.create(folder / part, len(mean), mean, coded=part == TEXTS) for part in (TEXTS, NAMES))
        store = cls(folder, texts, names)
        with closing(store._connect()) as db, db:
            db.executescript(SCHEMA)
            db.executemany("INSERT INTO facts VALUES (?, ?)", [("model", embedder.id), ("rows", "0")])
        return store

    @classmethod
    def open(cls, folder: Path, model_id: str) -> ProgrammeStore:
        """Raises CorpusError: made with another embedding model."""
        store = cls(folder, VectorIndex.open(folder / TEXTS), VectorIndex.open(folder / NAMES))
        if space_of(own := store._fact("model")) != space_of(model_id):
            raise CorpusError(folder.name, [f"埋め込みモデル「{own}」で取り込まれています。もう一度取り込んでください。"])
        return store

    def __len__(self) -> int:
        with closing(self._connect()) as db:
            return int(db.execute("SELECT COUNT(*) FROM programmes").fetchone()[0])

    @cached_property
    def versions(self) -> tuple[ListVersion, ...]:
        with closing(self._connect()) as db:
            return tuple(ListVersion(*row) for row in db.execute("SELECT name, version, dated, rows FROM lists ORDER BY rowid"))

    @property
    def lists(self) -> tuple[str, ...]:
        return tuple(version.name for version in self.versions)

    @cached_property
    def terms(self) -> TermCounts:
        told = json.loads(self._fact("terms") or '{"counts": {}, "total": 0}')
        return TermCounts(told["counts"], told["total"])

    def _connect(self) -> sqlite3.Connection:
        return sqlite3.connect(self.folder / STORED, timeout=30)

    def _fact(self, name: str) -> str:
        with closing(self._connect()) as db:
            found = db.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return str(found[0]) if found else ""

    # adding ------------------------------------------------------------------------------------

    def add(
        self, programmes: Sequence[Programme], version: ListVersion, embedder: Embedder, progress: Progress = lambda *_: None
    ) -> Stored:
        """Puts a list in, in place of its version before; only what is new or says something else is embedded.

        The programmes are those of one list (``list_name`` is ``version.name``) and their ids are distinct.
        """
        self._settle()
        with closing(self._connect()) as db:
            found = db.execute("SELECT id, row, vectors, digest FROM programmes WHERE list = ?", (version.name,))
            known: dict[str, tuple[int, bytes, bytes]] = {i: (row, vectors, digest) for i, row, vectors, digest in found}
            fresh = [p for p in programmes if p.id not in known or known[p.id][1] != vector_digest(p)]
            told = [p for p in programmes if p.id in known and known[p.id][1] == vector_digest(p) and known[p.id][2] != digest_of(p)]
            gone = known.keys() - {p.id for p in programmes}
            with db:
                _delete(db, [known[i][0] for i in (*gone, *(p.id for p in fresh if p.id in known))])
                _replace(db, [(known[p.id][0], p) for p in told])
            for start in range(0, len(fresh), CHUNK):
                self._append(db, fresh[start : start + CHUNK], embedder)
                progress(min(start + CHUNK, len(fresh)), len(fresh))
            self._finish(db, version)
        new = sum(p.id not in known for p in fresh)
        changed = len(fresh) - new + len(told)
        return Stored(new, changed, len(programmes) - new - changed, len(gone))

    def _append(self, db: sqlite3.Connection, programmes: Sequence[Programme], embedder: Embedder) -> None:
        """Vectors first: rows are committed only when both their vectors are there."""
        first = len(self.texts)
        self.names.add(embedder.encode([short_text(p) for p in programmes], keep=False))
        self.texts.add(embedder.encode([programme_text(p) for p in programmes], keep=False))
        with db:
            rows = list(enumerate(programmes, first))
            db.executemany("INSERT INTO programmes VALUES (?, ?, ?, ?, ?, ?, ?)", (_record(row, p) for row, p in rows))
            db.executemany("INSERT INTO places VALUES (?, ?)", _places(rows))
            db.execute("UPDATE facts SET value = ? WHERE name = 'rows'", (str(len(self.texts)),))

    def _finish(self, db: sqlite3.Connection, version: ListVersion) -> None:
        self.texts.flush()
        step = max(1, len(self.texts) // SAMPLE)
        sample = [_programme(r[0]) for r in db.execute("SELECT record FROM programmes WHERE row % ? = 0", (step,))]
        counted = TermCounts.of(sample)
        with db:
            db.execute("INSERT OR REPLACE INTO lists VALUES (?, ?, ?, ?)", (version.name, version.version, version.dated, version.rows))
            told = json.dumps({"counts": dict(counted.counts), "total": counted.total}, ensure_ascii=False)
            db.execute("INSERT OR REPLACE INTO facts VALUES ('terms', ?)", (told,))
        self._local.clear()
        for name in ("versions", "terms"):
            self.__dict__.pop(name, None)

    def _settle(self) -> None:
        """Drops vectors whose rows were never committed."""
        rows = int(self._fact("rows"))
        self.texts.truncate(rows)
        self.names.truncate(rows)

    # taking out --------------------------------------------------------------------------------

    def block(self, prefectures: Iterable[str], titles: Iterable[str], vectors: ProposalVectors, ground: Background) -> ProgrammeIndex:
        """The programmes one proposal is compared with: of its prefectures, named by ``titles``, nearest in field anywhere."""
        rows = [self._nearest_in(p, vectors, ground) for p in prefectures]
        rows += [self._named(titles), self.texts.nearest(vectors.focus, NEAREST)[0]]
        return self.subset(np.unique(np.concatenate(rows)).astype(np.intp))

    def around(self, vector: Vector, region: str = "", count: int = AROUND) -> ProgrammeIndex:
        """The programmes nearest to a text's vector; ``region``: of its prefectures only."""
        if not region:
            query = centred(vector[None, :], self.texts.mean)
            return self.subset(np.sort(self.texts.nearest(query, count, top=1)[0]))
        rows = np.concatenate([np.zeros(0, np.intp), *(self._rows_in(p) for p in locate(region).prefectures)])
        if len(rows) > count:
            likeness = self.texts.compared(rows) @ centred(vector[None, :], self.texts.mean)[0]
            rows = rows[np.argpartition(likeness, len(rows) - count)[-count:]]
        return self.subset(np.unique(rows))

    def subset(self, rows: Rows) -> ProgrammeIndex:
        """The living programmes of these rows (ascending) with their vectors."""
        with closing(self._connect()) as db:
            query = "SELECT row, record FROM programmes WHERE row IN (SELECT value FROM json_each(?)) ORDER BY row"
            found = db.execute(query, (json.dumps(rows.tolist()),)).fetchall()
        kept = np.array([row for row, _ in found], dtype=np.intp)
        programmes = tuple(_programme(record) for _, record in found)
        texts, names = (np.asarray(part.vectors[kept], dtype=np.float32) for part in (self.texts, self.names))
        return ProgrammeIndex(programmes, texts, names, "", self.lists, self.terms)

    def _nearest_in(self, prefecture: str, vectors: ProposalVectors, ground: Background) -> Rows:
        rows = self._rows_in(prefecture)
        if len(rows) <= LOCAL:
            return rows
        return rows[nearest_rows(vectors, self.texts.vectors[rows], ground, LOCAL)]

    def _rows_in(self, prefecture: str) -> Rows:
        if prefecture not in self._local:
            with closing(self._connect()) as db:
                found = db.execute("SELECT row FROM places WHERE prefecture = ? ORDER BY row", (prefecture,))
                self._local[prefecture] = np.array([row for (row,) in found], dtype=np.intp)
        return self._local[prefecture]

    def _named(self, titles: Iterable[str]) -> Rows:
        keys = json.dumps([squash(title) for title in titles])
        with closing(self._connect()) as db:
            found = db.execute("SELECT row FROM programmes WHERE name IN (SELECT value FROM json_each(?))", (keys,)).fetchall()
        return np.array([row for (row,) in found], dtype=np.intp)


def vector_digest(programme: Programme) -> bytes:
    """Equal where the vectors are."""
    return _digest(f"{short_text(programme)}\0{programme_text(programme)}")


def digest_of(programme: Programme) -> bytes:
    return _digest(repr(programme))


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _record(row: int, p: Programme) -> tuple[int, str, str, str, bytes, bytes, str]:
    told = {key: value for key, value in asdict(p).items() if value not in ("", None, ())}
    return row, p.id, p.list_name, squash(p.name), vector_digest(p), digest_of(p), json.dumps(told, ensure_ascii=False)


def _programme(record: str) -> Programme:
    told = json.loads(record)
    for key in ("partners", "people"):
        told[key] = tuple(told.get(key, ()))
    return Programme(**told)


def _places(rows: Iterable[tuple[int, Programme]]) -> Iterator[tuple[str, int]]:
    return ((prefecture, row) for row, p in rows for prefecture in area_of(p).prefectures)


def _delete(db: sqlite3.Connection, rows: Sequence[int]) -> None:
    gone = json.dumps(rows)
    db.execute("DELETE FROM places WHERE row IN (SELECT value FROM json_each(?))", (gone,))
    db.execute("DELETE FROM programmes WHERE row IN (SELECT value FROM json_each(?))", (gone,))


def _replace(db: sqlite3.Connection, rows: Sequence[tuple[int, Programme]]) -> None:
    _delete(db, [row for row, _ in rows])
    db.executemany("INSERT INTO programmes VALUES (?, ?, ?, ?, ?, ?, ?)", (_record(row, p) for row, p in rows))
    db.executemany("INSERT INTO places VALUES (?, ?)", _places(rows))

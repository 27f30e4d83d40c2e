"""Vectors on disk, by content, model and settings: nothing is embedded twice."""

from __future__ import annotations

import hashlib
import logging
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

log = logging.getLogger(__name__)

Vector = NDArray[np.float32]
CHUNK = 500  # SQLite's default limit of bound variables is 999 in old builds
WAIT_SECONDS = 30.0


def vector_key(model_id: str, text: str) -> bytes:
    """``model_id`` names the model with every setting that changes its vectors; ``text`` is what it is fed."""
    return hashlib.blake2b(f"{model_id}\0{text}".encode("utf-8", "surrogatepass"), digest_size=16).digest()


class VectorCache:
    """One SQLite file that several processes may use at once. A file that cannot be used is passed over with a warning."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=WAIT_SECONDS)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL) WITHOUT ROWID")
        return connection

    def get(self, keys: Sequence[bytes]) -> dict[bytes, Vector]:
        """The vectors that are there (float32, one dimension)."""
        found: dict[bytes, Vector] = {}
        try:
            with closing(self._connect()) as connection:
                for start in range(0, len(keys), CHUNK):
                    part = keys[start : start + CHUNK]
                    marks = ",".join("?" * len(part))
                    for key, blob in connection.execute(f"SELECT key, vector FROM vectors WHERE key IN ({marks})", part):
                        found[bytes(key)] = np.frombuffer(blob, dtype=np.float32)
        except sqlite3.Error as error:
            log.warning("ベクトルの保存ファイル %s を読めません（%s）。計算し直します。", self.path, error)
        return found

    def put(self, vectors: Mapping[bytes, Vector]) -> None:
        try:
            with closing(self._connect()) as connection, connection:
                connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", _rows(vectors.items()))
        except sqlite3.Error as error:
            log.warning("ベクトルを %s に保存できません（%s）。", self.path, error)


def _rows(items: Iterable[tuple[bytes, Vector]]) -> Iterable[tuple[bytes, bytes]]:
    return ((key, np.ascontiguousarray(vector, dtype=np.float32).tobytes()) for key, vector in items)

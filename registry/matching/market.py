"""Both sides as this process has them at present: made when first asked for, then kept until something changes."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from threading import RLock
from typing import Any

import numpy as np
from flask import Flask, current_app

from registry.catalogue.search.following import current_index, current_names
from registry.catalogue.search.index import Index
from registry.catalogue.search.reading import documents_of
from registry.db import now
from registry.matching.experience import Past, Resemblance, degrees, lengths_of, with_refusals
from registry.matching.likeness import Likeness, Rarities
from registry.matching.projects import Projects
from registry.matching.queries import evidence_by_partner, last_evidence
from registry.matching.reading import Vocabulary, read_vocabulary, read_wishes
from registry.matching.scoring import Numbers
from registry.matching.wishes import Wish, Wishes
from registry.partners.changes import SERIES as PARTNERS
from registry.partners.changes import changed_after
from registry.partners.checks.queries import blocked_partner_ids
from registry.projects.changes import change_numbers
from registry.reference.loading import SERIES as LISTS
from registry.reference.queries import last_numbers

#: Past projects of one organisation that count, the newest.
MOST_PAST = 12
#: Past projects of all that say what is usual, the newest; they are drawn anew when evidence grew by this part.
MOST_USUAL, USUAL_GROWS = 60, 0.1
#: Past projects whose likeness to all is kept in memory: 0.4 MB each where there are 100,000.
MOST_KEPT = 50
#: Past projects whose terms are kept in memory: some kB each.
MOST_PASTS_KEPT = 5000
READ_AT_ONCE = 500
#: More changed organisations than these are read with all others.
MOST_READ_ANEW = 500
_NAME = "registry.matching"


class Market:
    """What this process keeps of both sides."""

    def __init__(self) -> None:
        self._turn = RLock()
        self._kept: dict[str, tuple[Any, Any]] = {}
        #: how much every project is like past ones on the whole, of which arrays, and up to which evidence
        self._usual: tuple[Numbers, Any, int] | None = None

    def _keep(self, name: str, state: Any, make: Callable[[], Any]) -> Any:
        """What was made for this state, made anew when the state is another one."""
        known = self._kept.get(name)
        if known is None or known[0] != state:
            with self._turn:
                known = self._kept.get(name)
                if known is None or known[0] != state:
                    known = self._kept[name] = state, make()
        return known[1]

    def vocabulary(self) -> Vocabulary:
        """The lists as bits."""
        state = (last_numbers(LISTS), now().date())
        found: Vocabulary = self._keep("vocabulary", state, read_vocabulary)
        return found

    def projects(self) -> Projects:
        """The published projects."""
        index, vocabulary, today = current_index(), self.vocabulary(), now().date()
        # The index itself is the state: it is immutable, and another one after every change.
        state = (_Same(index), _Same(vocabulary), today)
        found: Projects = self._keep("projects", state, lambda: Projects.of(index, vocabulary.orders, today))
        return found

    def rarities(self, index: Index) -> Rarities:
        """How rare terms are; as long as an index only has changes added, what is known of its arrays serves."""
        found: Rarities = self._keep("rarities", _arrays(index), lambda: Rarities(index))
        found.postings = index.postings
        return found

    def wishes(self) -> Wishes:
        """All organisations; only those that changed are read again."""
        vocabulary, number = self.vocabulary(), last_numbers(PARTNERS)[0]
        each: dict[int, Wish] = self._keep("each", _Same(vocabulary), dict)
        found: Wishes = self._keep(
            "wishes", (number, _Same(vocabulary)), lambda: Wishes.of(self._read_wishes(each, vocabulary, number))
        )
        return found

    def _read_wishes(self, each: dict[int, Wish], vocabulary: Vocabulary, number: int) -> list[Wish]:
        """`each` holds what was read before, under the number 0 of the last change it knows of."""
        last: int = self._kept.get("wishes-number", (0, -1))[1] if each else -1
        changed = [partner_id for partner_id, _number in changed_after(last)] if each else None
        if changed is not None and len(changed) > MOST_READ_ANEW:
            changed = None
        fresh = {wish.id: wish for wish in read_wishes(vocabulary, blocked_partner_ids(), changed)}
        for partner_id in changed if changed is not None else list(each):
            each.pop(partner_id, None)
        each.update(fresh)
        self._kept["wishes-number"] = (0, number)
        return [each[partner_id] for partner_id in sorted(each)]

    def likeness(self, wishes: Wishes, index: Index) -> Likeness:
        """The words of all organisations beside all projects."""
        found: Likeness = self._keep(
            "likeness",
            (_Same(wishes), _arrays(index)),
            lambda: Likeness.of([wish.words for wish in wishes.each], index, self.rarities(index)),
        )
        return replace(found, index=index)

    def resemblance(self, index: Index) -> Resemblance:
        """How projects resemble past ones."""
        lengths: Numbers = self._keep("lengths", _arrays(index), lambda: lengths_of(index))
        found: Resemblance = self._keep(
            "resemblance", _Same(index), lambda: Resemblance(index, self.rarities(index), lengths)
        )
        return found

    def past(self, project_ids: Iterable[int]) -> dict[int, Past]:
        """Projects of before as they are compared, published or not; read again when they changed."""
        wanted = list(dict.fromkeys(project_ids))
        kept: dict[int, tuple[int, Past]] = self._keep("pasts", 0, dict)
        numbers = change_numbers(wanted)
        unread = [id_ for id_ in wanted if id_ not in kept or kept[id_][0] != numbers.get(id_, 0)]
        if len(kept) + len(unread) > MOST_PASTS_KEPT:
            kept.clear()
            unread = wanted
        for document in documents_of(unread, current_names(), in_any_state=True) if unread else ():
            past = Past(document.weights, document.facts.codes)
            kept[document.facts.id] = numbers.get(document.facts.id, 0), past
        return {id_: kept[id_][1] for id_ in wanted if id_ in kept}

    def read_ahead(self, project_ids: Iterable[int]) -> None:
        """Read past projects together that are asked for one by one later."""
        wanted = list(dict.fromkeys(project_ids))[:MOST_PASTS_KEPT]
        for start in range(0, len(wanted), READ_AT_ONCE):
            self.past(wanted[start : start + READ_AT_ONCE])

    def likeness_of_past(self, project_id: int, index: Index) -> Numbers:
        """How much every project is like a past one; the last few are kept."""
        kept: dict[int, Numbers] = self._keep("likeness of past", _Same(index), dict)
        if project_id not in kept:
            if len(kept) >= MOST_KEPT:
                kept.clear()
            past = self.past([project_id]).get(project_id)
            kept[project_id] = (
                np.zeros(index.table.size, dtype=np.float32) if past is None else self.resemblance(index).to(past)
            )
        return kept[project_id]

    def usual(self, index: Index) -> Numbers:
        """How much every project is like past ones on the whole, by a sample of the newest."""
        newest, arrays = last_evidence(), _arrays(index)
        known = self._usual
        is_old = known is None or known[1] != arrays or newest > known[2] * (1 + USUAL_GROWS) + MOST_KEPT
        with self._turn:
            if is_old or known is None:
                sample = self._sample()
                total = sum(
                    (self.likeness_of_past(id_, index) for id_ in sample),
                    np.zeros(index.table.size, dtype=np.float32),
                )
                self._usual = total / max(len(sample), 1), arrays, newest
            elif len(known[0]) < index.table.size:
                self._usual = self._with_new(known[0], index), arrays, known[2]
            assert self._usual is not None
            return self._usual[0]

    def _sample(self) -> list[int]:
        known = (past for pasts in evidence_by_partner(MOST_PAST).values() for past in pasts)
        return list(dict.fromkeys(project_id for project_id, speaks_for in known if speaks_for))[:MOST_USUAL]

    def _with_new(self, usual: Numbers, index: Index) -> Numbers:
        """The same for slots that came since; likeness is the same either way round."""
        new = range(len(usual), index.table.size)
        ids = index.table.columns["id"][len(usual) :].tolist()
        slots = index.table.slots_of(self._sample())
        added = np.zeros(len(new), dtype=np.float32)
        for place, project_id in enumerate(ids):
            if len(slots):
                added[place] = self.likeness_of_past(project_id, index)[slots].mean()
        return np.concatenate([usual, added])

    def experience(self, pasts: Sequence[tuple[int, bool]], index: Index) -> Numbers | None:
        """Degree of an organisation's experience with every project; None where it has none."""
        return with_refusals(*(self._degrees(pasts, index, speaks_for) for speaks_for in (True, False)))

    def _degrees(self, pasts: Sequence[tuple[int, bool]], index: Index, speaks_for: bool) -> Numbers | None:
        ids = [project_id for project_id, speaks in pasts if speaks is speaks_for]
        if not ids:
            return None
        summed = np.sum([self.likeness_of_past(project_id, index) for project_id in ids], axis=0)
        return degrees(summed, self.usual(index))

    def warm(self) -> None:
        """Make what pages need before anybody asks."""
        index = self.projects().index
        self.resemblance(index)
        self.usual(index)
        self.wishes()


@dataclass(frozen=True, slots=True)
class _Same:
    """Equal to the very same thing only."""

    thing: Any

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.thing is other.thing

    def __hash__(self) -> int:
        return id(self.thing)


def _nothing(index: Index) -> Numbers:
    return np.zeros(index.table.size, dtype=np.float32)


def _arrays(index: Index) -> _Same:
    """Which arrays an index has; a change only adds to them, until they are made anew."""
    return _Same(index.postings.starts)


def init_app(app: Flask) -> None:
    """Give the application a market; it fills when first asked."""
    app.extensions[_NAME] = Market()


def market() -> Market:
    """The market of this application."""
    found: Market = current_app.extensions[_NAME]
    return found

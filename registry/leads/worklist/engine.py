"""Criteria in; a page of cases, the counts of every facet, the columns of the board out. Only reads."""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from registry.db import now
from registry.leads.criteria import CLOCKS, FACETS, LeadCriteria
from registry.leads.models import Lead
from registry.leads.pipeline import OPEN, LeadStatus
from registry.leads.queries import SAMARKAND, SOON, ids_with_words, leads_in_order
from registry.leads.worklist.arrays import NEVER, STATUS_PLACES, Cases, present_cases

Mask = NDArray[np.bool_]
#: Cards of one column of the board.
CARDS = 8


@dataclass(frozen=True, slots=True)
class LeadPage:
    """One page of a list, its total, and for each facet how many there are of each value."""

    leads: list[Lead]
    total: int
    counts: dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True)
class BoardColumn:
    """A state: how many cases stand there, what they name in US dollars (cents), how many lack a price."""

    state: LeadStatus
    leads: list[Lead]
    total: int
    usd: int
    unnamed: int
    unpriced: int


def page_of_leads(criteria: LeadCriteria, *, page: int = 1, per_page: int = 50) -> LeadPage:
    """One page of cases with the counts of every facet; a facet's counts leave out its own choice."""
    cases = present_cases()
    masks = {facet: _chosen(cases, facet, criteria.chosen(facet)) for facet in FACETS if criteria.chosen(facet)}
    base = _base(cases, criteria)
    usual = cases.columns["status"] != STATUS_PLACES[LeadStatus.DRAFT.value]
    found = _all_of(base if "status" in masks else base & usual, masks.values())
    ids = _ordered(cases, found, criteria.sort, page * per_page)[(page - 1) * per_page : page * per_page]
    counts = {}
    for facet in FACETS:
        others = [mask for name, mask in masks.items() if name != facet]
        start = base if facet == "status" or "status" in masks else base & usual
        counts[facet] = _counts(cases, facet, _all_of(start, others))
    return LeadPage(leads_in_order(ids), int(found.sum()), counts)


def first_leads(*asked: LeadCriteria, most: int) -> list[LeadPage]:
    """The first cases of several lists at once, without counts of facets."""
    cases = present_cases()
    masks = [_found(cases, criteria) for criteria in asked]
    ids = [_ordered(cases, mask, criteria.sort, most) for mask, criteria in zip(masks, asked, strict=True)]
    leads = {lead.id: lead for lead in leads_in_order([one for each in ids for one in each])}
    return [
        LeadPage([leads[one] for one in each if one in leads], int(mask.sum()), {})
        for each, mask in zip(ids, masks, strict=True)
    ]


def count_leads(criteria: LeadCriteria) -> int:
    """How many cases meet the criteria."""
    return int(_found(present_cases(), criteria).sum())


def board(criteria: LeadCriteria) -> list[BoardColumn]:
    """The open states as columns, each with its sums and the cases that are due first."""
    cases = present_cases()
    masks = [
        _chosen(cases, facet, criteria.chosen(facet))
        for facet in FACETS
        if facet != "status" and criteria.chosen(facet)
    ]
    found = _all_of(_base(cases, replace(criteria, status=())), masks)
    states = [state for state in LeadStatus if state in OPEN and criteria.status in ((), (state.value,))]
    shown: dict[LeadStatus, list[int]] = {}
    columns = []
    for state in states:
        here = found & (cases.columns["status"] == STATUS_PLACES[state.value])
        shown[state] = _ordered(cases, here, "due", CARDS)
        usd = cases.columns["usd"][here]
        columns.append(
            BoardColumn(
                state, [], len(usd), int(usd[usd >= 0].sum()), int((usd == -1).sum()), int((usd == -2).sum())
            )
        )
    leads = {lead.id: lead for lead in leads_in_order([one for ids in shown.values() for one in ids])}
    return [
        replace(column, leads=[leads[one] for one in shown[column.state] if one in leads]) for column in columns
    ]


@dataclass(frozen=True, slots=True)
class MoneyByState:
    """Cases in one state: how many, their US dollars (cents), and how many have no price in them."""

    state: LeadStatus
    total: int
    usd: int
    without: int


def money_by_state(criteria: LeadCriteria) -> list[MoneyByState]:
    """Number and money of the cases that meet the criteria, by state; states without any are left out."""
    cases = present_cases()
    masks = [_chosen(cases, facet, criteria.chosen(facet)) for facet in FACETS if criteria.chosen(facet)]
    found = _all_of(_base(cases, criteria), masks)
    rows = []
    for state in LeadStatus:
        usd = cases.columns["usd"][found & (cases.columns["status"] == STATUS_PLACES[state.value])]
        if len(usd) and state is not LeadStatus.DRAFT:
            rows.append(MoneyByState(state, len(usd), int(usd[usd >= 0].sum()), int((usd < 0).sum())))
    return rows


def _found(cases: Cases, criteria: LeadCriteria) -> Mask:
    """Cases that meet the criteria; drafts only where they are asked for."""
    masks = [_chosen(cases, facet, criteria.chosen(facet)) for facet in FACETS if criteria.chosen(facet)]
    base = _base(cases, criteria)
    if not criteria.status:
        base = base & (cases.columns["status"] != STATUS_PLACES[LeadStatus.DRAFT.value])
    return _all_of(base, masks)


def _all_of(base: Mask, masks: Any) -> Mask:
    for mask in masks:
        base = base & mask
    return base


def _base(cases: Cases, criteria: LeadCriteria) -> Mask:
    """Cases by words and days of receipt."""
    found: Mask = np.ones(len(cases.ids), dtype=bool)
    if criteria.since:
        found &= cases.columns["received"] >= _seconds(criteria.since)
    if criteria.until:
        found &= cases.columns["received"] < _seconds(criteria.until + timedelta(days=1))
    if criteria.q:
        found &= np.isin(cases.ids, list(ids_with_words(criteria.q)))
    return found


def _seconds(day: Any) -> float:
    return datetime.combine(day, time(), SAMARKAND).timestamp()


def _chosen(cases: Cases, facet: str, chosen: tuple[str, ...]) -> Mask:
    """Cases with any of the chosen values of a facet."""
    if facet == "kind":
        bits = sum(1 << cases.kind_codes.index(code) for code in chosen if code in cases.kind_codes)
        return (cases.columns["kind"] & bits) != 0
    if facet == "clock":
        places = _clock_places(cases)
        return np.isin(places, [CLOCKS.index(code) for code in chosen])
    if facet == "officer":
        return np.isin(cases.columns["officer"], [0 if code == "none" else int(code) for code in chosen])
    if facet == "status":
        return np.isin(cases.columns["status"], [STATUS_PLACES[code] for code in chosen])
    return np.isin(cases.columns[facet], [cases.code(code) for code in chosen])


def _clock_places(cases: Cases) -> NDArray[np.int8]:
    """Place in CLOCKS of each case, -1 where nothing is due."""
    due, moment = cases.columns["due"], now()
    places = np.full(len(due), CLOCKS.index("later"), dtype=np.int8)
    places[due <= (moment + SOON).timestamp()] = CLOCKS.index("soon")
    places[due <= moment.timestamp()] = CLOCKS.index("overdue")
    places[due == NEVER] = -1
    return places


def _counts(cases: Cases, facet: str, found: Mask) -> dict[str, int]:
    if facet == "kind":
        kinds = cases.columns["kind"][found]
        counted = {code: int(((kinds >> place) & 1).sum()) for place, code in enumerate(cases.kind_codes)}
        return {code: number for code, number in counted.items() if number}
    column = _clock_places(cases) if facet == "clock" else cases.columns[facet]
    values, numbers = np.unique(column[found], return_counts=True)
    names = _names(cases, facet)
    return {names(int(value)): int(number) for value, number in zip(values, numbers, strict=True)}


def _names(cases: Cases, facet: str) -> Any:
    """What turns the numbers in a column back into codes."""
    if facet == "status":
        states = list(STATUS_PLACES)
        return lambda value: states[value]
    if facet == "officer":
        return lambda value: str(value) if value else "none"
    if facet == "clock":
        return lambda value: CLOCKS[value] if value >= 0 else "none"
    back = {number: text for text, number in cases.codes.items()}
    return lambda value: back[value]


def _ordered(cases: Cases, found: Mask, sort: str, most: int) -> list[int]:
    """Ids of the first cases in an order; ties go by id."""
    places = np.flatnonzero(found)
    if sort == "newest":
        places = places[::-1][:most]
    elif sort in ("waiting", "due"):
        keys = cases.columns["since" if sort == "waiting" else "due"][places]
        if most < len(places):  # only the first ones are put in order
            last = np.partition(keys, most - 1)[most - 1]
            near = keys <= last
            places, keys = places[near], keys[near]
        places = places[np.argsort(keys, kind="stable")][:most]
    else:
        places = places[:most]
    return [int(one) for one in cases.ids[places]]

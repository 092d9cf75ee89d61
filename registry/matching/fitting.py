"""Partners and projects compared at present: the best of either side, one pair, everybody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from registry.catalogue.search.following import current_names
from registry.catalogue.search.index import Index
from registry.catalogue.search.reading import documents_of
from registry.matching.engine import Compared, Everybody, Ranked, best, compare, rank_all
from registry.matching.experience import degrees, with_refusals
from registry.matching.likeness import Likeness
from registry.matching.market import MOST_PAST, market
from registry.matching.queries import (
    evidence_by_partner,
    evidence_of,
    joined_partners,
    joined_projects,
    present_weights,
)
from registry.matching.reading import read_wishes
from registry.matching.scoring import TENTHS, Criterion, Numbers, Verdict, Weights
from registry.matching.statuses import SPEAKS_FOR
from registry.matching.wishes import Wishes
from registry.partners.checks.queries import blocked_partner_ids


@dataclass(frozen=True, slots=True)
class Fit:
    """A partner and a project compared: criterion -> verdict and tenths; the tenths are the sum of these."""

    partner_id: int
    project_id: int
    tenths: int
    confidence: int
    ruled_out: tuple[str, ...]
    parts: Mapping[Criterion, tuple[int, int]]
    weights_version: int


def best_projects(partner_id: int, *, most: int, weights: Weights | None = None) -> list[Fit]:
    """The projects that fit an organisation best, without those it registered interest in already."""
    here = market()
    projects = here.projects()
    wishes = _alone(partner_id)
    degrees = _degrees_with_projects(wishes, partner_id, projects.index)
    weights = weights or present_weights()
    everything = projects.at(np.arange(projects.size))
    compared = compare(wishes, everything, projects.is_open, degrees, weights)
    known = np.isin(projects.ids, list(joined_projects([partner_id]).get(partner_id, ())))
    slots = best(compared.totals, compared.is_possible & ~known, projects.ids, most)
    return _fits(compared, slots, [(partner_id, int(projects.ids[slot])) for slot in slots], weights)


def fits_with(partner_id: int, project_ids: Sequence[int], *, weights: Weights | None = None) -> list[Fit]:
    """An organisation compared with these published projects, whatever comes out."""
    projects = market().projects()
    slots = projects.index.table.slots_of(project_ids)
    wishes = _alone(partner_id)
    degrees = _degrees_with_projects(wishes, partner_id, projects.index)
    weights = weights or present_weights()
    some = {criterion: degree[slots] for criterion, degree in degrees.items()}
    compared = compare(wishes, projects.at(slots), projects.is_open[slots], some, weights)
    pairs = [(partner_id, int(projects.ids[slot])) for slot in slots]
    return _fits(compared, np.arange(len(pairs)), pairs, weights)


def _alone(partner_id: int) -> Wishes:
    return Wishes.of(read_wishes(market().vocabulary(), blocked_partner_ids(), [partner_id]))


def _degrees_with_projects(wishes: Wishes, partner_id: int, index: Index) -> dict[Criterion, Numbers]:
    here = market()
    words = Likeness.of([wish.words for wish in wishes.each], index, here.rarities(index)).with_projects(0)
    kept = evidence_of(partner_id, MOST_PAST)
    past = here.experience([(found.project_id, found.evidence_kind in SPEAKS_FOR) for found in kept], index)
    nothing = np.full(index.table.size, np.nan)
    return {Criterion.WORDS: words, Criterion.HISTORY: nothing if past is None else past}


def best_partners(project_id: int, *, most: int, weights: Weights | None = None) -> list[Fit]:
    """The organisations that fit a published project best, without those that registered interest already."""
    here = market()
    projects, wishes = here.projects(), here.wishes()
    slots = projects.index.table.slots_of([project_id])
    if not len(slots):
        return []
    weights = weights or present_weights()
    document = documents_of([project_id], current_names())[0]
    degrees = {
        Criterion.WORDS: here.likeness(wishes, projects.index).with_project(document.weights),
        Criterion.HISTORY: _experience_of_all(wishes, project_id, int(slots[0]), projects.index),
    }
    compared = compare(wishes, projects.at(slots), projects.is_open[slots], degrees, weights)
    known = np.isin(wishes.ids, joined_partners(project_id))
    rows = best(compared.totals, compared.is_possible & ~known, wishes.ids, most)
    return _fits(compared, rows, [(int(wishes.ids[row]), project_id) for row in rows], weights)


def _experience_of_all(wishes: Wishes, project_id: int, slot: int, index: Index) -> Numbers:
    """float64[rows]: every organisation's experience with one project."""
    here = market()
    found = np.full(len(wishes.each), np.nan)
    row_of = {int(partner_id): row for row, partner_id in enumerate(wishes.ids)}
    everybody = {id_: pasts for id_, pasts in evidence_by_partner(MOST_PAST).items() if id_ in row_of}
    if not everybody:
        return found
    likeness = _likeness_to_pasts(
        project_id, {id_ for pasts in everybody.values() for id_, _speaks in pasts}, index
    )
    usual = here.usual(index)[[slot]]
    for partner_id, pasts in everybody.items():
        sides = [[likeness[id_] for id_, speaks in pasts if speaks is side] for side in (True, False)]
        joined, refused = (degrees(np.array([sum(side)]), usual) if side else None for side in sides)
        degree = with_refusals(joined, refused)
        found[row_of[partner_id]] = np.nan if degree is None else degree[0]
    return found


def _likeness_to_pasts(project_id: int, past_ids: set[int], index: Index) -> dict[int, float]:
    """past id -> how much it is like one project; it is the same either way round."""
    here = market()
    to_all = here.likeness_of_past(project_id, index)
    slot_of = dict(zip(index.table.columns["id"].tolist(), range(index.table.size), strict=True))
    published = {id_: float(to_all[slot_of[id_]]) for id_ in past_ids if id_ in slot_of}
    others = here.past([project_id, *(past_ids - published.keys())])
    project = others.pop(project_id)
    resemblance = here.resemblance(index)
    return published | {id_: resemblance.between(past, project) for id_, past in others.items()}


def everybody_with_everything(most: int) -> tuple[Everybody, list[Ranked]]:
    """All organisations with all projects that take interest: who is compared, and the best projects of each."""
    here = market()
    projects, wishes = here.projects(), here.wishes()
    everybody = Everybody(wishes, projects, here.likeness(wishes, projects.index), present_weights())
    pasts = evidence_by_partner(MOST_PAST)
    joined = joined_projects(list(pasts))
    longest = max(map(len, joined.values()), default=0)

    def experience(row: int) -> Numbers | None:
        known = pasts.get(wishes.each[row].id)
        return here.experience(known, projects.index) if known else None

    here.read_ahead(id_ for known in pasts.values() for id_, _speaks_for in known)
    with here.resemblance(projects.index).keeping_terms():
        ranked, _partners = rank_all(everybody, experience, most + longest)
    return everybody, [_without_joined(one, everybody, joined, most) for one in ranked]


def _without_joined(ranked: Ranked, everybody: Everybody, joined: Mapping[int, set[int]], most: int) -> Ranked:
    """The same without the projects that the organisation registered interest in already."""
    known = list(joined.get(everybody.partners.each[ranked.of].id, ()))
    return ranked.kept(~np.isin(everybody.ids[ranked.places], known), most)


def fits_of(everybody: Everybody, some: Sequence[Ranked]) -> list[tuple[int, list[Fit]]]:
    """Some organisations with their best projects, part by part."""
    if not some:
        return []
    compared = everybody.compared(some)
    pairs = [
        (everybody.partners.each[one.of].id, project_id)
        for one in some
        for project_id in everybody.ids[one.places].tolist()
    ]
    each = iter(_fits(compared, np.arange(len(pairs)), pairs, everybody.weights))
    return [(everybody.partners.each[one.of].id, list(islice(each, len(one.places)))) for one in some]


def _fits(
    compared: Compared, places: NDArray[np.int64], pairs: Sequence[tuple[int, int]], weights: Weights
) -> list[Fit]:
    """Some pairs out of many, given where they are and as (partner, project)."""
    verdicts = np.stack([compared.verdicts[criterion][places] for criterion in Criterion], axis=1)
    points = np.stack([compared.points[criterion][places] for criterion in Criterion], axis=1)
    criteria = tuple(Criterion)
    weighed = np.array([weights.tenths[criterion] for criterion in criteria])
    sure = np.rint(100 * ((verdicts != Verdict.UNKNOWN) @ weighed) / TENTHS).astype(np.int64)
    ruled_out = {name: flags[places] for name, flags in compared.ruled_out.items() if flags[places].any()}
    rows = zip(pairs, verdicts.tolist(), points.tolist(), sure.tolist(), strict=True)
    return [
        Fit(
            *pair,
            sum(earned),
            confidence,
            tuple(name for name, flags in ruled_out.items() if flags[at]) if ruled_out else (),
            dict(zip(criteria, zip(found, earned, strict=True), strict=True)),
            weights.version,
        )
        for at, (pair, found, earned, confidence) in enumerate(rows)
    ]

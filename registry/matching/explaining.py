"""Fits as pages show them: each with the reasons for every part of its score."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from registry.catalogue.listing import Listed
from registry.catalogue.queries import rows
from registry.catalogue.search.following import current_names
from registry.matching.fitting import Fit
from registry.matching.likeness import Likeness
from registry.matching.market import MOST_PAST, market
from registry.matching.models import Match
from registry.matching.queries import evidence_of, stored_for_partner
from registry.matching.reading import read_wishes
from registry.matching.reasons import Explainer, Facts, Reason, best_of, ruled_out_sentence
from registry.matching.scoring import OF_CODES, OF_RANGES, Criterion, Verdict, Weights
from registry.matching.statuses import SPEAKS_FOR, MatchStatus
from registry.matching.wishes import Wish
from registry.partners.checks.queries import blocked_partner_ids
from registry.projects.queries import references_of


@dataclass(frozen=True, slots=True)
class Told:
    """A project, how an organisation fits it, and why. `match` is what is kept of it, if anything is."""

    project: Listed
    fit: Fit
    reasons: Sequence[Reason]
    match: Match | None

    @property
    def status(self) -> MatchStatus:
        return self.match.state if self.match else MatchStatus.NEW

    @property
    def obstacles(self) -> list[str]:
        """What rules the pair out, in sentences."""
        return [ruled_out_sentence(name, current_names()) for name in self.fit.ruled_out]

    @property
    def best(self) -> list[Reason]:
        """What speaks for it, the most first."""
        return best_of(self.reasons)

    @property
    def unknown(self) -> list[Reason]:
        """What is not known, and could still raise or lower the score, the most first."""
        open_ones = [reason for reason in self.reasons if reason.verdict is Verdict.UNKNOWN]
        return sorted(open_ones, key=lambda reason: -reason.weight)


def told_projects(fits: Sequence[Fit], weights: Weights) -> list[Told]:
    """The fits of one organisation with their projects and reasons, in their order."""
    if not fits:
        return []
    partner_id = fits[0].partner_id
    ids = [fit.project_id for fit in fits]
    listed = {row.id: row for row in rows(ids)}
    reasons = reasons_of(fits, wish_of_partner(partner_id), weights)
    kept = stored_for_partner(partner_id, ids)
    return [
        Told(listed[fit.project_id], fit, why, kept.get(fit.project_id))
        for fit, why in zip(fits, reasons, strict=True)
        if fit.project_id in listed
    ]


def wish_of_partner(partner_id: int) -> Wish:
    """What an organisation wants, ready to be compared."""
    return read_wishes(market().vocabulary(), blocked_partner_ids(), [partner_id])[0]


def reasons_of(fits: Sequence[Fit], wish: Wish, weights: Weights) -> list[list[Reason]]:
    """The reasons of several fits of one organisation."""
    here = market()
    projects = here.projects()
    slot_of = {int(projects.ids[slot]): int(slot) for slot in projects.index.table.slots_of(_ids(fits))}
    slots = np.array([slot_of[fit.project_id] for fit in fits], dtype=np.int64)
    likeness = Likeness.of([wish.words], projects.index, here.rarities(projects.index))
    compared, shared, pasts = projects.at(slots), likeness.shared(0, slots), _pasts(wish.id, slots)
    explainer = Explainer(here.vocabulary().orders, current_names())
    found = []
    for place, fit in enumerate(fits):
        facts = Facts(
            {criterion: int(compared.has[criterion][place]) for criterion in OF_CODES},
            {name: (float(compared.low[name][place]), float(compared.high[name][place])) for name in OF_RANGES},
            shared[place],
            pasts[place],
        )
        found.append([_reason(explainer, criterion, fit, wish, facts, weights) for criterion in Criterion])
    return found


def _ids(fits: Sequence[Fit]) -> list[int]:
    return [fit.project_id for fit in fits]


def _reason(
    explainer: Explainer, criterion: Criterion, fit: Fit, wish: Wish, facts: Facts, weights: Weights
) -> Reason:
    verdict, tenths = Verdict(fit.parts[criterion][0]), fit.parts[criterion][1]
    sentence = explainer.sentence(criterion, verdict, wish, facts)
    return Reason(criterion, verdict, tenths, weights.tenths[criterion], sentence)


def _pasts(partner_id: int, slots: NDArray[np.int64]) -> list[list[tuple[str, bool]]]:
    """For each slot the other projects that an organisation did something with, those most like it first."""
    here = market()
    projects = here.projects()
    kept = {found.project_id: found.evidence_kind in SPEAKS_FOR for found in evidence_of(partner_id, MOST_PAST)}
    references = references_of(kept)
    likeness = {past_id: here.likeness_of_past(past_id, projects.index) for past_id in kept}
    told = []
    for slot in slots:
        others = [past_id for past_id in kept if past_id != int(projects.ids[slot])]
        others.sort(key=lambda past_id: (-float(likeness[past_id][slot]), past_id))
        told.append([(references[past_id], kept[past_id]) for past_id in others])
    return told


def explained(fit: Fit, weights: Weights) -> list[Reason]:
    """The reasons of one fit."""
    return reasons_of([fit], wish_of_partner(fit.partner_id), weights)[0]

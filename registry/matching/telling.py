"""Matches as lines of text, for the command line."""

from collections.abc import Iterator

from registry.matching.explaining import explained, told_projects
from registry.matching.fitting import Fit, best_partners, best_projects
from registry.matching.queries import partners_by_id, present_weights
from registry.matching.reasons import Reason, score_text
from registry.matching.scoring import Verdict, Weights
from registry.partners.queries import all_ids, one_partner
from registry.projects.queries import one_project


def told_matches(reference: str | None, partner_id: int | None, top: int) -> Iterator[str]:
    """The best partners of a project, or the best projects of one partner, or of all; raises NotFound."""
    weights = present_weights()
    if reference is not None:
        yield from _of_project(reference, top, weights)
        return
    wanted = [one_partner(partner_id).id] if partner_id is not None else all_ids()
    for one in wanted:
        yield from _of_partner(one, top, weights)


def _of_project(reference: str, top: int, weights: Weights) -> Iterator[str]:
    project = one_project(reference)
    yield f"{project.reference}  {project.title}"
    fits = best_partners(project.id, most=top)
    partners = partners_by_id(fit.partner_id for fit in fits)
    for fit in fits:
        yield _line(fit, f"{fit.partner_id}  {partners[fit.partner_id].name}")
        yield from map(_reason, explained(fit, weights))


def _of_partner(partner_id: int, top: int, weights: Weights) -> Iterator[str]:
    yield f"{partner_id}  {one_partner(partner_id).name}"
    for told in told_projects(best_projects(partner_id, most=top), weights):
        yield _line(told.fit, f"{told.project.reference}  {told.project.title}")
        yield from map(_reason, told.reasons)


def _line(fit: Fit, name: str) -> str:
    return f"  {score_text(fit.tenths):>5}  {fit.confidence:>3} %  {name}"


def _reason(reason: Reason) -> str:
    mark = {Verdict.MATCH: "+", Verdict.NEAR: "~", Verdict.MISMATCH: "-", Verdict.UNKNOWN: "?"}[reason.verdict]
    return f"         {mark} {score_text(reason.tenths):>4}  {reason.criterion.label}: {reason.sentence}"

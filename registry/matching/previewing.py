"""What other weights would change, on a sample of partners, before anybody saves them."""

from collections.abc import Sequence
from dataclasses import dataclass

from registry.catalogue.queries import rows
from registry.matching.fitting import Fit, best_projects
from registry.matching.queries import partners_by_id
from registry.matching.scoring import Weights
from registry.partners.mandates.queries import newest_mandates

#: Partners whose lists are compared, those who last said what they seek; and projects of each list.
SAMPLE, FIRST = 8, 10


@dataclass(frozen=True, slots=True)
class Shift:
    """How one partner's list would change: what comes in, what goes out, and the first before and after."""

    partner: str
    came: Sequence[str]
    went: Sequence[str]
    first_before: str
    first_after: str


def preview(weights: Weights) -> list[Shift]:
    """The lists of a sample of partners with the present weights and with others."""
    ids = newest_mandates(SAMPLE)
    partners = partners_by_id(ids)
    found = []
    for partner_id in ids:
        before = _references(best_projects(partner_id, most=FIRST))
        after = _references(best_projects(partner_id, most=FIRST, weights=weights))
        found.append(
            Shift(
                partners[partner_id].name,
                [reference for reference in after if reference not in before],
                [reference for reference in before if reference not in after],
                before[0] if before else "",
                after[0] if after else "",
            )
        )
    return found


def _references(fits: Sequence[Fit]) -> list[str]:
    return [row.reference for row in rows([fit.project_id for fit in fits])]

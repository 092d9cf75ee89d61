"""How well a partner and a project fit: criteria, verdicts, points. Pure; the same for one pair and for many.

Codes of a list are a mask, one bit each, so that a rule is the same three lines for two numbers and two arrays.
Points are whole tenths, so that the parts that are shown always add up to the whole that is shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from registry.labelled import Labelled
from registry.languages import gettext as _
from registry.languages import lazy_gettext as _l
from registry.refusals import Refusal

#: uint64: one bit for each code of a list
Masks = NDArray[np.uint64]
Verdicts = NDArray[np.uint8]
Flags = NDArray[np.bool_]
Points = NDArray[np.uint16]
#: float32 or float64
Numbers = NDArray[Any]


class Criterion(Labelled):
    """What is compared, in the order it is told."""

    SECTOR = "sector", _l("Sector")
    PLACE = "place", _l("Place")
    STAGE = "stage", _l("Stage")
    INSTRUMENT = "instrument", _l("Form of cooperation")
    AMOUNT = "amount", _l("Amount")
    RETURN = "return", _l("Return")
    HORIZON = "horizon", _l("Time horizon")
    PARTNER_TYPE = "partner_type", _l("Kind of partner")
    SDG = "sdg", _l("Development goals")
    WORDS = "words", _l("Needs and offers")
    HISTORY = "history", _l("Experience")


#: Criteria of codes, in which masks are compared.
OF_CODES: Final = (
    Criterion.SECTOR,
    Criterion.PLACE,
    Criterion.STAGE,
    Criterion.INSTRUMENT,
    Criterion.PARTNER_TYPE,
    Criterion.SDG,
)
#: Criteria of numbers, in which ranges are compared: how much either may be missed by and still be near.
OF_RANGES: Final = {Criterion.AMOUNT: 2.0, Criterion.RETURN: 1.25, Criterion.HORIZON: 1.25}
#: Criteria of degree, and from which degree on it is near, and a match.
OF_DEGREE: Final = {Criterion.WORDS: (0.25, 0.6), Criterion.HISTORY: (0.35, 0.65)}
#: A partner may make these a condition: without a match, or near, there is no fit at all.
POSSIBLE_CONDITIONS: Final = (*OF_CODES[:4], Criterion.AMOUNT)


class Verdict(IntEnum):
    """How a criterion came out; the number is its place in tables of points."""

    MISMATCH = 0
    UNKNOWN = 1
    NEAR = 2
    MATCH = 3

    @property
    def label(self) -> str:
        return VERDICT_LABELS[self]

    @property
    def tone(self) -> str:
        return ("attention", "neutral", "info", "success")[self]


VERDICT_LABELS: Final[Mapping[Verdict, str]] = {
    Verdict.MATCH: _l("fits"),
    Verdict.NEAR: _l("nearly fits"),
    Verdict.MISMATCH: _l("does not fit"),
    Verdict.UNKNOWN: _l("not known yet"),
}
#: The part of a criterion's weight that a verdict earns. What is not known earns half, as it may turn out either
#: way: it moves no pair up or down beside what is known, but makes the score less sure.
EARNS: Final = (0.0, 0.5, 0.7, 1.0)
TENTHS: Final = 1000


@dataclass(frozen=True, slots=True)
class Weights:
    """Tenths of points for each criterion; together 1000, which are 100 points."""

    version: int
    tenths: Mapping[Criterion, int]

    def earned(self, criterion: Criterion) -> Points:
        """uint16[4]: what each verdict earns."""
        return np.rint(np.array(EARNS) * self.tenths[criterion]).astype(np.uint16)


def check_weights(tenths: Mapping[Criterion, int]) -> None:
    """Refuse weights that leave a criterion out, are negative, or are not 100 points together; raises Refusal."""
    if set(tenths) != set(Criterion) or min(tenths.values()) < 0:
        raise Refusal(_("Every criterion needs a weight of 0 or more."))
    if sum(tenths.values()) != TENTHS:
        raise Refusal(
            _("The weights must be 100 points together; these are %(sum)s.", sum=sum(tenths.values()) / 10)
        )


def mask_of(codes: Any, order: Mapping[str, int]) -> int:
    """The bits of codes; `order` has each code's place. Codes that no list has are left out."""
    mask = 0
    for code in codes:
        if code in order:
            mask |= 1 << order[code]
    return mask


def code_verdicts(has: Masks, fits: Masks, nearly: Masks) -> Verdicts:
    """What a side has, beside what fits the other and what nearly does; an empty side is not known."""
    any_of = fits | nearly
    return _verdicts((has & any_of) != 0, (has & fits) != 0, (has == 0) | (any_of == 0))


def range_verdicts(low: Numbers, high: Numbers, least: Numbers, below: Numbers, *, slack: float) -> Verdicts:
    """Two ranges of amounts: they meet, they would if either reached further by the factor, or neither.

    NaN where a range is not known; an open end is 0 or infinity.
    """
    near = (low < below * slack) & (least <= high * slack)
    return _verdicts(near, (low < below) & (least <= high), np.isnan(low) | np.isnan(least))


def range_points(
    low: Numbers, high: Numbers, unknown: Flags, least: float, below: float, *, slack: float, earned: Points
) -> Points:
    """The points of `range_verdicts` for one known range; `unknown` says where `low` is NaN."""
    near = (low < below * slack) & (least <= high * slack)
    match = (low < below) & (least <= high)
    points = near.astype(np.uint16)
    points *= earned[Verdict.NEAR]
    points += match * np.uint16(earned[Verdict.MATCH] - earned[Verdict.NEAR])
    points += unknown * earned[Verdict.UNKNOWN]
    return points


def degree_verdicts(degree: Numbers, thresholds: tuple[float, float]) -> Verdicts:
    """0 to 1 as a verdict; NaN is not known."""
    near, match = thresholds
    return _verdicts(degree >= near, degree >= match, np.isnan(degree))


def _verdicts(near: Flags, match: Flags, unknown: Flags) -> Verdicts:
    """Numbers of verdicts put together from bits: what matches is near, too; what is unknown is neither."""
    found: Verdicts = np.left_shift(near, 1, dtype=np.uint8)
    found |= match
    found |= unknown
    return found


def degree_points(degree: Numbers, weight: int) -> Points:
    """Tenths earned by a degree; half where it is not known."""
    earned = degree * weight
    earned += 0.5
    earned[np.isnan(degree)] = np.rint(EARNS[Verdict.UNKNOWN] * weight)
    return earned.astype(np.uint16)


def confidence(verdicts: Mapping[Criterion, Verdict], weights: Weights) -> int:
    """Percent of the weight that lies on criteria whose verdict is known."""
    known = sum(weights.tenths[name] for name, verdict in verdicts.items() if verdict is not Verdict.UNKNOWN)
    return round(100 * known / TENTHS)

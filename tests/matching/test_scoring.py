"""The rules of a score, for one pair and for many."""

import numpy as np
import pytest

from registry.matching.scoring import (
    TENTHS,
    Criterion,
    Verdict,
    Weights,
    check_weights,
    code_verdicts,
    degree_points,
    degree_verdicts,
    mask_of,
    range_verdicts,
)
from registry.refusals import Refusal

EVEN = dict.fromkeys(Criterion, 90) | {Criterion.SECTOR: 100}
INF, NAN = float("inf"), float("nan")


def codes(has: int, fits: int, nearly: int) -> Verdict:
    sides = (np.array([side], dtype=np.uint64) for side in (has, fits, nearly))
    return Verdict(code_verdicts(*sides)[0])


@pytest.mark.parametrize(
    ("has", "fits", "nearly", "verdict"),
    [
        (0b001, 0b011, 0b100, Verdict.MATCH),
        (0b101, 0b001, 0b100, Verdict.MATCH),
        (0b100, 0b001, 0b100, Verdict.NEAR),
        (0b100, 0b001, 0b010, Verdict.MISMATCH),
        (0b000, 0b001, 0b010, Verdict.UNKNOWN),
        (0b100, 0b000, 0b000, Verdict.UNKNOWN),
        (1 << 63, 1 << 63, 0, Verdict.MATCH),
    ],
)
def test_codes(has: int, fits: int, nearly: int, verdict: Verdict) -> None:
    assert codes(has, fits, nearly) is verdict


@pytest.mark.parametrize(
    ("low", "high", "least", "below", "verdict"),
    [
        (0, 100, 50, 200, Verdict.MATCH),
        (100, 100, 100, 200, Verdict.MATCH),
        (200, 300, 100, 200, Verdict.NEAR),  # half-open: 200 is no longer in the range
        (0, 100, 150, INF, Verdict.NEAR),
        (0, 100, 201, INF, Verdict.MISMATCH),
        (500, 900, 0, 200, Verdict.MISMATCH),
        (500, 900, 0, INF, Verdict.MATCH),
        (NAN, NAN, 0, 200, Verdict.UNKNOWN),
        (1, 2, NAN, NAN, Verdict.UNKNOWN),
    ],
)
def test_ranges(low: float, high: float, least: float, below: float, verdict: Verdict) -> None:
    found = range_verdicts(*(np.array([float(end)]) for end in (low, high, least, below)), slack=2.0)
    assert Verdict(found[0]) is verdict


def test_degrees() -> None:
    found = degree_verdicts(np.array([0.0, 0.3, 0.7, NAN]), (0.25, 0.6))
    assert list(map(Verdict, found)) == [Verdict.MISMATCH, Verdict.NEAR, Verdict.MATCH, Verdict.UNKNOWN]
    assert degree_points(np.array([0.0, 0.5, 1.0, NAN]), 120).tolist() == [0, 60, 120, 60]


def test_what_is_not_known_earns_half_of_any_weight() -> None:
    weights = Weights(1, EVEN)
    assert weights.earned(Criterion.SECTOR).tolist() == [0, 50, 70, 100]


def test_weights_must_be_a_hundred_points_and_complete() -> None:
    check_weights(EVEN)
    assert sum(EVEN.values()) == TENTHS
    for wrong in (
        EVEN | {Criterion.SDG: 91},
        EVEN | {Criterion.SDG: -10, Criterion.PLACE: 190},
        {Criterion.SDG: 1000},
    ):
        with pytest.raises(Refusal):
            check_weights(wrong)


def test_codes_that_no_list_has_are_left_out() -> None:
    assert mask_of(["a", "c", "gone"], {"a": 0, "b": 1, "c": 2}) == 0b101

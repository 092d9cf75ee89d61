"""Many pairs at once come out as each pair by itself, and the best of either side are found exactly."""

import random
from datetime import date

import numpy as np

from registry.catalogue.search.index import Document, Index
from registry.catalogue.search.meaning import meanings_of
from registry.catalogue.search.table import NOTHING, Facts
from registry.matching.engine import Everybody, best, compare, rank_all
from registry.matching.likeness import Likeness, Rarities
from registry.matching.projects import FACET_OF, Projects
from registry.matching.scoring import OF_CODES, Criterion, Weights
from registry.matching.wishes import Wish, Wishes

PROJECTS, PARTNERS, MOST = 300, 40, 7
CODES = [f"code{number}" for number in range(9)]
ORDERS = {criterion: {code: place for place, code in enumerate(CODES)} for criterion in OF_CODES}
WORDS = [f"word{number}" for number in range(60)]
WEIGHTS = Weights(1, dict(zip(Criterion, (180, 80, 80, 130, 120, 40, 30, 80, 40, 120, 100), strict=True)))
TODAY = date(2026, 11, 25)


def index(dice: random.Random) -> Index:
    documents = []
    for number in range(1, PROJECTS + 1):
        usd = dice.choice((NOTHING, dice.randrange(1, 10**9)))
        codes = {facet: tuple(dice.sample(CODES, dice.choice((0, 1, 1, 3)))) for facet in FACET_OF.values()}
        facts = Facts(
            number,
            -number,
            -number,
            dice.choice((NOTHING, TODAY.toordinal() - 1, TODAY.toordinal() + 9)),
            usd,
            NOTHING if usd == NOTHING else -usd,
            codes | {"funding": (dice.choice(("seeking", "part_funded", "withdrawn")),)},
            ticket_max=dice.choice((NOTHING, dice.randrange(1, 10**8))),
            irr=dice.choice((NOTHING, dice.randrange(300_000))),
        )
        weights = {word: dice.uniform(0.2, 2.2) for word in dice.sample(WORDS, 8)}
        documents.append(Document(facts, weights, frozenset(), meanings_of([""])[0]))
    return Index.of(documents, 1)


def wish(dice: random.Random, number: int) -> Wish:
    def mask() -> int:
        return dice.getrandbits(9) & dice.getrandbits(9)

    says_much = dice.random() < 0.8
    return Wish(
        number,
        {criterion: mask() for criterion in OF_CODES},
        {criterion: mask() for criterion in OF_CODES},
        {Criterion.AMOUNT: (dice.randrange(10**6), None), Criterion.RETURN: (5.0, 20.0)} if says_much else {},
        {word: dice.uniform(0.2, 2.2) for word in dice.sample(WORDS, 6)} if says_much else {},
        frozenset({Criterion.SECTOR}) if dice.random() < 0.3 else frozenset(),
        {"board_seat": 0b11} if dice.random() < 0.3 else {},
        dice.random() < 0.1,
    )


def everything() -> tuple[Wishes, Projects, Likeness, dict[int, np.ndarray]]:
    dice = random.Random(7)
    made = index(dice)
    projects = Projects.of(made, ORDERS, TODAY)
    wishes = Wishes.of([wish(dice, number) for number in range(1, PARTNERS + 1)])
    likeness = Likeness.of([one.words for one in wishes.each], made, Rarities(made))
    numbers = np.random.default_rng(7)
    past = {row: numbers.random(projects.size) for row in range(0, PARTNERS, 3)}
    return wishes, projects, likeness, past


def test_all_at_once_is_each_by_itself() -> None:
    wishes, projects, likeness, past = everything()
    everybody = Everybody(wishes, projects, likeness, WEIGHTS)
    assert 0 < len(everybody.slots) < projects.size
    matrix = np.zeros((PARTNERS, len(everybody.slots)), dtype=np.int64)
    possible = np.zeros(matrix.shape, dtype=bool)
    rows = projects.at(everybody.slots)
    for row in range(PARTNERS):
        degrees = {
            Criterion.WORDS: likeness.with_projects(row)[everybody.slots],
            Criterion.HISTORY: past.get(row, np.full(projects.size, np.nan))[everybody.slots],
        }
        compared = compare(wishes.row(row), rows, np.ones(len(everybody.slots), dtype=bool), degrees, WEIGHTS)
        totals, can = everybody.totals(row, everybody.degrees(row, past.get(row)))
        assert totals.tolist() == compared.totals.tolist()
        assert can.tolist() == compared.is_possible.tolist()
        assert compared.totals.max() <= 1000
        matrix[row], possible[row] = totals, can
    assert_best(everybody, past, matrix, possible)


def assert_best(
    everybody: Everybody, past: dict[int, np.ndarray], matrix: np.ndarray, possible: np.ndarray
) -> None:
    """The best of either side are those of the whole matrix, ties by falling id."""
    ranked, gatherer = rank_all(everybody, past.get, MOST)
    partner_ids = everybody.partners.ids
    for row, found in enumerate(ranked):
        order = sorted(np.flatnonzero(possible[row]), key=lambda at: (-matrix[row, at], -everybody.ids[at]))
        assert found.places.tolist() == order[:MOST]
    for place in range(matrix.shape[1]):
        column = np.flatnonzero(possible[:, place])
        order = sorted(column, key=lambda at: (-matrix[at, place], -partner_ids[at]))
        assert gatherer.best(place).places.tolist() == order[:MOST]
        assert gatherer.best(place).totals.tolist() == matrix[order[:MOST], place].tolist()


def test_one_project_with_all_partners_is_the_same_pair_by_pair() -> None:
    wishes, projects, likeness, _past = everything()
    nothing = np.full(PARTNERS, np.nan)
    for slot in range(0, 60, 7):
        weights = {
            word: float(found[list(slots).index(slot)])
            for word in WORDS
            for slots, found in [projects.index.postings.of_term(word)]
            if slot in slots
        }
        degrees = {Criterion.WORDS: likeness.with_project(weights), Criterion.HISTORY: nothing}
        here = np.array([slot])
        together = compare(wishes, projects.at(here), projects.is_open[here], degrees, WEIGHTS)
        for row in range(PARTNERS):
            alone = compare(
                wishes.row(row),
                projects.at(here),
                projects.is_open[here],
                {Criterion.WORDS: likeness.with_projects(row)[here], Criterion.HISTORY: nothing[:1]},
                WEIGHTS,
            )
            for criterion in Criterion:
                difference = int(together.points[criterion][row]) - int(alone.points[criterion][0])
                assert abs(difference) <= (criterion is Criterion.WORDS), criterion
            assert bool(together.is_possible[row]) == bool(alone.is_possible[0])


def test_the_best_are_exact_with_many_ties() -> None:
    numbers = np.random.default_rng(3)
    for size in (1, 50, 64 * 30 + 5, 5000):
        totals = numbers.integers(0, 40, size).astype(np.uint16)
        possible = numbers.random(size) < 0.5
        ids = numbers.permutation(size).astype(np.int64)
        order = sorted(np.flatnonzero(possible), key=lambda at: (-int(totals[at]), -ids[at]))
        assert best(totals, possible, ids, 20).tolist() == order[:20]

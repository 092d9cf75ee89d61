"""Scores on real records: parts add up, reasons are true, decisions survive, either side is followed."""

import random
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import select

from registry.db import commit, db
from registry.languages import LANGUAGES, use_language
from registry.matching.explaining import explained, told_projects
from registry.matching.fitting import Fit, best_partners, best_projects, fits_with
from registry.matching.models import Match
from registry.matching.operations import set_status
from registry.matching.queries import find_match, present_weights
from registry.matching.scoring import Criterion, Verdict
from registry.matching.statuses import Dismissal, MatchStatus
from registry.partners.models import Partner
from registry.projects.contents import content_of
from registry.projects.lifecycle import Publication
from registry.projects.models import Project
from registry.projects.operations import edit_project, place
from registry.projects.queries import known_values
from registry.projects.records import FundingValues
from registry.upkeep.deliveries import follow_matches
from tests.makers import make_project
from tests.matching.makers import change_mandate, make_partner, person_of

MATCH, NEAR, MISMATCH, UNKNOWN = Verdict.MATCH, Verdict.NEAR, Verdict.MISMATCH, Verdict.UNKNOWN


@pytest.fixture(autouse=True)
def context(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield
        db.session.remove()


def fit_of(partner: Partner, project: Project) -> Fit:
    (found,) = fits_with(partner.id, [project.id])
    return found


def verdicts(fit: Fit) -> dict[str, Verdict]:
    return {criterion.value: Verdict(verdict) for criterion, (verdict, _tenths) in fit.parts.items()}


def test_it_works() -> None:
    partner, project = make_partner(), make_project(partner_types=("corporate_investor",))
    commit()
    (fit,) = best_projects(partner.id, most=5)
    assert fit == fit_of(partner, project)
    assert [other.partner_id for other in best_partners(project.id, most=5)] == [partner.id]
    assert verdicts(fit) == {
        "sector": MATCH,
        "place": MATCH,
        "stage": MATCH,
        "instrument": MATCH,
        "amount": MATCH,
        "return": UNKNOWN,
        "horizon": UNKNOWN,
        "partner_type": MATCH,
        "sdg": MATCH,
        "words": MATCH,
        "history": UNKNOWN,
    }
    assert fit.tenths == sum(tenths for _verdict, tenths in fit.parts.values())
    assert fit.confidence == 100 - 4 - 3 - 10


def test_near_is_told_from_far() -> None:
    partner = make_partner()
    project = make_project(
        districts=("1735401",),
        stage_code="pre_feasibility",
        funding={"quasi_equity": FundingValues(sought=Decimal(900_000))},
        ticket_min=Decimal(600_000),
    )
    commit()
    found = verdicts(fit_of(partner, project))
    assert [found[name] for name in ("place", "stage", "instrument", "amount")] == [NEAR] * 4
    assert found["partner_type"] is MISMATCH


def test_scores_are_the_sum_of_their_parts_and_reasons_are_told_in_five_languages() -> None:
    dice = random.Random(4)
    known = {facet: sorted(codes) for facet, codes in known_values().items()}
    partners = [
        make_partner(f"Partner {n}", f"p{n}@example.org", sectors=tuple(dice.sample(known["sector"], 2)))
        for n in range(4)
    ]
    for _turn in range(12):
        make_project(
            sector_code=dice.choice(known["sector"]),
            stage_code=dice.choice(known["stage"]),
            districts=tuple(dice.sample(known["district"], 2)),
            irr_percent=dice.choice((None, Decimal(11))),
        )
    commit()
    weights = present_weights()
    for partner in partners:
        for fit in best_projects(partner.id, most=20):
            assert fit.tenths == sum(tenths for _verdict, tenths in fit.parts.values())
            for language in LANGUAGES:
                with use_language(language):
                    reasons = explained(fit, weights)
                    assert [reason.criterion for reason in reasons] == list(Criterion)
                    assert sum(reason.tenths for reason in reasons) == fit.tenths
                    assert all(reason.sentence and "%(" not in reason.sentence for reason in reasons)


def test_reasons_are_true_of_the_record() -> None:
    dice = random.Random(9)
    known = {facet: sorted(codes) for facet, codes in known_values().items()}
    for turn in range(25):
        partner = make_partner(
            f"P{turn}",
            f"p{turn}@example.org",
            sectors=tuple(dice.sample(known["sector"], 2)),
            stages=tuple(dice.sample(known["stage"], 1)),
        )
        project = make_project(sector_code=dice.choice(known["sector"]), stage_code=dice.choice(known["stage"]))
        commit()
        (told,) = told_projects([fit_of(partner, project)], present_weights())
        by = {reason.criterion: reason for reason in told.reasons}
        sector = by[Criterion.SECTOR]
        sought = project.sector_code in _mandate(partner)["sectors"]
        assert (sector.verdict is MATCH) == sought
        assert project.sector.name in sector.sentence
        assert (by[Criterion.STAGE].verdict is MATCH) == (project.stage_code in _mandate(partner)["stages"])
        assert project.stage.name in by[Criterion.STAGE].sentence


def _mandate(partner: Partner) -> dict[str, list[str]]:
    from registry.partners.mandates.queries import find_mandate

    mandate = find_mandate(partner)
    assert mandate is not None
    return {"sectors": mandate.sectors, "stages": mandate.stages}


@pytest.mark.parametrize(
    ("change", "criterion"),
    [
        ({"sectors": ("climate",)}, Criterion.SECTOR),
        ({"sectors": ()}, Criterion.SECTOR),
        ({"open_to": ("sector",)}, Criterion.SECTOR),
        ({"districts": ("1733401",)}, Criterion.PLACE),
        ({"stages": ("completed",)}, Criterion.STAGE),
        ({"instruments": ("grant",)}, Criterion.INSTRUMENT),
        ({"ticket_min": Decimal(10_000_000), "ticket_max": None}, Criterion.AMOUNT),
        ({"currency": "UZS"}, Criterion.AMOUNT),
        ({"return_from": Decimal(10)}, Criterion.RETURN),
        ({"horizon_below": Decimal(3)}, Criterion.HORIZON),
        ({"sdgs": ("14",)}, Criterion.SDG),
        ({"needs": {"en": "Violins and cellos"}}, Criterion.WORDS),
    ],
)
def test_changing_one_criterion_changes_only_its_part(change: dict[str, object], criterion: Criterion) -> None:
    partner, project = make_partner(), make_project(irr_percent=Decimal(9), horizon_years=Decimal(8))
    commit()
    before = fit_of(partner, project)
    change_mandate(partner, **change)
    after = fit_of(partner, project)
    changed = {name for name in Criterion if before.parts[name] != after.parts[name]}
    assert changed <= {criterion}
    assert after.tenths - before.tenths == after.parts[criterion][1] - before.parts[criterion][1]


def test_amounts_are_compared_at_a_dated_rate_and_never_at_one() -> None:
    partner = make_partner(currency="UZS", ticket_min=Decimal(1_000_000_000), ticket_max=Decimal(6_000_000_000))
    project = make_project(ticket_min=Decimal(90_000))
    commit()
    assert verdicts(fit_of(partner, project))["amount"] is MATCH
    change_mandate(partner, ticket_min=Decimal(100_000), ticket_max=Decimal(500_000))
    assert verdicts(fit_of(partner, project))["amount"] is MISMATCH


def test_a_condition_rules_out_and_is_said() -> None:
    partner, project = make_partner(districts=("1733401",), conditions=("place",)), make_project()
    commit()
    assert best_projects(partner.id, most=5) == []
    assert best_partners(project.id, most=5) == []
    (told,) = told_projects([fit_of(partner, project)], present_weights())
    assert told.fit.ruled_out == ("condition:place",)
    assert told.obstacles == ["A condition is not met: Place."]


def test_a_restriction_rules_out_where_the_project_has_nothing_of_the_kind() -> None:
    partner, project = make_partner(restrictions=("technology_transfer",)), make_project()
    commit()
    assert fit_of(partner, project).ruled_out == ("restriction:technology_transfer",)
    edit_project(
        project,
        replace(
            content_of(project),
            funding={"technology_transfer": FundingValues(), "equity": FundingValues(sought=Decimal(1))},
        ),
        by="tests",
    )
    commit()
    assert fit_of(partner, project).ruled_out == ()


def test_words_meet_across_languages() -> None:
    partner = make_partner(needs={"zh": "棉田滴灌"})
    project = make_project(texts={"en": {"title": "Drip irrigation of cotton", "summary": ""}})
    other = make_project(texts={"en": {"title": "A school of ballet", "summary": ""}}, sector_code="training")
    commit()
    assert verdicts(fit_of(partner, project))["words"] is MATCH
    assert verdicts(fit_of(partner, other))["words"] is MISMATCH
    (told,) = told_projects([fit_of(partner, project)], present_weights())
    assert "Both write about: " in {reason.criterion: reason for reason in told.reasons}[Criterion.WORDS].sentence


def test_what_people_decide_survives_and_is_evidence() -> None:
    partner, project = make_partner(), make_project()
    alike = make_project(texts={"en": {"title": "Drip irrigation for cotton again", "summary": "Less water."}})
    commit()
    before = verdicts(fit_of(partner, alike))["history"]
    set_status(partner, project, MatchStatus.DISMISSED, by=person_of(partner), reason=Dismissal.PLACE)
    commit()
    follow_matches()
    change_mandate(partner, sectors=("climate",))
    follow_matches()
    kept = find_match(partner.id, project.id)
    assert kept is not None
    assert (kept.state, kept.dismissal) == (MatchStatus.DISMISSED, Dismissal.PLACE)
    assert kept.parts["sector"][0] == fit_of(partner, project).parts[Criterion.SECTOR][0]
    assert before is UNKNOWN
    assert verdicts(fit_of(partner, alike))["history"] is not UNKNOWN
    (told,) = told_projects([fit_of(partner, alike)], present_weights())
    sentence = {reason.criterion: reason for reason in told.reasons}[Criterion.HISTORY].sentence
    assert sentence == f"Put aside before: {project.reference}."
    set_status(partner, project, MatchStatus.PINNED, by=person_of(partner))
    commit()
    assert verdicts(fit_of(partner, alike))["history"] is UNKNOWN


def stored() -> set[tuple[int, int]]:
    return {(match.partner_id, match.project_id) for match in db.session.scalars(select(Match))}


def test_stored_matches_follow_either_side() -> None:
    partner = make_partner()
    commit()
    follow_matches()
    assert stored() == set()
    first = make_project()
    commit()
    follow_matches()
    assert stored() == {(partner.id, first.id)}
    second = make_partner("Another", "another@example.org")
    commit()
    follow_matches()
    assert stored() == {(partner.id, first.id), (second.id, first.id)}
    place(first, Publication.SUSPENDED, by="tests")
    commit()
    change_mandate(second, stages=("ready",))
    follow_matches()
    assert (second.id, first.id) not in stored()


def test_scoring_everybody_stores_the_same_and_keeps_decisions(monkeypatch: pytest.MonkeyPatch) -> None:
    from registry.matching import following

    partners = [make_partner(f"P{n}", f"p{n}@example.org") for n in range(3)]
    projects = [make_project(sector_code=code) for code in ("climate", "training", "water_saving")]
    commit()
    follow_matches()
    set_status(partners[0], projects[0], MatchStatus.PINNED, by=person_of(partners[0]))
    commit()
    one_by_one = {
        (m.partner_id, m.project_id): (m.tenths, m.parts, m.status) for m in db.session.scalars(select(Match))
    }
    monkeypatch.setattr(following, "FEW", -1)
    change_mandate(partners[2], needs={"en": "Cotton and water"})
    change_mandate(partners[2], needs={"ru": "Капельное орошение хлопка"})
    follow_matches()
    db.session.expire_all()
    together = {
        (m.partner_id, m.project_id): (m.tenths, m.parts, m.status) for m in db.session.scalars(select(Match))
    }
    assert together == one_by_one

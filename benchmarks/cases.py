"""How long the staff's pages take with very many cases, and how many queries each asks.

    python -m benchmarks.cases --number 200000

The time is that of the application alone, from the request to the last byte of the page.
"""

import argparse
import os
import random
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import Engine, event, func, insert, select

from benchmarks.large_registry import SOURCE, load
from registry import create_app
from registry.accounts.models import User
from registry.accounts.operations import add_account, begin_sign_in
from registry.accounts.roles import Role
from registry.config import Settings
from registry.db import commit, db, now, reading
from registry.leads.models import Inquiry, Lead, LeadEvent, inquiry_kinds
from registry.leads.pipeline import EventKind, LeadStatus
from registry.projects.models import Project
from registry.reference.models import InterestKind, PartnerType
from registry.reference.queries import entries
from registry.upkeep.preparing import initialise

BATCH = 5000
PROJECTS = 2000
OFFICERS = 20
EVENTS = 300
COUNTRIES = ("CN", "DE", "KR", "TR", "JP", "FR", "US", "KZ", "UZ", "IN")
#: Most states are final in an old registry, yet the board must hold the many that are not.
STATES = tuple(LeadStatus)
LONG = "2019-000001"
PAGES = {
    "list": ("/en/staff/leads/",),
    "list, three filters": tuple(
        f"/en/staff/leads/?country={one}&country={two}&status={state}&kind=supply_technology&kind=invest"
        for one, two in (("CN", "DE"), ("KR", "TR"), ("JP", "FR"))
        for state in ("screening", "negotiation", "declined")
    ),
    "list, page 500": ("/en/staff/leads/?page=500",),
    "list, words": ("/en/staff/leads/?q=House+77",),
    "board": ("/en/staff/leads/board",),
    "board, filtered": ("/en/staff/leads/board?country=CN",),
    "case with 300 events": (f"/en/staff/leads/{LONG}",),
    "first page": ("/en/staff/",),
    "country": ("/en/staff/countries/CN",),
}


def fill(number: int) -> User:
    """Write so many cases about 2,000 projects; returns the manager who looks at them."""
    load(SOURCE, PROJECTS)
    people = [_person(place) for place in range(OFFICERS)]
    kinds, types = ([entry.code for entry in entries(kind)] for kind in (InterestKind, PartnerType))
    projects = db.session.scalars(select(Project.id)).all()
    dice = random.Random(3)
    for first in range(1, number + 1, BATCH):
        places = range(first, min(first + BATCH, number + 1))
        db.session.execute(insert(Inquiry), [_inquiry(place, dice.choice(types), dice) for place in places])
        chosen = [{"inquiry_id": place, "kind_code": code} for place in places for code in dice.sample(kinds, 2)]
        db.session.execute(insert(inquiry_kinds), chosen)
        cases = [_case(place, dice.choice(projects), dice.choice(people).id, dice) for place in places]
        db.session.execute(insert(Lead), cases)
    rows = [_event(place, people[place % OFFICERS].id) for place in range(EVENTS)]
    db.session.execute(insert(LeadEvent), rows)
    return people[0]


def _person(place: int) -> User:
    role = Role.REVIEWER if place else Role.MANAGER
    name = f"Illustrative {role.value} {place}"
    return add_account(
        email=f"{role.value}{place}@example.org", name=name, role=role, language="en", by="benchmark"
    )


def _inquiry(place: int, partner_type: str, dice: random.Random) -> dict[str, Any]:
    moment = now() - timedelta(minutes=dice.randrange(1, 2_000_000))
    house = place // 8
    amount = Decimal(dice.randrange(10_000, 5_000_000)) if dice.random() < 0.5 else None
    return {
        "id": place,
        "form_token": f"token{place}",
        "body_hash": f"{place:064}",
        "created_at": moment,
        "confirmed_at": moment,
        "organisation": f"Illustrative House {house}",
        "country": COUNTRIES[house % len(COUNTRIES)],
        "partner_type_code": partner_type,
        "contact_name": "Illustrative Person",
        "email": f"person@house{house}.example.org",
        "email_key": f"person@house{house}.example.org",
        "amount": amount,
        "currency": dice.choice(("USD", "EUR", "CNY")) if amount else None,
        "message": "We would like to supply drip lines.",
        "language": "en",
        "consent_version": "1",
        "consent_at": moment,
        "search_text": f"illustrative house {house} person@house{house}.example.org",
    }


def _case(place: int, project: int, officer: int, dice: random.Random) -> dict[str, Any]:
    state = LeadStatus.NEGOTIATION if place == 1 else dice.choice(STATES)
    moment = now() - timedelta(minutes=dice.randrange(1, 500_000))
    return {
        "id": place,
        "number": f"2019-{place:06}",
        "inquiry_id": place,
        "project_id": project,
        "organisation_key": f"house{place // 8}",
        "open_key": None,
        "status": state.value,
        "status_since": moment,
        "officer_id": officer if dice.random() < 0.9 else None,
        "due_at": now() + timedelta(hours=dice.randrange(-200, 400)) if dice.random() < 0.4 else None,
        "created_at": moment,
        "paused_minutes": 0,
        "is_demo": False,
        "version": 1,
    }


def _event(place: int, person: int) -> dict[str, Any]:
    at = now() - timedelta(hours=EVENTS - place)
    note = f"Note {place}: they ask for the soil survey of the second field."
    return {"lead_id": 1, "at": at, "by_id": person, "kind": EventKind.NOTE.value, "note": note}


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """The queries that are asked in the block."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if statement.startswith(("SELECT", "WITH")):
            asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)


def measure(client: FlaskClient, engine: Engine, paths: Sequence[str], rounds: int) -> tuple[list[float], int]:
    """Milliseconds of each answer, and the most queries of one page."""
    times, most = [], 0
    for turn in range(rounds + 1):
        for path in paths:
            with counted(engine) as asked:
                began = time.perf_counter()
                answer = client.get(path)
                took = 1000 * (time.perf_counter() - began)
            if answer.status_code != 200:
                raise RuntimeError(f"{answer.status_code} for {path}")
            if turn:
                times.append(took)
                most = max(most, len(asked))
    return times, most


def main() -> None:
    """Fill a registry, then print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--number", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=40)
    asked = parser.parse_args()
    print(f"The staff's pages with {asked.number} cases", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        settings = {"REGISTRY_DATA_DIR": str(Path(folder)), "REGISTRY_RATE_LIMITS": "off"}
        app = create_app(Settings.from_environment(os.environ | settings))
        with app.app_context():
            initialise()
            manager = fill(asked.number)
            token = begin_sign_in(manager)
            commit()
        with app.app_context(), reading():
            engine = db.engine
            print(f"{db.session.scalar(select(func.count()).select_from(Lead))} cases are there", flush=True)
        client = app.test_client()
        with client.session_transaction() as session:
            session["_user_id"], session["_fresh"] = token, True
        for name, paths in PAGES.items():
            times, most = measure(client, engine, paths, max(1, asked.rounds // len(paths)))
            slow = statistics.quantiles(times, n=20)[18]
            print(f"{name:<22} p50 {statistics.median(times):>7.1f} ms   p95 {slow:>7.1f} ms   {most:>3} queries")


if __name__ == "__main__":
    main()

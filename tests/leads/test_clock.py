"""When an answer is due: weekends, holidays of either side, pauses, time zones.

Times are those of Nukus (UTC+5). In 2026 Uzbekistan rests on 9 March (for the 8th), 20, 21 and 23 March, 11 May,
27–29 May, 31 August, 1 September, 1 October, 8 December and 31 December; China from 16 to 23 February and from 1
to 7 October; both as the library `holidays` has them.
"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from registry.leads.clock import WORKING_DAY, ZONE, Clock, due
from registry.leads.pipeline import LeadStatus

S = LeadStatus


def at(text: str) -> datetime:
    """A time of Nukus, such as `06-10 14:00` in 2026."""
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("country", "start", "days", "expected"),
    [
        # plain days: Wednesday 10 June
        ("DE", "06-10 10:00", 1, "06-11 10:00"),
        ("DE", "06-10 10:00", 2, "06-12 10:00"),
        ("DE", "06-10 09:00", 1, "06-10 18:00"),
        ("DE", "06-10 18:00", 1, "06-11 18:00"),
        ("DE", "06-10 17:59", 1, "06-11 17:59"),
        # before and after hours
        ("DE", "06-10 06:30", 1, "06-10 18:00"),
        ("DE", "06-10 22:00", 1, "06-11 18:00"),
        ("DE", "06-10 00:00", 3, "06-12 18:00"),
        # over a weekend
        ("DE", "06-12 10:00", 1, "06-15 10:00"),
        ("DE", "06-12 10:00", 3, "06-17 10:00"),
        ("DE", "06-13 10:00", 1, "06-15 18:00"),
        ("DE", "06-14 23:59", 1, "06-15 18:00"),
        ("DE", "06-12 17:00", 5, "06-19 17:00"),
        ("DE", "06-10 10:00", 10, "06-24 10:00"),
        # days off in Uzbekistan
        ("UZ", "03-06 10:00", 1, "03-10 10:00"),
        ("UZ", "03-19 10:00", 1, "03-24 10:00"),
        ("UZ", "03-20 10:00", 1, "03-24 18:00"),
        ("UZ", "05-08 10:00", 1, "05-12 10:00"),
        ("UZ", "05-26 10:00", 1, "06-01 10:00"),
        ("UZ", "08-28 16:00", 1, "09-02 16:00"),
        ("UZ", "09-30 10:00", 2, "10-05 10:00"),
        ("UZ", "12-07 10:00", 1, "12-09 10:00"),
        # days off of the partner
        ("CN", "02-13 10:00", 1, "02-24 10:00"),
        ("CN", "02-16 10:00", 1, "02-24 18:00"),
        ("CN", "09-30 10:00", 1, "10-08 10:00"),
        ("CN", "09-30 10:00", 3, "10-12 10:00"),
        # of neither: a country that the library does not know has no days off of its own
        ("XX", "02-13 10:00", 1, "02-16 10:00"),
        # another partner does not change the days
        ("DE", "02-13 10:00", 1, "02-16 10:00"),
        ("DE", "04-30 10:00", 1, "05-04 10:00"),
    ],
)
def test_working_days(country: str, start: str, days: int, expected: str) -> None:
    assert Clock(country).after(at(start), days * WORKING_DAY) == at(expected)


@pytest.mark.parametrize(
    ("start", "zone", "expected"),
    [
        ("2026-06-10 09:00", "Asia/Shanghai", "06-10 18:00"),  # 06:00 in Nukus: before the day
        ("2026-06-10 18:00", "Asia/Shanghai", "06-11 15:00"),
        ("2026-06-10 12:00", "Europe/Brussels", "06-11 15:00"),
        ("2026-06-12 22:00", "Europe/Brussels", "06-15 18:00"),  # Saturday 01:00 in Nukus
        ("2026-06-12 16:00", "America/New_York", "06-15 18:00"),
    ],
)
def test_other_time_zones(start: str, zone: str, expected: str) -> None:
    moment = datetime.fromisoformat(start).replace(tzinfo=ZoneInfo(zone))
    assert Clock("BE").after(moment, WORKING_DAY) == at(expected)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("06-10 10:00", "06-10 12:30", 2.5),
        ("06-10 10:00", "06-11 10:00", 9),
        ("06-12 17:00", "06-15 10:00", 2),
        ("06-13 10:00", "06-14 10:00", 0),
        ("05-26 17:00", "06-01 10:00", 2),
        ("06-11 10:00", "06-10 10:00", 0),
    ],
)
def test_working_time_between(start: str, end: str, hours: float) -> None:
    assert Clock("UZ").between(at(start), at(end)) == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("state", "paused_hours", "expected"),
    [
        (S.SUBMITTED, 0, "06-15 10:00"),
        (S.SCREENING, 0, "06-15 10:00"),
        (S.ELIGIBLE, 0, "06-17 10:00"),
        (S.SCREENING, 9, "06-16 10:00"),
        (S.ELIGIBLE, 13, "06-18 14:00"),
        (S.FORWARDED, 0, "06-25 10:00"),
        (S.FORWARDED, 9, "06-25 10:00"),
        (S.OWNER_ACCEPTED, 0, "06-15 10:00"),
    ],
)
def test_what_is_due_in_a_state(state: LeadStatus, paused_hours: int, expected: str) -> None:
    """Received on Wednesday 10 June at ten; the state began a day later."""
    found = due(
        state,
        country="DE",
        received=at("06-10 10:00"),
        since=at("06-11 10:00"),
        paused=timedelta(hours=paused_hours),
    )
    assert found == at(expected)


def test_nothing_is_due_while_the_clock_stands() -> None:
    moment = at("06-10 10:00")
    for state in (S.DRAFT, S.INFO_REQUESTED, S.MET, S.DECLINED, S.COMPLETED):
        assert due(state, country="CN", received=moment, since=moment, paused=timedelta()) is None
    later = due(S.NEGOTIATION, country="CN", received=moment, since=moment, paused=timedelta())
    assert later == moment + timedelta(days=30)


def test_answers_are_in_utc() -> None:
    assert Clock("DE").after(at("06-10 10:00"), WORKING_DAY).tzinfo is UTC

"""The response clock: working time of the Center, and when which answer is due. Pure rules.

Work is done on Monday to Friday, 9 to 18 o'clock in Nukus, but on no public holiday of Uzbekistan or of the
partner's country. Days off are those of the library `holidays`; a country that it does not know has none of its
own.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from holidays import HolidayBase, country_holidays

from registry.leads.pipeline import LeadStatus

ZONE = ZoneInfo("Asia/Samarkand")
HOME = "UZ"
OPENS, CLOSES = time(9), time(18)
#: Working time of one day.
WORKING_DAY = timedelta(hours=9)

S = LeadStatus

#: Working days until an answer is due, from the receipt of the interest: the first answer, then the decision.
SINCE_RECEIPT = {S.SUBMITTED: 3, S.SCREENING: 3, S.ELIGIBLE: 5}
#: Working days until the next step is due, from the beginning of the state.
SINCE_STATE = {S.FORWARDED: 10, S.OWNER_ACCEPTED: 2}
#: Days after which a negotiation is looked at again.
SINCE_STATE_CALENDAR = {S.NEGOTIATION: 30}
#: While the partner or nobody is to act, the clock stands.
PAUSED = frozenset({S.INFO_REQUESTED})
#: The officer is warned so much working time before an answer is due.
WARNING = WORKING_DAY


@lru_cache(maxsize=256)
def _days_off(country: str) -> HolidayBase | None:
    try:
        return country_holidays(country)
    except NotImplementedError:
        return None


class Clock:
    """Working time for cases of partners from one country."""

    def __init__(self, country: str = HOME) -> None:
        self.days_off = [days for code in {HOME, country} if (days := _days_off(code)) is not None]

    def is_working_day(self, day: date) -> bool:
        """True for Monday to Friday without a holiday on either side."""
        return day.weekday() < 5 and not any(day in days for days in self.days_off)

    def after(self, start: datetime, work: timedelta) -> datetime:
        """The moment, in UTC, at which so much working time has passed since the start."""
        moment, left = start.astimezone(ZONE), work
        while True:
            opens, closes = self._hours(moment.date())
            if closes > moment:
                moment = max(moment, opens)
                if left <= closes - moment:
                    return (moment + left).astimezone(UTC)
                left -= closes - moment
            moment = datetime.combine(moment.date() + timedelta(days=1), time(), ZONE)

    def between(self, start: datetime, end: datetime) -> timedelta:
        """The working time between two moments; nothing if the end is not later."""
        total = timedelta()
        first, last = start.astimezone(ZONE), end.astimezone(ZONE)
        day = first.date()
        while day <= last.date():
            opens, closes = self._hours(day)
            total += max(min(closes, last) - max(opens, first), timedelta())
            day += timedelta(days=1)
        return total

    def _hours(self, day: date) -> tuple[datetime, datetime]:
        """Opening and closing; the same moment on a day without work."""
        opens = datetime.combine(day, OPENS, ZONE)
        return opens, datetime.combine(day, CLOSES, ZONE) if self.is_working_day(day) else opens


def due(
    state: LeadStatus, *, country: str, received: datetime, since: datetime, paused: timedelta
) -> datetime | None:
    """When the next answer or step is due in a state; None while nothing is.

    `paused` is the working time for which the clock stood since the receipt.
    """
    clock = Clock(country)
    if state in SINCE_RECEIPT:
        return clock.after(received, SINCE_RECEIPT[state] * WORKING_DAY + paused)
    if state in SINCE_STATE:
        return clock.after(since, SINCE_STATE[state] * WORKING_DAY)
    if state in SINCE_STATE_CALENDAR:
        return since + timedelta(days=SINCE_STATE_CALENDAR[state])
    return None

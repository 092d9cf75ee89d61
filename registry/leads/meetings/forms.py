"""Times of meetings, typed in Nukus time by the staff and in the partner's own by the partner."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from wtforms import DateTimeLocalField, IntegerField
from wtforms.validators import NumberRange

from registry.languages import gettext as _
from registry.languages import lazy_gettext as _l
from registry.leads.meetings.states import HOME, ZONES
from registry.web.forms import Choice, Form, LongText, SelectChoice, Text, optional, required

FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]


class Moment(DateTimeLocalField):
    """A day and time without a zone."""

    def __init__(self, label: object, **kwargs: Any) -> None:
        super().__init__(label, format=FORMATS, **kwargs)  # type: ignore[arg-type]

    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            super().process_formdata([str(value).strip()[:25] for value in valuelist if str(value).strip()])
        except ValueError:
            raise ValueError(_("Write a time such as 2026-11-24 15:30.")) from None


class SlotsForm(Form):
    slot_1 = Moment(_l("First time"), validators=[required()])
    slot_2 = Moment(_l("Second time"), validators=[optional()])
    slot_3 = Moment(_l("Third time"), validators=[optional()])

    def slots(self, zone: ZoneInfo = HOME) -> list[datetime]:
        """The times that were named, in UTC; they are read in a time zone."""
        named = [field.data for field in (self.slot_1, self.slot_2, self.slot_3) if field.data]
        return [moment.replace(tzinfo=zone).astimezone(UTC) for moment in named]


class MeetingForm(SlotsForm):
    title = Text(_l("What the meeting is about"), id="meeting-title", validators=[required()])
    place = Text(_l("Place or address of the call"), most=300, validators=[required()])
    minutes_long = IntegerField(
        _l("Minutes"),
        default=60,
        validators=[required(), NumberRange(10, 600, message=_l("From 10 to 600 minutes."))],
    )
    zone = Choice(_l("The partner's time zone"), validators=[required()])

    def offer(self, country: str) -> "MeetingForm":
        """Fill the list of time zones, that of the partner's country first. Returns itself."""
        usual = ZONES.get(country, "UTC")
        others = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc"))
        self.zone.choices = [SelectChoice(zone, zone) for zone in dict.fromkeys([usual, *others])]
        if not self.is_submitted():
            self.zone.data = usual
        return self


class MoveMeetingForm(Form):
    starts_at = Moment(_l("New time"), validators=[required()])
    place = Text(_l("Place or address of the call"), id="move-place", most=300, validators=[required()])


class MinutesForm(Form):
    minutes = LongText(_l("Minutes of the meeting"), most=10_000, validators=[required()])

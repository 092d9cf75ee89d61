"""What is written down about a visit."""

from datetime import UTC, datetime

from wtforms import BooleanField, EmailField

from registry.accounts.forms import usable_address
from registry.cooperation.visits.models import Visit, VisitMember
from registry.cooperation.visits.operations import VisitPlan
from registry.cooperation.visits.states import StopKind
from registry.languages import LANGUAGES, NATIVE_NAMES
from registry.languages import gettext as _
from registry.languages import lazy_gettext as _l
from registry.leads.inquiring import Application
from registry.leads.meetings.forms import Moment
from registry.leads.meetings.states import HOME
from registry.reference.models import InterestKind
from registry.reference.queries import entries
from registry.web.formatting import CURRENCIES, countries
from registry.web.forms import (
    Choice,
    Choices,
    Day,
    Form,
    LongText,
    Number,
    SelectChoice,
    Text,
    VersionedForm,
    choices_in,
    choices_of,
    chosen,
    optional,
    required,
)


def languages() -> list[SelectChoice]:
    """The languages of the house by their own names."""
    return [SelectChoice(code, NATIVE_NAMES[code]) for code in LANGUAGES]


class VisitForm(VersionedForm):
    purpose = Text(_l("Purpose"), most=300, validators=[required()])
    country = Choice(_l("Country"), validators=[required()])
    first_day = Day(_l("First day"), validators=[required()])
    last_day = Day(_l("Last day"), validators=[required()])
    is_official = BooleanField(_l("Official delegation"))
    head = Text(_l("Head of the delegation"))
    languages = Choices(_l("Languages"))
    interpreter = Text(_l("Interpreter"))
    hosts = LongText(_l("Hosts"), most=1000)

    def offer(self) -> "VisitForm":
        """Fill the lists. Returns itself."""
        nothing = SelectChoice("", _("Please choose"))
        self.country.choices = [nothing, *(SelectChoice(code, name) for code, name in countries())]
        self.languages.choices = languages()
        return self

    def plan(self) -> VisitPlan:
        """What was written, as plain values."""
        assert self.first_day.data is not None
        assert self.last_day.data is not None
        return VisitPlan(
            purpose=self.purpose.data or "",
            country=self.country.data,
            first_day=self.first_day.data,
            last_day=self.last_day.data,
            is_official=bool(self.is_official.data),
            head=self.head.data or None,
            languages=tuple(self.languages.data or ()),
            interpreter=self.interpreter.data or None,
            hosts=self.hosts.data or None,
        )


class MemberForm(Form):
    name = Text(_l("Name"), id="member-name", validators=[required()])
    position = Text(_l("Position"))
    organisation = Text(_l("Organisation"), id="member-organisation", validators=[required()])
    email = EmailField(_l("E-mail address"), id="member-email", validators=[optional(), usable_address])
    language = Choice(_l("Language"), id="member-language", validators=[required()])

    def offer(self, usual: str) -> "MemberForm":
        """Fill the list of languages; the usual one is chosen first. Returns itself."""
        self.language.choices = languages()
        if not self.is_submitted():
            self.language.data = usual
        return self


class StopForm(Form):
    starts_at = Moment(_l("Begins"), validators=[required()])
    kind = Choice(_l("What it is"), id="stop-kind", validators=[required()])
    place = Text(_l("Place"), most=300, validators=[required()])
    project = Text(_l("Project"), id="stop-project", most=20)
    note = LongText(_l("Note"), id="stop-note", most=1000)

    def offer(self) -> "StopForm":
        """Fill the list of kinds. Returns itself."""
        self.kind.choices = choices_in(StopKind)
        return self

    def moment(self) -> datetime:
        """The beginning in UTC; it is typed as it is in Nukus."""
        assert self.starts_at.data is not None
        return self.starts_at.data.replace(tzinfo=HOME).astimezone(UTC)


class OutcomeForm(VersionedForm):
    outcome = LongText(_l("What came of it"), most=5000)


class VisitInterestForm(Form):
    """An interest that somebody of the delegation says in person."""

    member = Choice(_l("Who is interested"), validators=[required()])
    project = Choice(_l("In which project"), id="interest-project", validators=[required()])
    partner_type = Choice(_l("Kind of organisation"), validators=[required()])
    kinds = Choices(_l("Kind of cooperation"), validators=[chosen])
    amount = Number(_l("Indicative amount"), least=1)  # type: ignore[arg-type]
    currency = Choice(_l("Currency"), default="USD")
    email = EmailField(_l("E-mail address"), id="interest-email", validators=[required(), usable_address])
    message = LongText(_l("What was said"), most=5000, validators=[required()])
    consent = BooleanField(
        _l("The person agreed that the Center keeps and uses these data"),
        validators=[required(_l("Ask for the agreement first."))],
    )

    def offer(self, visit: Visit, kinds_of_organisations: list[SelectChoice]) -> "VisitInterestForm":
        """Fill the lists. Returns itself."""
        self.member.choices = [
            SelectChoice(str(member.id), f"{member.name}, {member.organisation}") for member in visit.members
        ]
        self.project.choices = [
            SelectChoice(project.reference, f"{project.reference} {project.title}") for project in visit.projects
        ]
        self.partner_type.choices = kinds_of_organisations
        self.kinds.choices = choices_of(entries(InterestKind))
        self.currency.choices = [SelectChoice(code, code) for code in CURRENCIES]
        return self

    def application(self, member: VisitMember, country: str) -> Application:
        """What was said, as plain values."""
        return Application(
            organisation=member.organisation,
            country=country,
            partner_type=self.partner_type.data,
            contact_name=member.name,
            email=self.email.data or "",
            kinds=tuple(self.kinds.data or ()),
            message=self.message.data or "",
            language=member.language,
            amount=self.amount.data,  # type: ignore[arg-type]
            currency=self.currency.data,
        )


class NewsForm(Form):
    """Title and text of a news item in one language."""

    language = Choice(_l("Language"), id="news-language", validators=[required()])
    title = Text(_l("Title"), id="news-title", validators=[required()])
    text = LongText(_l("Text"), id="news-text", most=3000, validators=[required()])

    def offer(self) -> "NewsForm":
        """Fill the list of languages. Returns itself."""
        self.language.choices = languages()
        return self

"""Forms about expressions of interest."""

import secrets

from wtforms import BooleanField, EmailField, FileField, HiddenField, ValidationError
from wtforms.validators import URL

from registry.accounts.forms import usable_address
from registry.documents.forms import upload_in
from registry.documents.operations import Upload
from registry.languages import LANGUAGES, NATIVE_NAMES, current_language
from registry.languages import gettext as _
from registry.languages import lazy_gettext as _l
from registry.leads.inquiring import Application
from registry.leads.operations import Step
from registry.leads.pipeline import WRITTEN, LeadReason
from registry.reference.models import InterestKind, InterestRole, PartnerType, Timeframe
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


def phone_like(form: Form, field: Text) -> None:
    """Digits with the usual signs around them."""
    text = field.data or ""
    if text and (not set(text) <= set("+0123456789 ()-./") or sum(c.isdigit() for c in text) < 5):
        raise ValidationError(_("Write a phone number such as +998 61 225-74-56."))


class InterestForm(Form):
    """The public form; its field names are held on to from outside."""

    form_token = HiddenField()
    #: more projects, by reference, that the same interest is about
    also = Choices(_l("Also interested in"))
    organisation = Text(_l("Organisation"), validators=[required()])
    country = Choice(_l("Country"), validators=[required()])
    partner_type = Choice(_l("Kind of organisation"), validators=[required()])
    website = Text(
        _l("Website"),
        most=300,
        validators=[optional(), URL(message=_l("Write an address such as https://example.org."))],
    )
    contact_name = Text(_l("Your name"), validators=[required()])
    email = EmailField(_l("E-mail address"), validators=[required(), usable_address])
    phone = Text(_l("Phone"), most=40, validators=[phone_like])
    kinds = Choices(_l("Kind of cooperation"), validators=[chosen])
    role = Choice(_l("Role you would like"))
    amount = Number(_l("Indicative amount"), least=1)  # type: ignore[arg-type]
    currency = Choice(_l("Currency"))
    timeframe = Choice(_l("Time frame"))
    message = LongText(_l("Your interest in your own words"), most=5000, validators=[required()])
    missing_information = LongText(_l("What is missing or unclear to you?"), most=3000)
    about_organisation = LongText(_l("About your organisation and its experience"), most=3000)
    meeting_wish = Text(_l("Wish for a meeting"), most=300)
    language = Choice(_l("Language for our answer"), validators=[required()])
    consent = BooleanField(
        _l("I agree that the Center keeps and uses these data to answer me and to prepare the contact"),
        validators=[required(_l("Without your agreement the Center may not read this form."))],
    )

    def offer(self, also: list[tuple[str, str]]) -> "InterestForm":
        """Fill the lists; `also` holds reference and title of further projects. Returns itself."""
        nothing = SelectChoice("", _("Please choose"))
        self.also.choices = [SelectChoice(reference, title) for reference, title in also]
        self.country.choices = [nothing, *(SelectChoice(code, name) for code, name in countries())]
        self.partner_type.choices = [nothing, *choices_of(entries(PartnerType))]
        self.kinds.choices = choices_of(entries(InterestKind))
        self.role.choices = [SelectChoice("", _("Not decided yet")), *choices_of(entries(InterestRole))]
        self.timeframe.choices = [SelectChoice("", _("Not decided yet")), *choices_of(entries(Timeframe))]
        self.currency.choices = [nothing, *(SelectChoice(code, code) for code in CURRENCIES)]
        self.language.choices = [SelectChoice(code, NATIVE_NAMES[code]) for code in LANGUAGES]
        if not self.is_submitted():
            self.form_token.data = secrets.token_urlsafe(24)
            self.language.data = current_language()
        return self

    def validate_form_token(self, field: HiddenField) -> None:
        """A token of ours; whoever sends none gets one."""
        field.data = field.data or secrets.token_urlsafe(24)
        if len(field.data) > 64 or not field.data.isprintable():
            raise ValidationError(_("This form is damaged. Please load the page anew."))

    def validate_currency(self, field: Choice) -> None:
        if self.amount.data is not None and not field.data:
            raise ValidationError(_("Choose the currency of the amount."))

    def application(self) -> Application:
        """What was written, as plain values."""
        return Application(
            organisation=self.organisation.data or "",
            country=self.country.data,
            partner_type=self.partner_type.data,
            contact_name=self.contact_name.data or "",
            email=self.email.data or "",
            kinds=tuple(self.kinds.data or ()),
            message=self.message.data or "",
            language=self.language.data,
            phone=self.phone.data or None,
            website=self.website.data or None,
            role=self.role.data,
            amount=self.amount.data,  # type: ignore[arg-type]
            currency=self.currency.data,
            timeframe=self.timeframe.data,
            missing_information=self.missing_information.data or None,
            about_organisation=self.about_organisation.data or None,
            meeting_wish=self.meeting_wish.data or None,
        )


class MoveForm(VersionedForm):
    """A step along the pipeline."""

    to = HiddenField(validators=[required()])
    reason = Choice(_l("Reason"))
    note = LongText(_l("Note"), most=5000)
    next_step = Text(_l("Next step"), most=300)
    next_step_on = Day(_l("Date of the next step"), validators=[optional()])
    summary = LongText(_l("Summary for the owner"), most=3000)
    feedback = LongText(_l("What the partner is told"), most=3000)

    def offer(self) -> "MoveForm":
        """Fill the list of reasons. Returns itself."""
        self.reason.choices = choices_in(LeadReason, empty=_("Please choose"))
        return self

    def step(self) -> Step:
        """What was said, as plain values."""
        text, day = self.next_step.data, self.next_step_on.data
        return Step(
            reason=self.reason.data,
            note=self.note.data or None,
            next_step=(text, day) if text and day else None,
            summary=self.summary.data or None,
            feedback=self.feedback.data or None,
        )


class NextStepForm(VersionedForm):
    next_step = Text(_l("Next step"), id="own-next-step", most=300, validators=[required()])
    next_step_on = Day(_l("Date of the next step"), id="own-next-step-on", validators=[required()])


class NoteForm(Form):
    kind = Choice(_l("What it is"), id="note-kind")
    note = LongText(_l("Note for the staff"), id="staff-note", most=5000, validators=[required()])

    def offer(self) -> "NoteForm":
        """Fill the list of kinds. Returns itself."""
        self.kind.choices = choices_in(WRITTEN)
        return self


class TalkForm(Form):
    text = LongText(_l("Message"), id="talk-text", most=5000, validators=[required()])
    file = FileField(_l("File"), id="talk-file")

    def upload(self) -> Upload | None:
        """What comes with the message."""
        return upload_in(self.file)


class AnswerForm(Form):
    text = LongText(_l("Your answer"), most=5000, validators=[required()])


class OwnerForm(Form):
    """The owner of a project says whether to be put in touch."""

    reason = Choice(_l("Reason"))
    note = LongText(_l("Note for the Center"), most=2000)

    def offer(self) -> "OwnerForm":
        """Fill the list of reasons. Returns itself."""
        reasons = (LeadReason.OWNER_NOT_INTERESTED, LeadReason.OWNER_HAS_PARTNER)
        self.reason.choices = choices_in(reasons, empty=_("Please choose"))
        return self


class AssignForm(Form):
    officer = Choice(_l("Officer"))

"""What is written down about an agreement."""

from wtforms import FileField

from registry.cooperation.agreements.operations import Terms
from registry.cooperation.agreements.states import AgreementKind
from registry.documents.operations import Upload
from registry.languages import gettext as _
from registry.languages import lazy_gettext as _l
from registry.refusals import Refusal
from registry.web.formatting import CURRENCIES, countries
from registry.web.forms import (
    Choice,
    Day,
    Form,
    LongText,
    Number,
    SelectChoice,
    Text,
    choices_in,
    optional,
    required,
)


class AgreementForm(Form):
    kind = Choice(_l("Kind of agreement"), validators=[required()])
    title = Text(_l("Title"), most=300, validators=[required()])
    country = Choice(_l("Country"), validators=[required()])
    parties = LongText(_l("Parties, one a line"), most=4000, validators=[required()])
    ends_on = Day(_l("Ends on"), validators=[optional()])
    value = Number(_l("Amount"), least=1)  # type: ignore[arg-type]
    currency = Choice(_l("Currency"))
    note = LongText(_l("Note"), most=3000)

    def offer(self) -> "AgreementForm":
        """Fill the lists. Returns itself."""
        nothing = SelectChoice("", _("Please choose"))
        self.kind.choices = choices_in(AgreementKind, empty=_("Please choose"))
        self.country.choices = [nothing, *(SelectChoice(code, name) for code, name in countries())]
        self.currency.choices = [nothing, *(SelectChoice(code, code) for code in CURRENCIES)]
        return self

    def terms(self) -> Terms:
        """What was written, as plain values."""
        return Terms(
            kind=self.kind.data,
            title=self.title.data or "",
            country=self.country.data,
            ends_on=self.ends_on.data,
            value=self.value.data,  # type: ignore[arg-type]
            currency=self.currency.data,
            note=self.note.data or None,
        )

    def names(self) -> list[str]:
        """The parties that were named, each once."""
        lines = (line.strip()[:200] for line in (self.parties.data or "").splitlines())
        return list(dict.fromkeys(line for line in lines if line))


class SignForm(Form):
    signed_on = Day(_l("Signed on"), validators=[required()])
    file = FileField(_l("The signed agreement"))

    def upload(self) -> Upload:
        """The file as it came; raises Refusal if there is none."""
        file = self.file.data
        if not getattr(file, "filename", ""):
            raise Refusal(_("Choose a file."), "file")
        return Upload(file.filename, file.read())


class ObligationForm(Form):
    text = Text(_l("What is owed"), id="obligation-text", most=300, validators=[required()])
    owed_by = Text(_l("By whom"))
    due_on = Day(_l("Due on"), id="obligation-due", validators=[required()])

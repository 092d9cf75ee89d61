"""Uploading a document, asking for one, deciding."""

from typing import Any

from wtforms import BooleanField, FileField

from registry.documents.levels import Level, Tag
from registry.documents.operations import Upload
from registry.languages import gettext as _
from registry.languages import lazy_gettext as _l
from registry.refusals import Refusal
from registry.web.forms import Choice, Day, Form, LongText, Text, choices_in, optional, required


def upload_in(field: FileField) -> Upload | None:
    """The file that was sent; None if there is none."""
    file: Any = field.data
    return Upload(file.filename, file.read()) if getattr(file, "filename", "") else None


class DocumentForm(Form):
    file = FileField(_l("File"))
    title = Text(_l("What it is"), id="document-title")
    tag = Choice(_l("Kind of document"), default=Tag.OTHER.value)
    level = Choice(_l("Who may open it"), default=Level.STAFF.value)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tag.choices = choices_in(Tag)
        self.level.choices = choices_in(Level)

    def upload(self) -> Upload:
        """The file as it came; raises Refusal if there is none."""
        found = upload_in(self.file)
        if found is None:
            raise Refusal(_("Choose a file."), "file")
        return found


class AskForm(Form):
    reason = LongText(_l("What do you need it for?"), most=1000, validators=[required()])


class TermsForm(Form):
    accept = BooleanField(
        _l("I accept this for myself and for my organisation"),
        validators=[required(_l("Tick the box to accept."))],
    )


class DecisionForm(Form):
    until = Day(_l("Access ends on"), validators=[optional()])

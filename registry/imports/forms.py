"""Sending a table."""

from typing import Any

from wtforms import FileField

from registry.accounts.models import User
from registry.imports.catalogue import KINDS
from registry.languages import gettext as _
from registry.languages import lazy_gettext as _l
from registry.refusals import Refusal
from registry.web.forms import Choice, Form, SelectChoice, required


class UploadForm(Form):
    """A file, and what its rows are."""

    kind = Choice(_l("What the rows are"), validators=[required()])
    file = FileField(_l("File"))

    def offer(self, user: User) -> "UploadForm":
        """The kinds that this person may bring in; returns itself."""
        kinds = [kind for kind in KINDS.values() if user.may(kind.permission)]
        self.kind.choices = [SelectChoice(kind.name, kind.label) for kind in kinds]
        return self

    def upload(self) -> tuple[str, bytes]:
        """Name and content; raises Refusal if there is no file."""
        file: Any = self.file.data
        if not getattr(file, "filename", ""):
            raise Refusal(_("Choose a file."), "file")
        return file.filename, file.read()

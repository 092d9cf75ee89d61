"""What a task may be about. Pure rules."""

from registry.labelled import Labelled
from registry.languages import lazy_gettext as _l


class Subject(Labelled):
    LEAD = "lead", _l("Case")
    VISIT = "visit", _l("Visit")
    AGREEMENT = "agreement", _l("Agreement")
    PROJECT = "project", _l("Project")

"""Rules of assignment, and absences."""

from registry.accounts.queries import staff_members, staff_who_may
from registry.accounts.roles import Permission
from registry.languages import LANGUAGES, NATIVE_NAMES
from registry.languages import gettext as _
from registry.languages import lazy_gettext as _l
from registry.reference.models import Sector
from registry.reference.queries import entries
from registry.web.formatting import countries
from registry.web.forms import Choice, Day, Form, SelectChoice, choices_of, required


class RuleForm(Form):
    sector = Choice(_l("Sector"))
    country = Choice(_l("Country"))
    language = Choice(_l("Language"))
    officer = Choice(_l("Officer"))

    def offer(self) -> "RuleForm":
        """Fill the lists. Returns itself."""
        every = SelectChoice("", _("Any"))
        self.sector.choices = [every, *choices_of(entries(Sector))]
        self.country.choices = [every, *(SelectChoice(code, name) for code, name in countries())]
        self.language.choices = [every, *(SelectChoice(code, NATIVE_NAMES[code]) for code in LANGUAGES)]
        people = staff_who_may(Permission.LEADS_REVIEW)
        least = SelectChoice("", _("Whoever has the fewest open cases"))
        self.officer.choices = [least, *(SelectChoice(str(user.id), user.name) for user in people)]
        return self


class AbsenceForm(Form):
    user = Choice(_l("Who is away"), validators=[required()])
    first_day = Day(_l("First day"), validators=[required()])
    last_day = Day(_l("Last day"), validators=[required()])
    cover = Choice(_l("Who stands in"))

    def offer(self) -> "AbsenceForm":
        """Fill the lists. Returns itself."""
        people = [SelectChoice(str(user.id), user.name) for user in staff_members(active_only=True)]
        self.user.choices = people
        self.cover.choices = [SelectChoice("", _("Nobody")), *people]
        return self

"""Forms about matches."""

from decimal import Decimal
from typing import Any

from registry.languages import lazy_gettext as _l
from registry.matching.scoring import Criterion
from registry.matching.statuses import Dismissal, MatchStatus
from registry.web.forms import Choice, Form, LongText, Number, Text, choices_in, required


class StatusForm(Form):
    status = Choice(_l("What to do with it"), validators=[required()])
    reason = Choice(_l("Why it does not fit"))
    note = LongText(_l("Note"), most=1000)

    def offer(self) -> "StatusForm":
        """Fill the lists. Returns itself."""
        self.status.choices = choices_in(MatchStatus)
        self.reason.choices = choices_in(Dismissal, empty=_l("Please choose"))
        return self


class BaseWeightsForm(Form):
    note = Text(_l("Why they change"), most=300, validators=[required()])

    def tenths(self) -> dict[Criterion, int]:
        """The weights that were written, in tenths of points."""
        return {criterion: int(self[criterion.value].data * 10) for criterion in Criterion}


#: With a number for each criterion beside the note.
WeightsForm = type(
    "WeightsForm",
    (BaseWeightsForm,),
    {
        criterion.value: Number(
            criterion.label, places=1, least=Decimal(0), greatest=Decimal(100), validators=[required()]
        )
        for criterion in Criterion
    },
)


def weights_form(tenths: Any, **more: Any) -> Any:
    """The form with the present weights."""
    return WeightsForm(data={criterion.value: Decimal(tenths[criterion]) / 10 for criterion in Criterion}, **more)

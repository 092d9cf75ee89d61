"""The form of a merge: whose value stays, field by field."""

from collections.abc import Mapping
from typing import Any

from wtforms import HiddenField

from registry.languages import gettext as _
from registry.languages import lazy_gettext as _l
from registry.partners.merging.policies import CHOSEN, MANDATE, Side
from registry.partners.models import Partner
from registry.web.forms import Form, OneOfFew, SelectChoice

LABELS: Mapping[str, str] = {
    "name": _l("Organisation"),
    "name_original": _l("Name in its own script"),
    "country": _l("Country"),
    "type_code": _l("Kind of organisation"),
    "website": _l("Website"),
    "languages": _l("Working languages"),
    "abouts": _l("Description"),
    "parent_id": _l("Belongs to"),
    MANDATE: _l("What it seeks"),
}
#: The page shows the values themselves beside the buttons.
_SIDES = [SelectChoice(side.value, side.value) for side in Side]


class BaseMergeForm(Form):
    kept_version = HiddenField()
    gone_version = HiddenField()

    def choices_made(self) -> dict[str, Side]:
        """Field -> whose value stays."""
        return {name: Side(self[name].data) for name in (*CHOSEN, MANDATE) if self[name].data}

    def seen(self) -> tuple[int | None, int | None]:
        """The versions of both organisations that the person had open."""
        return _number(self.kept_version.data), _number(self.gone_version.data)

    def show_anew(self, kept: Partner, gone: Partner) -> None:
        """Somebody else changed one of the two: keep what was chosen, take the present versions, say so."""
        self.kept_version.data, self.gone_version.data = str(kept.version), str(gone.version)
        self.form_errors.append(
            _("Somebody else changed this meanwhile. Look at the present state, then decide anew.")
        )


def _number(text: object) -> int | None:
    text = str(text or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


#: With a choice between the two for each field.
MergeForm = type("MergeForm", (BaseMergeForm,), {name: OneOfFew(LABELS[name], choices=_SIDES) for name in LABELS})


def merge_form(kept: Partner, gone: Partner, parents: Mapping[Side, Partner | None]) -> Any:
    """The form, where the value of the one that stays is chosen unless it has none."""
    has = {
        Side.KEPT: _values(kept, parents[Side.KEPT]),
        Side.GONE: _values(gone, parents[Side.GONE]),
    }
    chosen = {
        name: (Side.GONE if has[Side.GONE][name] and not has[Side.KEPT][name] else Side.KEPT).value
        for name in CHOSEN
    }
    versions = {"kept_version": kept.version, "gone_version": gone.version}
    return MergeForm(data={**chosen, MANDATE: Side.KEPT.value, **versions})


def _values(partner: Partner, parent: Partner | None) -> dict[str, Any]:
    return {name: parent if name == "parent_id" else getattr(partner, name) for name in CHOSEN}


def fields_that_differ(kept: Partner, gone: Partner, parents: Mapping[Side, Partner | None]) -> set[str]:
    """Fields for which there is something to choose."""
    ours, theirs = _values(kept, parents[Side.KEPT]), _values(gone, parents[Side.GONE])
    return {name for name in CHOSEN if (ours[name] or None) != (theirs[name] or None)}

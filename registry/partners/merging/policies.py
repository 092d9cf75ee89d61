"""What becomes of everything that points to an organisation when it is merged into another. Pure rules."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from registry.labelled import Labelled
from registry.languages import lazy_gettext as _l


class Side(StrEnum):
    """The organisation that stays, or the one that goes into it."""

    KEPT = "kept"
    GONE = "gone"


class How(Labelled):
    MOVES = "moves", _l("All move to the organisation that stays.")
    ONCE = "once", _l("What the organisation that stays does not have yet moves to it.")
    CHOSEN = "chosen", _l("One stays; where both have one, the one that you choose.")
    PAIRED = "paired", _l("They count for the organisation that stays.")
    REMADE = "remade", _l("They are worked out anew.")


@dataclass(frozen=True, slots=True)
class Policy:
    """What becomes of the rows of one column."""

    label: str
    how: How
    #: where both have a row with the same key: the column that decides which stays, and its values, the weakest
    #: first; values not named are stronger than these, and of equals the row of the organisation that stays counts
    strength: tuple[str, tuple[str, ...]] | None = None
    #: column and value of rows that are worked out anew
    remade: tuple[str, str] | None = None


#: (table, column that points to an organisation) -> what becomes of its rows, in this order. A column that is
#: missing here makes every merge refuse: its rows would go with the organisation.
POLICIES: Mapping[tuple[str, str], Policy] = {
    ("partner_names", "partner_id"): Policy(_l("Other names"), How.ONCE),
    ("partner_members", "partner_id"): Policy(_l("People"), How.MOVES),
    ("partner_invitations", "partner_id"): Policy(_l("Invitations of people"), How.MOVES),
    ("mandates", "partner_id"): Policy(_l("What it seeks"), How.CHOSEN),
    ("inquiries", "partner_id"): Policy(_l("Interests sent"), How.MOVES),
    ("offers", "partner_id"): Policy(_l("Offers"), How.MOVES),
    ("partner_checks", "partner_id"): Policy(_l("Checks"), How.MOVES),
    # Nobody may get off a sanctions list by being merged.
    ("sanction_hits", "partner_id"): Policy(
        _l("Names on sanctions lists"), How.ONCE, strength=("state", ("dismissed", "open", "escalated"))
    ),
    ("matches", "partner_id"): Policy(
        _l("Matches with projects"), How.ONCE, strength=("status", ("new",)), remade=("status", "new")
    ),
    ("match_evidence", "partner_id"): Policy(_l("Experience with projects"), How.ONCE),
    ("match_invitations", "partner_id"): Policy(_l("Invitations to look at projects"), How.MOVES),
    ("visit_members", "partner_id"): Policy(_l("People on visits"), How.MOVES),
    ("agreement_parties", "partner_id"): Policy(_l("Agreements"), How.MOVES),
    ("activities", "partner_id"): Policy(_l("What is done together"), How.MOVES),
    ("match_words", "partner_id"): Policy(_l("Words of what it seeks"), How.REMADE),
    ("partners", "parent_id"): Policy(_l("Organisations that belong to it"), How.MOVES),
    ("partner_different_pairs", "first_id"): Policy(_l("Organisations that it is not"), How.PAIRED),
    ("partner_different_pairs", "second_id"): Policy(_l("Organisations that it is not"), How.PAIRED),
}
#: Tables that other rooms change in a merge.
MORE_LABELS: Mapping[str, str] = {"leads": _l("Cases")}

#: Columns of an organisation for which somebody chooses whose value stays.
CHOSEN = (
    "name",
    "name_original",
    "country",
    "type_code",
    "website",
    "languages",
    "abouts",
    "parent_id",
)
#: Columns that follow from both.
JOINED = ("name_key", "note", "is_demo", "version")
#: Columns that the organisation that stays keeps.
UNTOUCHED = ("id", "created_at", "confirmed_on", "nudged_on")
#: Beside the columns.
MANDATE = "mandate"


@dataclass(frozen=True, slots=True)
class Part:
    """What moves of one kind, for the page: how many, what becomes of them, and what forbids it, if anything."""

    label: str
    count: int
    how: How
    obstacle: str | None = None


def label_of(table: str) -> str:
    """What the rows of a table are for people."""
    for (name, _column), policy in POLICIES.items():
        if name == table and name != "partners":
            return policy.label
    return MORE_LABELS.get(table) or _l("Organisation")


def is_remade(row: Mapping[str, object], policy: Policy) -> bool:
    """True if nobody did anything with a row, so that it is worked out anew."""
    return policy.remade is not None and row[policy.remade[0]] == policy.remade[1]


def is_stronger(one: Mapping[str, object], other: Mapping[str, object], policy: Policy) -> bool:
    """True if the first of two rows with the same key must stay."""
    if policy.strength is None:
        return False
    column, values = policy.strength
    return _rank(one[column], values) > _rank(other[column], values)


def _rank(value: object, values: tuple[str, ...]) -> int:
    return values.index(str(value)) if value in values else len(values)


def without_policy(pointing: Collection[tuple[str, str]]) -> list[str]:
    """Columns that point to organisations and of which nothing is said here."""
    return sorted(f"{table}.{column}" for table, column in set(pointing) - POLICIES.keys())

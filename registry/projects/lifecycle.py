"""Where a project may stand and where it may move: publication, funding, evidence. Pure rules."""

from dataclasses import dataclass

from registry.accounts.roles import Permission
from registry.labelled import Labelled
from registry.languages import lazy_gettext as _l


class Publication(Labelled):
    DRAFT = "draft", _l("Draft"), "neutral"
    SUBMITTED = "submitted", _l("Submitted"), "info"
    IN_REVIEW = "in_review", _l("In review"), "progress"
    CHANGES_REQUESTED = "changes_requested", _l("Changes requested"), "attention"
    APPROVED = "approved", _l("Approved"), "info"
    PUBLISHED = "published", _l("Published"), "success"
    SUSPENDED = "suspended", _l("Suspended"), "attention"
    REJECTED = "rejected", _l("Rejected"), "danger"
    EXPIRED = "expired", _l("Expired"), "neutral"
    ARCHIVED = "archived", _l("Archived"), "neutral"


class Revision(Labelled):
    """Where a change to a project stands that waits beside the approved version."""

    SUBMITTED = "submitted", _l("Change in review"), "progress"
    RETURNED = "returned", _l("Change sent back"), "attention"
    APPROVED = "approved", _l("Change approved"), "success"
    WITHDRAWN = "withdrawn", _l("Change withdrawn"), "neutral"


class Funding(Labelled):
    SEEKING = "seeking", _l("Seeking funding"), "info"
    PART_FUNDED = "part_funded", _l("Partly funded"), "progress"
    FULLY_FUNDED = "fully_funded", _l("Fully funded"), "success"
    ON_HOLD = "on_hold", _l("On hold"), "attention"
    WITHDRAWN = "withdrawn", _l("Withdrawn"), "neutral"


#: Funding states in which a project takes new interest.
OPEN_FUNDING = frozenset({Funding.SEEKING, Funding.PART_FUNDED})


class Evidence(Labelled):
    DOCUMENT = "document", _l("From a document")
    ESTIMATE = "estimate", _l("Estimate")
    ILLUSTRATIVE = "illustrative", _l("Illustrative")


class Exactness(Labelled):
    EXACT = "exact", _l("Exact place")
    APPROXIMATE = "approximate", _l("Approximate place")


class DocumentKind(Labelled):
    CONCEPT_NOTE = "concept_note", _l("Concept note")
    PRE_FEASIBILITY_STUDY = "pre_feasibility_study", _l("Pre-feasibility study")
    FEASIBILITY_STUDY = "feasibility_study", _l("Feasibility study")
    ENVIRONMENTAL_ASSESSMENT = "environmental_assessment", _l("Environmental assessment")
    FINANCIAL_MODEL = "financial_model", _l("Financial model")
    LAND_DOCUMENT = "land_document", _l("Land document")
    WATER_PERMIT = "water_permit", _l("Water use permit")
    TECHNICAL_DESIGN = "technical_design", _l("Technical design")
    AGREEMENT = "agreement", _l("Agreement")
    COMPLETION_REPORT = "completion_report", _l("Completion report")


class DocumentState(Labelled):
    AVAILABLE = "available", _l("Available"), "success"
    IN_PREPARATION = "in_preparation", _l("In preparation"), "progress"
    MISSING = "missing", _l("Missing"), "attention"
    NOT_NEEDED = "not_needed", _l("Not needed"), "neutral"


class SocialCategory(Labelled):
    """Environmental and social risk category, as development banks use it."""

    A = "A", _l("A: high risk"), "danger"
    B = "B", _l("B: moderate risk"), "attention"
    C = "C", _l("C: low risk"), "success"


class Reason(Labelled):
    """Why a project was sent back, refused or taken down."""

    FIGURES = "figures", _l("Figures lack a unit, year or source")
    TEXTS = "texts", _l("Texts are incomplete or unclear")
    DOCUMENTS = "documents", _l("The stage is not supported by documents")
    DUPLICATE = "duplicate", _l("The project is registered already")
    OUT_OF_SCOPE = "out_of_scope", _l("Outside the Center's field or region")
    INITIATOR = "initiator", _l("At the initiator's wish")
    CHECKS = "checks", _l("Checks raised questions")
    OTHER = "other", _l("Other")


@dataclass(frozen=True, slots=True)
class Move:
    """A step along the states of a publication or of a revision."""

    to: Publication | Revision
    label: str
    permission: Permission
    needs_reason: bool = False
    #: the author must say what changed since it was sent back
    needs_answer: bool = False
    #: whoever wrote or submitted it may not take this step
    by_another: bool = False
    tone: str = "neutral"


_SUBMIT = Move(Publication.SUBMITTED, _l("Submit for review"), Permission.PROJECTS_EDIT, tone="primary")
_RESUBMIT = Move(
    Publication.SUBMITTED, _l("Submit again"), Permission.PROJECTS_EDIT, needs_answer=True, tone="primary"
)
_REVIEW = Move(
    Publication.IN_REVIEW, _l("Take into review"), Permission.PROJECTS_REVIEW, by_another=True, tone="primary"
)
_SEND_BACK = Move(
    Publication.CHANGES_REQUESTED,
    _l("Request changes"),
    Permission.PROJECTS_REVIEW,
    needs_reason=True,
    by_another=True,
)
_APPROVE = Move(Publication.APPROVED, _l("Approve"), Permission.PROJECTS_REVIEW, by_another=True, tone="primary")
_REJECT = Move(
    Publication.REJECTED,
    _l("Reject"),
    Permission.PROJECTS_REVIEW,
    needs_reason=True,
    by_another=True,
    tone="danger",
)
_PUBLISH = Move(Publication.PUBLISHED, _l("Publish"), Permission.PROJECTS_PUBLISH, by_another=True, tone="primary")
_SUSPEND = Move(
    Publication.SUSPENDED, _l("Suspend"), Permission.PROJECTS_PUBLISH, needs_reason=True, tone="danger"
)
_RESUME = Move(Publication.PUBLISHED, _l("Publish again"), Permission.PROJECTS_PUBLISH, tone="primary")
_RENEW = Move(Publication.PUBLISHED, _l("Renew for 12 months"), Permission.PROJECTS_PUBLISH, tone="primary")
_ARCHIVE = Move(Publication.ARCHIVED, _l("Archive"), Permission.PROJECTS_PUBLISH, needs_reason=True)
_BACK_TO_DRAFT = Move(Publication.DRAFT, _l("Return to draft"), Permission.PROJECTS_EDIT)

#: publication state -> the steps out of it
MOVES: dict[Publication, tuple[Move, ...]] = {
    Publication.DRAFT: (_SUBMIT,),
    Publication.SUBMITTED: (_REVIEW,),
    Publication.IN_REVIEW: (_APPROVE, _SEND_BACK, _REJECT),
    Publication.CHANGES_REQUESTED: (_RESUBMIT,),
    Publication.APPROVED: (_PUBLISH, _SEND_BACK),
    Publication.PUBLISHED: (_SUSPEND, _ARCHIVE),
    Publication.SUSPENDED: (_RESUME, _ARCHIVE),
    Publication.REJECTED: (_BACK_TO_DRAFT,),
    Publication.EXPIRED: (_RENEW, _ARCHIVE),
    Publication.ARCHIVED: (),
}

#: state of a waiting change -> the steps out of it; approving puts it in the place of the approved version
REVISION_MOVES: dict[Revision, tuple[Move, ...]] = {
    Revision.SUBMITTED: (
        Move(
            Revision.APPROVED,
            _l("Approve the change"),
            Permission.PROJECTS_REVIEW,
            by_another=True,
            tone="primary",
        ),
        Move(
            Revision.RETURNED,
            _l("Send the change back"),
            Permission.PROJECTS_REVIEW,
            needs_reason=True,
            by_another=True,
        ),
        Move(Revision.WITHDRAWN, _l("Withdraw the change"), Permission.PROJECTS_EDIT),
    ),
    Revision.RETURNED: (
        Move(
            Revision.SUBMITTED,
            _l("Submit the change again"),
            Permission.PROJECTS_EDIT,
            needs_answer=True,
            tone="primary",
        ),
        Move(Revision.WITHDRAWN, _l("Withdraw the change"), Permission.PROJECTS_EDIT),
    ),
}

#: States whose page the public may still open, though the list no longer shows the project.
FORMER = frozenset({Publication.EXPIRED, Publication.ARCHIVED})

#: States in which the texts and figures may be edited.
EDITABLE = frozenset(
    {
        Publication.DRAFT,
        Publication.CHANGES_REQUESTED,
        Publication.PUBLISHED,
        Publication.SUSPENDED,
        Publication.EXPIRED,
    }
)

#: States after a review. A material change waits for another one: otherwise one person could suspend, rewrite and
#: resume.
REVIEWED = frozenset({Publication.PUBLISHED, Publication.SUSPENDED, Publication.EXPIRED})

#: Fields whose change in a reviewed project calls for a new review.
MATERIAL = frozenset(
    {
        "total_cost",
        "currency",
        "stage_code",
        "latitude",
        "longitude",
        "districts",
        "initiator",
        "funding",
        "type_code",
        "sector_code",
    }
)


def find_move(state: str, to: str) -> Move | None:
    """The step from one state to another, if the table has it."""
    return next((move for move in MOVES[Publication(state)] if move.to == to), None)


def find_revision_move(state: str, to: str) -> Move | None:
    """The step of a waiting change from one state to another, if the table has it."""
    return next((move for move in REVISION_MOVES[Revision(state)] if move.to == to), None)

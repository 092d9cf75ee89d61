"""What is done together, and how people come to take part. Pure rules."""

from registry.labelled import Labelled
from registry.languages import lazy_gettext as _l


class ActivityKind(Labelled):
    JOINT_PROJECT = "joint_project", _l("Joint project")
    PROPOSAL = "proposal", _l("Proposal of a partner")
    INTERNSHIP = "internship", _l("Internship")
    EXCHANGE = "exchange", _l("Exchange")
    TRAINING = "training", _l("Training")


#: Kinds that people apply for.
WITH_PLACES = frozenset({ActivityKind.INTERNSHIP, ActivityKind.EXCHANGE, ActivityKind.TRAINING})


class ActivityState(Labelled):
    PROPOSED = "proposed", _l("Proposed"), "attention"
    APPROVED = "approved", _l("Approved"), "info"
    RUNNING = "running", _l("Running"), "progress"
    COMPLETED = "completed", _l("Completed"), "success"
    DECLINED = "declined", _l("Declined"), "neutral"


NEXT: dict[ActivityState, tuple[ActivityState, ...]] = {
    ActivityState.PROPOSED: (ActivityState.APPROVED, ActivityState.DECLINED),
    ActivityState.APPROVED: (ActivityState.RUNNING, ActivityState.DECLINED),
    ActivityState.RUNNING: (ActivityState.COMPLETED,),
    ActivityState.COMPLETED: (),
    ActivityState.DECLINED: (ActivityState.PROPOSED,),
}


class ApplicantState(Labelled):
    APPLIED = "applied", _l("Applied"), "attention"
    SELECTED = "selected", _l("Selected"), "info"
    DECLINED = "declined", _l("Not selected"), "neutral"
    ATTENDED = "attended", _l("Took part"), "success"
    ABSENT = "absent", _l("Did not come"), "danger"


APPLICANT_NEXT: dict[ApplicantState, tuple[ApplicantState, ...]] = {
    ApplicantState.APPLIED: (ApplicantState.SELECTED, ApplicantState.DECLINED),
    ApplicantState.SELECTED: (ApplicantState.ATTENDED, ApplicantState.ABSENT, ApplicantState.DECLINED),
    ApplicantState.DECLINED: (ApplicantState.SELECTED,),
    ApplicantState.ATTENDED: (),
    ApplicantState.ABSENT: (ApplicantState.ATTENDED,),
}
#: States that take a place.
TAKES_PLACE = frozenset({ApplicantState.SELECTED, ApplicantState.ATTENDED})

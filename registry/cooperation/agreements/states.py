"""Kinds and states of agreements. Pure rules."""

from registry.labelled import Labelled
from registry.languages import lazy_gettext as _l


class AgreementKind(Labelled):
    MOU = "mou", _l("Memorandum of understanding")
    NDA = "nda", _l("Agreement on confidentiality")
    TERM_SHEET = "term_sheet", _l("Term sheet")
    LOAN_GRANT = "loan_grant", _l("Loan or grant agreement")
    JOINT_VENTURE = "joint_venture", _l("Share purchase or joint venture")
    LICENCE = "licence", _l("Licence or technology transfer")
    SUPPLY = "supply", _l("Supply or offtake")
    CONTRACT = "contract", _l("Contract")
    LABORATORY = "laboratory", _l("Joint laboratory")
    RESEARCH = "research", _l("Research agreement")
    TRAINING = "training", _l("Training or internship agreement")
    PPP = "ppp", _l("Public–private partnership")


class AgreementState(Labelled):
    DRAFT = "draft", _l("Draft"), "neutral"
    SIGNED = "signed", _l("Signed"), "success"
    ENDED = "ended", _l("Ended"), "neutral"
    CANCELLED = "cancelled", _l("Cancelled"), "danger"


NEXT: dict[AgreementState, tuple[AgreementState, ...]] = {
    AgreementState.DRAFT: (AgreementState.CANCELLED,),
    AgreementState.SIGNED: (AgreementState.ENDED, AgreementState.CANCELLED),
    AgreementState.ENDED: (),
    AgreementState.CANCELLED: (),
}

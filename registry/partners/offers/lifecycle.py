"""What partners offer, and how an offer gets to those who need it. Pure rules."""

from registry.labelled import Labelled
from registry.languages import lazy_gettext as _l


class OfferKind(Labelled):
    TECHNOLOGY = "technology", _l("Technology")
    TRAINING = "training", _l("Training or internship places")
    FINANCE = "finance", _l("Finance")
    EQUIPMENT = "equipment", _l("Equipment")
    RESEARCH = "research", _l("Joint research")


class OfferStatus(Labelled):
    DRAFT = "draft", _l("Draft"), "neutral"
    SUBMITTED = "submitted", _l("Submitted"), "info"
    PUBLISHED = "published", _l("Published"), "success"
    RETURNED = "returned", _l("Sent back"), "attention"
    WITHDRAWN = "withdrawn", _l("Withdrawn"), "neutral"


#: States in which the partner may change the offer.
EDITABLE = frozenset({OfferStatus.DRAFT, OfferStatus.RETURNED})
#: From where to where: the partner sends and takes back, the staff decides.
BY_PARTNER = {
    OfferStatus.DRAFT: (OfferStatus.SUBMITTED, OfferStatus.WITHDRAWN),
    OfferStatus.RETURNED: (OfferStatus.SUBMITTED, OfferStatus.WITHDRAWN),
    OfferStatus.SUBMITTED: (OfferStatus.WITHDRAWN,),
    OfferStatus.PUBLISHED: (OfferStatus.WITHDRAWN,),
    OfferStatus.WITHDRAWN: (),
}
BY_STAFF = {OfferStatus.SUBMITTED: (OfferStatus.PUBLISHED, OfferStatus.RETURNED)}

"""Both sides out of the database, as the engine takes them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from sqlalchemy import select

from registry.catalogue.search.documents import SUMMARY, weights_of
from registry.catalogue.search.snapshot import fingerprint
from registry.db import db, now
from registry.matching.models import PartnerWords
from registry.matching.projects import Orders, order_of
from registry.matching.scoring import OF_CODES, Criterion, mask_of
from registry.matching.wishes import Wish, known_conditions
from registry.partners.mandates.models import Mandate
from registry.partners.mandates.records import Openness
from registry.partners.models import Partner
from registry.reference.models import (
    District,
    Entry,
    Instrument,
    PartnerType,
    Restriction,
    Sdg,
    Sector,
    Stage,
)
from registry.reference.queries import entries, rates_on

#: Criterion -> the list of its codes.
LISTS: Mapping[Criterion, type[Entry]] = {
    Criterion.SECTOR: Sector,
    Criterion.PLACE: District,
    Criterion.STAGE: Stage,
    Criterion.INSTRUMENT: Instrument,
    Criterion.PARTNER_TYPE: PartnerType,
    Criterion.SDG: Sdg,
}
#: Instruments and kinds of partner that stand in for each other.
FAMILIES = (
    {"equity", "quasi_equity"},
    {"loan", "concessional_loan", "blended", "bond"},
    {"grant", "reimbursable_grant", "in_kind"},
    {"leasing", "vendor_credit", "supply_offtake"},
    {"technology_transfer", "joint_research", "expertise"},
    {"joint_research", "training_internship", "expertise"},
    {"corporate_investor", "fund_manager", "family_office", "bank"},
    {"bank", "development_bank"},
    {"bilateral_donor", "development_bank", "foundation"},
    {"research_institute", "individual_expert"},
    {"technology_provider", "contractor"},
    {"ngo", "foundation", "association"},
)
#: Terms of an organisation that are kept: those that weigh most.
MOST_KEPT = 120
#: Two sectors are near if they serve so many of the same goals.
SHARED_GOALS = 2
OPEN_TO = {
    Openness.SECTOR: Criterion.SECTOR,
    Openness.PLACE: Criterion.PLACE,
    Openness.STAGE: Criterion.STAGE,
    Openness.INSTRUMENT: Criterion.INSTRUMENT,
}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The lists as bits: which bit each code is, which codes are near each, what each restriction needs."""

    orders: Orders
    near: Mapping[Criterion, Mapping[str, frozenset[str]]]
    restrictions: Mapping[str, int]
    rates: Mapping[str, Decimal]


def read_vocabulary() -> Vocabulary:
    """The lists as they are now, retired codes too."""
    lists = {criterion: entries(kind, retired=True) for criterion, kind in LISTS.items()}
    orders = {criterion: order_of(entry.code for entry in found) for criterion, found in lists.items()}
    return Vocabulary(
        orders,
        {criterion: _near(criterion, lists[criterion]) for criterion in OF_CODES},
        {
            entry.code: mask_of(entry.instruments, orders[Criterion.INSTRUMENT])
            for entry in entries(Restriction, retired=True)
            if entry.instruments
        },
        rates_on(now().date()),
    )


def _near(criterion: Criterion, found: Sequence[Entry]) -> dict[str, frozenset[str]]:
    codes = [entry.code for entry in found]
    if criterion is Criterion.STAGE:
        return {code: frozenset(codes[max(place - 1, 0) : place + 2]) - {code} for place, code in enumerate(codes)}
    return {
        one.code: frozenset(other.code for other in found if other is not one and _are_near(one, other))
        for one in found
    }


def _are_near(one: Entry, other: Entry) -> bool:
    if isinstance(one, Sector) and isinstance(other, Sector):
        return len(set(one.sdgs) & set(other.sdgs)) >= SHARED_GOALS
    if isinstance(one, District) and isinstance(other, District):
        return one.region_code == other.region_code
    return any({one.code, other.code} <= family for family in FAMILIES)


def read_wishes(vocabulary: Vocabulary, blocked: set[int], ids: Sequence[int] | None = None) -> list[Wish]:
    """What these organisations, or all, want; by id."""
    query = (
        select(Partner.id, Partner.type_code, Mandate, PartnerWords)
        .outerjoin(Mandate, Mandate.partner_id == Partner.id)
        .outerjoin(PartnerWords, PartnerWords.partner_id == Partner.id)
        .order_by(Partner.id)
    )
    if ids is not None:
        query = query.where(Partner.id.in_(ids))
    return [
        wish_of(
            partner_id,
            type_code,
            mandate,
            vocabulary,
            words={} if mandate is None else words_of_mandate(mandate, words),
            is_blocked=partner_id in blocked,
        )
        for partner_id, type_code, mandate, words in db.session.execute(query)
    ]


def wish_of(
    partner_id: int,
    type_code: str,
    mandate: Mandate | None,
    vocabulary: Vocabulary,
    *,
    words: Mapping[str, float],
    is_blocked: bool,
) -> Wish:
    """What one organisation wants, in bits and numbers."""
    chosen = {Criterion.PARTNER_TYPE: [type_code], **(_chosen(mandate, vocabulary.orders) if mandate else {})}
    fits = {criterion: mask_of(codes, vocabulary.orders[criterion]) for criterion, codes in chosen.items()}
    nearly = {criterion: _near_mask(criterion, codes, vocabulary) for criterion, codes in chosen.items()}
    if mandate is None:
        return Wish(partner_id, fits, nearly, is_blocked=is_blocked)
    return Wish(
        partner_id,
        fits,
        nearly,
        _ranges(mandate, vocabulary.rates),
        words,
        known_conditions(mandate.conditions),
        {code: vocabulary.restrictions[code] for code in mandate.restrictions if code in vocabulary.restrictions},
        is_blocked,
    )


def _chosen(mandate: Mandate, orders: Orders) -> dict[Criterion, list[str]]:
    """Criterion -> the codes that fit; all of a list where there is no preference."""
    chosen = {
        Criterion.SECTOR: mandate.sectors,
        Criterion.PLACE: mandate.districts,
        Criterion.STAGE: mandate.stages,
        Criterion.INSTRUMENT: mandate.instruments,
        Criterion.SDG: mandate.sdgs,
    }
    open_to = {OPEN_TO[Openness(name)] for name in mandate.open_to}
    return chosen | {criterion: list(orders[criterion]) for criterion in open_to}


def _near_mask(criterion: Criterion, codes: Sequence[str], vocabulary: Vocabulary) -> int:
    near = {other for code in codes for other in vocabulary.near[criterion].get(code, ())}
    return mask_of(near, vocabulary.orders[criterion])


def _ranges(mandate: Mandate, rates: Mapping[str, Decimal]) -> dict[Criterion, tuple[float | None, float | None]]:
    """Amounts in US dollars at the newest rate; not known where a currency has none."""
    rate = rates.get(mandate.currency or "")
    least = float(mandate.ticket_min / rate) if rate and mandate.ticket_min is not None else None
    # An amount that is the largest possible is possible itself.
    below = float(mandate.ticket_max / rate) * (1 + 1e-9) if rate and mandate.ticket_max is not None else None
    return {
        Criterion.AMOUNT: (least, below),
        Criterion.RETURN: (_number(mandate.return_from), _number(mandate.return_below)),
        Criterion.HORIZON: (_number(mandate.horizon_from), _number(mandate.horizon_below)),
    }


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def words_of_mandate(mandate: Mandate, kept: PartnerWords | None) -> dict[str, float]:
    """Term -> weight of what an organisation says it needs, offers, studies and shares; what is kept if right."""
    if kept is not None and kept.written_at == mandate.updated_at and kept.mark == analysis_mark():
        return kept.terms
    texts: dict[str, list[tuple[str, float]]] = {}
    for written in (mandate.needs, mandate.offers, mandate.topics, mandate.equipment):
        for language, text in written.items():
            texts.setdefault(language, []).append((text, SUMMARY))
    weights = weights_of(texts) if texts else {}
    heaviest = sorted(weights, key=lambda term: (-weights[term], term))[:MOST_KEPT]
    return {term: round(weights[term], 4) for term in heaviest}


@cache
def analysis_mark() -> str:
    """Changes with how texts are read."""
    return fingerprint(None)

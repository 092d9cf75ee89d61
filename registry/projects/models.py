"""The registry itself: a project and all it says of itself."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    String,
    Table,
    Text,
)
from sqlalchemy.orm import Mapped, attribute_keyed_dict, mapped_column, relationship

from registry.accounts.models import User
from registry.db import Base, Scaled, UtcDateTime, Versioned
from registry.labelled import Labelled
from registry.languages import LANGUAGES, pick
from registry.projects.lifecycle import (
    OPEN_FUNDING,
    Evidence,
    Exactness,
    Funding,
    Publication,
    SocialCategory,
)
from registry.projects.parts import Achievement, DocumentLine, FundingLine, IndicatorLine, PartyLine, ProjectText
from registry.reference.models import (
    District,
    Incentive,
    PartnerType,
    ProjectType,
    Sdg,
    Sector,
    Stage,
)

#: Amounts of money to the cent, quantities to four places.
Amount = Scaled(2)
Quantity = Scaled(4)


def one_of(column: str, codes: type[Labelled]) -> CheckConstraint:
    """The column holds one of an enumeration's codes, or nothing."""
    listed = ", ".join(f"'{member.value}'" for member in codes)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def _link(table: str, target: str, column: str) -> Table:
    return Table(
        table,
        Base.metadata,
        Column("project_id", ForeignKey("projects.id", ondelete="CASCADE"), primary_key=True),
        Column(column, ForeignKey(target), primary_key=True, index=True),
    )


project_districts = _link("project_districts", "districts.code", "district_code")
project_sdgs = _link("project_sdgs", "sdgs.code", "sdg_code")
project_partner_types = _link("project_partner_types", "partner_types.code", "partner_type_code")
project_incentives = _link("project_incentives", "incentives.code", "incentive_code")

READINESS = ("rationale", "options", "commercial", "affordability", "deliverability")
RIO_MARKERS = ("mitigation", "adaptation", "biodiversity", "desertification")


def _table_checks() -> tuple[CheckConstraint, ...]:
    positive = ("total_cost", "ticket_min", "ticket_max", "land_area_ha", "power_kw", "water_m3_year")
    return (
        one_of("publication_status", Publication),
        one_of("funding_status", Funding),
        one_of("exactness", Exactness),
        one_of("evidence", Evidence),
        one_of("es_category", SocialCategory),
        CheckConstraint(f"source_language IN {LANGUAGES}", name="source_language"),
        *(CheckConstraint(f"{name} > 0", name=f"{name}_positive") for name in positive),
        *(CheckConstraint(f"readiness_{name} BETWEEN 0 AND 4", name=f"readiness_{name}") for name in READINESS),
        *(CheckConstraint(f"rio_{name} BETWEEN 0 AND 3", name=f"rio_{name}") for name in RIO_MARKERS),
        CheckConstraint("(latitude IS NULL) = (longitude IS NULL)", name="point_complete"),
        CheckConstraint("ticket_max >= ticket_min", name="ticket_order"),
    )


class Project(Versioned, Base):
    __tablename__ = "projects"
    __table_args__ = (
        *_table_checks(),
        Index("ix_projects_publication_status_published_at", "publication_status", "published_at"),
    )

    # identity
    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    type_code: Mapped[str] = mapped_column(ForeignKey("project_types.code"), index=True)
    source_language: Mapped[str] = mapped_column(String(3))
    is_demo: Mapped[bool] = mapped_column(default=False)

    # classification
    sector_code: Mapped[str] = mapped_column(ForeignKey("sectors.code"), index=True)
    dac_codes: Mapped[list[str]] = mapped_column(JSON, default=list)
    sdg_targets: Mapped[list[str]] = mapped_column(JSON, default=list)
    tags: Mapped[list[str]] = mapped_column(JSON, default=list)
    rio_mitigation: Mapped[int | None]
    rio_adaptation: Mapped[int | None]
    rio_biodiversity: Mapped[int | None]
    rio_desertification: Mapped[int | None]

    # place
    latitude: Mapped[Decimal | None] = mapped_column(Scaled(5))
    longitude: Mapped[Decimal | None] = mapped_column(Scaled(5))
    exactness: Mapped[str | None] = mapped_column(String(12))
    land_area_ha: Mapped[Decimal | None] = mapped_column(Quantity)
    land_category: Mapped[str | None] = mapped_column(String(200))
    land_tenure: Mapped[str | None] = mapped_column(String(200))
    on_seabed: Mapped[bool | None]

    # preparation
    stage_code: Mapped[str] = mapped_column(ForeignKey("stages.code"), index=True)
    readiness_rationale: Mapped[int | None]
    readiness_options: Mapped[int | None]
    readiness_commercial: Mapped[int | None]
    readiness_affordability: Mapped[int | None]
    readiness_deliverability: Mapped[int | None]
    permits: Mapped[str | None] = mapped_column(Text)
    power_kw: Mapped[Decimal | None] = mapped_column(Quantity)
    water_m3_year: Mapped[Decimal | None] = mapped_column(Quantity)
    road_access: Mapped[str | None] = mapped_column(String(200))
    railway_km: Mapped[Decimal | None] = mapped_column(Quantity)

    # money: in the project's own currency; unknown is empty and says so, never 0
    currency: Mapped[str | None] = mapped_column(String(3))
    price_year: Mapped[int | None]
    total_cost: Mapped[Decimal | None] = mapped_column(Amount)
    cost_unavailable: Mapped[bool] = mapped_column(default=False)
    amount_unavailable: Mapped[bool] = mapped_column(default=False)
    foreign_currency_percent: Mapped[Decimal | None] = mapped_column(Quantity)
    ticket_min: Mapped[Decimal | None] = mapped_column(Amount)
    ticket_max: Mapped[Decimal | None] = mapped_column(Amount)
    irr_percent: Mapped[Decimal | None] = mapped_column(Quantity)
    npv: Mapped[Decimal | None] = mapped_column(Amount)
    payback_years: Mapped[Decimal | None] = mapped_column(Quantity)
    horizon_years: Mapped[Decimal | None] = mapped_column(Quantity)
    returns_unavailable: Mapped[bool] = mapped_column(default=False)
    evidence: Mapped[str | None] = mapped_column(String(20))
    money_source: Mapped[str | None] = mapped_column(Text)
    #: amount sought in US dollars at a dated rate, for filtering and sorting
    sought_usd: Mapped[Decimal | None] = mapped_column(Amount, index=True)
    rate_date: Mapped[date | None] = mapped_column(Date)
    funding_status: Mapped[str] = mapped_column(String(20), index=True)

    # enabling environment and people
    es_category: Mapped[str | None] = mapped_column(String(1))
    initiator: Mapped[str | None] = mapped_column(String(200))
    initiator_kind: Mapped[str | None] = mapped_column(ForeignKey("partner_types.code"))
    initiator_contact_name: Mapped[str | None] = mapped_column(String(200))
    initiator_email: Mapped[str | None] = mapped_column(String(254))
    initiator_phone: Mapped[str | None] = mapped_column(String(40))
    initiator_public: Mapped[bool] = mapped_column(default=False)
    contact_officer_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    # control
    publication_status: Mapped[str] = mapped_column(String(20))
    opened_on: Mapped[date | None] = mapped_column(Date)
    closes_on: Mapped[date | None] = mapped_column(Date)
    expires_on: Mapped[date | None] = mapped_column(Date)
    verified_on: Mapped[date | None] = mapped_column(Date)
    verified_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime())
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    #: folded words of all texts, place and sector names, for searching
    search_text: Mapped[str] = mapped_column(Text, default="")

    type: Mapped[ProjectType] = relationship(lazy="joined", innerjoin=True)
    sector: Mapped[Sector] = relationship(lazy="joined", innerjoin=True)
    stage: Mapped[Stage] = relationship(lazy="joined", innerjoin=True)
    initiator_type: Mapped[PartnerType | None] = relationship()
    contact_officer: Mapped[User | None] = relationship(foreign_keys=[contact_officer_id])
    author: Mapped[User | None] = relationship(foreign_keys=[author_id])
    districts: Mapped[list[District]] = relationship(secondary=project_districts, order_by=District.position)
    sdgs: Mapped[list[Sdg]] = relationship(secondary=project_sdgs, order_by=Sdg.position)
    partner_types: Mapped[list[PartnerType]] = relationship(
        secondary=project_partner_types, order_by=PartnerType.position
    )
    incentives: Mapped[list[Incentive]] = relationship(secondary=project_incentives, order_by=Incentive.position)
    texts: Mapped[dict[str, ProjectText]] = relationship(
        collection_class=attribute_keyed_dict("language"), cascade="all, delete-orphan"
    )
    funding: Mapped[list[FundingLine]] = relationship(cascade="all, delete-orphan", order_by=FundingLine.id)
    indicators: Mapped[list[IndicatorLine]] = relationship(cascade="all, delete-orphan", order_by=IndicatorLine.id)
    achievements: Mapped[list[Achievement]] = relationship(
        cascade="all, delete-orphan", order_by=(Achievement.as_of, Achievement.id)
    )
    documents: Mapped[list[DocumentLine]] = relationship(cascade="all, delete-orphan", order_by=DocumentLine.id)
    parties: Mapped[list[PartyLine]] = relationship(cascade="all, delete-orphan", order_by=PartyLine.id)

    @property
    def publication(self) -> Publication:
        return Publication(self.publication_status)

    @property
    def funding_state(self) -> Funding:
        return Funding(self.funding_status)

    @property
    def evidence_class(self) -> Evidence | None:
        return Evidence(self.evidence) if self.evidence else None

    @property
    def place_exactness(self) -> Exactness | None:
        return Exactness(self.exactness) if self.exactness else None

    @property
    def social_category(self) -> SocialCategory | None:
        return SocialCategory(self.es_category) if self.es_category else None

    @property
    def is_published(self) -> bool:
        return self.publication is Publication.PUBLISHED

    @property
    def achieved(self) -> dict[str, Achievement]:
        """Code of an indicator -> what was reached last."""
        return {found.indicator_code: found for found in self.achievements}

    def takes_interest(self, today: date) -> bool:
        """True while a partner may register interest."""
        is_open = self.closes_on is None or self.closes_on >= today
        return self.is_published and self.funding_state in OPEN_FUNDING and is_open

    def text(self, field: str) -> tuple[str, str]:
        """A text in the reader's language, else in the nearest that has it, and which language that is."""
        return pick({language: getattr(text, field) for language, text in self.texts.items()})

    @property
    def title(self) -> str:
        return self.text("title")[0]

    def total(self, part: str) -> Decimal | None:
        """Sum over instruments of "sought", "pledged" or "secured"; None if nothing is known."""
        known = [value for line in self.funding if (value := getattr(line, part)) is not None]
        return sum(known, Decimal(0)) if known else None

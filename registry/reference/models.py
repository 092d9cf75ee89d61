"""Slow lists that records point to. Entries are ordered and may be retired on a date, never deleted."""

from datetime import date
from decimal import Decimal

from sqlalchemy import JSON, Date, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from registry.db import Base, Scaled
from registry.languages import pick


class Entry:
    """What every list has: a code that never changes, a place in the order, a name in each language."""

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    position: Mapped[int]
    retired_on: Mapped[date | None] = mapped_column(Date)
    names: Mapped[dict[str, str]] = mapped_column(JSON)

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return pick(self.names)[0]


class Explained:
    """An entry with a sentence of explanation in each language."""

    abouts: Mapped[dict[str, str]] = mapped_column(JSON)

    @property
    def about(self) -> str:
        return pick(self.abouts)[0]


class Sector(Entry, Explained, Base):
    __tablename__ = "sectors"
    dac_codes: Mapped[list[str]] = mapped_column(JSON)
    sdg_targets: Mapped[list[str]] = mapped_column(JSON)
    sdgs: Mapped[list[str]] = mapped_column(JSON)


class Region(Entry, Base):
    __tablename__ = "regions"
    iso: Mapped[str] = mapped_column(String(6))


class District(Entry, Base):
    """A district or city; the code is its SOATO code."""

    __tablename__ = "districts"
    region_code: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    kind: Mapped[str] = mapped_column(String(10))
    latitude: Mapped[Decimal] = mapped_column(Scaled(5))
    longitude: Mapped[Decimal] = mapped_column(Scaled(5))
    is_northern: Mapped[bool]


class Stage(Entry, Explained, Base):
    __tablename__ = "stages"
    evidence: Mapped[list[str]] = mapped_column(JSON)


class Instrument(Entry, Base):
    __tablename__ = "instruments"
    iati_finance_type: Mapped[str | None] = mapped_column(String(20))


class PartnerType(Entry, Base):
    __tablename__ = "partner_types"
    iati_codes: Mapped[list[str]] = mapped_column(JSON)


class ProjectType(Entry, Explained, Base):
    __tablename__ = "project_types"
    #: which way money flows as seen from the initiator: receives, pays or none
    money_flow: Mapped[str] = mapped_column(String(10))


class InterestKind(Entry, Base):
    __tablename__ = "interest_kinds"


class InterestRole(Entry, Base):
    __tablename__ = "interest_roles"


class Restriction(Entry, Base):
    """What an investor insists on."""

    __tablename__ = "restrictions"
    #: a project must seek one of these instruments to meet it; empty where that cannot be told from instruments
    instruments: Mapped[list[str]] = mapped_column(JSON)


class Timeframe(Entry, Base):
    __tablename__ = "timeframes"


class Indicator(Entry, Base):
    __tablename__ = "indicators"
    units: Mapped[dict[str, str]] = mapped_column(JSON)
    #: the indicator this one is a part of, so that a total never counts people twice
    part_of_code: Mapped[str | None] = mapped_column(ForeignKey("indicators.code"))
    iris_code: Mapped[str | None] = mapped_column(String(20))

    @property
    def unit(self) -> str:
        return pick(self.units)[0]


class Sdg(Entry, Base):
    __tablename__ = "sdgs"


class Incentive(Entry, Explained, Base):
    """A benefit for investors with the legal act that grants it."""

    __tablename__ = "incentives"
    act: Mapped[str] = mapped_column(Text)
    link: Mapped[str | None] = mapped_column(Text)
    valid_until: Mapped[date | None] = mapped_column(Date)
    source: Mapped[str] = mapped_column(Text)


class ExchangeRate(Base):
    """Units of a currency for one US dollar from a date on."""

    __tablename__ = "exchange_rates"
    __table_args__ = (UniqueConstraint("currency", "dated"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    currency: Mapped[str] = mapped_column(String(3))
    dated: Mapped[date] = mapped_column(Date)
    per_usd: Mapped[Decimal] = mapped_column(Scaled(6))
    source: Mapped[str] = mapped_column(Text)


class Counter(Base):
    """The last number given out in a series, such as the references of a year."""

    __tablename__ = "counters"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[int]


#: file name in seed_data/reference -> list
LISTS: dict[str, type[Entry]] = {
    "regions": Region,
    "districts": District,
    "sectors": Sector,
    "stages": Stage,
    "instruments": Instrument,
    "partner_types": PartnerType,
    "project_types": ProjectType,
    "interest_kinds": InterestKind,
    "interest_roles": InterestRole,
    "restrictions": Restriction,
    "timeframes": Timeframe,
    "indicators": Indicator,
    "sdgs": Sdg,
    "incentives": Incentive,
}

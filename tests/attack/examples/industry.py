"""A co-operative to which the household belongs, and one of each other kind in its grid or village."""

import datetime as dt
from decimal import Decimal

from geodata.base.periods import since
from geodata.industry.models import (
    Cooperative,
    CoopMembership,
    Enterprise,
    Guidance,
    IncomeSample,
    Opportunity,
    SalesAid,
    Specialist,
)
from tests import village as v
from tests.attack.world import Home

ARGUMENTS: dict[str, str] = {}
KINDS = {"cooperatives": "cooperative", "enterprises": "enterprise", "specialists": "specialist", "guidance": "guidance", "sales": "sale", "offers": "industry_offer"}  # fmt: skip
NUMBERS: dict[str, str] = {
    f"{door}industry/{kind}/": name for kind, name in KINDS.items() for door in ("api/v1/", "")
}
COUNTED = (Cooperative, Enterprise, Specialist, Guidance, SalesAid, Opportunity, IncomeSample)
EVER, DAY, FAR = since(v.LONG_AGO), dt.date(2026, 5, 1), dt.date(2030, 1, 1)


def _cooperative(home: Home) -> int:
    made = Cooperative.objects.create(
        name=f"例社{home.row.pk}", village=home.row.village, product="例", period=EVER
    )
    CoopMembership.objects.create(
        cooperative=made, household=home.row, village_id=home.row.village_id, period=EVER
    )
    return made.pk


def _enterprise(home: Home) -> int:
    name = f"例企{home.row.pk}"
    return Enterprise.objects.create(name=name, area=home.row.grid, business="例", period=EVER).pk


def _expert(home: Home, kind: str = "例员") -> Specialist:
    return Specialist.objects.create(
        name=f"{kind}{home.row.pk}", unit="例", field="例", area=home.row.grid, period=EVER
    )


def _specialist(home: Home) -> int:
    return _expert(home).pk


def _guidance(home: Home) -> int:
    told = {"specialist": _expert(home, "例指导"), "village": home.row.village, "day": DAY, "by": v.user()}
    return Guidance.objects.create(topic="pests", persons=3, **told).pk


def _sale(home: Home) -> int:
    told = {"village": home.row.village, "day": DAY, "by": v.user()}
    return SalesAid.objects.create(product="例", kg=Decimal(1), yuan=Decimal(1), **told).pk


def _offer(home: Home) -> int:
    told = {"area": home.row.grid, "until": FAR, "by": v.user()}
    return Opportunity.objects.create(kind="job", title="例", provider="例", **told).pk


MADE = {
    "cooperative": _cooperative, "enterprise": _enterprise, "specialist": _specialist, "guidance": _guidance, "sale": _sale,
    "industry_offer": _offer,
}  # fmt: skip

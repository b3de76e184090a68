"""Industry: figures, the rows of each kind, one co-operative and one enterprise, and what changes them."""

from decimal import Decimal
from typing import Any

from geodata.base.periods import since
from geodata.industry.models import (
    Cooperative,
    CoopMembership,
    Enterprise,
    Guidance,
    Opportunity,
    SalesAid,
    Specialist,
)
from tests import village as v
from tests.browser.examples import Parts, Stage

OPENED: dict[str, Parts] = {
    "office": {
        "industry": {}, "cooperatives": {}, "enterprises": {}, "specialists": {}, "guidance": {}, "sales": {}, "offers": {}, "incomes": {},
        "cooperative": {"number": "cooperative"}, "enterprise": {"number": "enterprise"},
        "change_cooperative": {"number": "cooperative"}, "change_enterprise": {"number": "enterprise"},
        "change_specialist": {"number": "specialist"}, "change_guidance": {"number": "guided"},
        "change_sale": {"number": "sale"}, "change_offer": {"number": "industry_offer"},
    },
}  # fmt: skip


def things(stage: Stage) -> dict[str, Any]:
    west, ever, by = stage.county.west, since(v.LONG_AGO), stage.officer
    coop = Cooperative.objects.create(name="例合作社", village=west, product="例柑橘", period=ever)
    CoopMembership.objects.create(
        cooperative=coop, household=stage.home, village_id=stage.home.village_id, period=ever
    )
    firm = Enterprise.objects.create(name="例公司", area=stage.county.town, business="例加工", period=ever)
    firm.pairs.create(village=west, liaison="例张三", period=ever)
    expert = Specialist.objects.create(name="例专家", unit="例所", field="例果树", area=west, period=ever)
    told = {"village": west, "day": stage.on, "by": by}
    return {
        "cooperative": coop.pk,
        "enterprise": firm.pk,
        "specialist": expert.pk,
        "guided": Guidance.objects.create(specialist=expert, topic="pests", persons=9, **told).pk,
        "sale": SalesAid.objects.create(
            product="例柑橘", kg=Decimal(120), yuan=Decimal(900), enterprise=firm, **told
        ).pk,
        "industry_offer": Opportunity.objects.create(
            kind="job", title="例采摘", provider="例公司", area=west, until=stage.on, by=by
        ).pk,
    }

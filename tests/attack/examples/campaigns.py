"""A roll-call that asks for the household, and a task at a place of its village."""

import datetime as dt
import uuid

from geodata.campaigns.models import Campaign, CampaignStep, CampaignTarget, PlaceTask
from geodata.posts.departments import Department
from geodata.territory.models import Area
from tests import village as v
from tests.attack.world import Home

ARGUMENTS: dict[str, str] = {"campaign": "campaign", "task": "task"}
NUMBERS: dict[str, str] = {}


def _campaign(home: Home) -> uuid.UUID:
    by = v.user()
    made = Campaign.objects.create(
        title="例寒潮", reason="cold", area_id=home.row.village_id, filter={"size": ">=1"}, by=by, at=v.NOON,
        due_at=v.NOON + dt.timedelta(days=400), opened_at=v.NOON, state="open",
    )  # fmt: skip
    CampaignStep.objects.create(
        campaign=made, by=by, at=v.NOON, move="open", before="draft", after="open", targets=1
    )
    CampaignTarget.objects.create(
        campaign=made,
        household=home.row,
        village_id=home.row.village_id,
        grid_then=home.row.grid,
        added_at=v.NOON,
    )
    return made.key


def _task(home: Home) -> uuid.UUID:
    campaign = Campaign.objects.filter(targets__household=home.row).order_by("-pk")[0]
    county = Area.objects.get(code=home.area.code[:6])
    department, _new = Department.objects.get_or_create(
        code="water", area=county, defaults={"name": "例水利局", "period": (None, None)}
    )
    return PlaceTask.objects.create(
        campaign=campaign, village_id=home.row.village_id, geometry=v.middle(0, 0), what="snow", department=department,
        by=v.user(), at=v.NOON, since=v.NOON,
    ).key  # fmt: skip


MADE = {"campaign": _campaign, "task": _task}

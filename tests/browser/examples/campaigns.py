"""Roll-calls: one that is open, in the villages of the stage."""

import datetime as dt
from typing import Any

from geodata.campaigns.opening import Asked, draft_campaign, open_campaign
from geodata.campaigns.tasks import TaskReport, give_task
from geodata.contacts.rights import scope_of
from geodata.posts.departments import Department
from tests import village as v
from tests.browser.examples import Parts, Stage

CAMPAIGN = {"campaign": "campaign"}
OPENED: dict[str, Parts] = {
    "office": {
        "campaigns": {}, "campaign": CAMPAIGN, "campaign_calls": CAMPAIGN, "tell_campaign": CAMPAIGN,
        "new_campaign": {}, "move_campaign": CAMPAIGN, "campaign_lists": CAMPAIGN, "campaign_sheet": CAMPAIGN,
        "campaign_report_pdf": CAMPAIGN, "campaign_report_xlsx": CAMPAIGN,
        "give_task": CAMPAIGN, "move_task": {"task": "task"},
    },
}  # fmt: skip
QUERIES: dict[str, str] = {}


def things(stage: Stage) -> dict[str, Any]:
    """Everybody who lives there is asked for."""
    by = v.officer("county_officer", stage.county.county, name="campaigns")
    told = {"by": by, "scope": scope_of(by, on=stage.on), "at": stage.now}
    asked = Asked(
        title="例寒潮", reason="cold", area=stage.county.county.code, filter={"occupancy": ["lived_in", "seasonal"]},
        due_at=stage.now + dt.timedelta(days=1), checklist=[{"code": "heating", "label": "例取暖", "bad": False}],
    )  # fmt: skip
    campaign = open_campaign(campaign=draft_campaign(asked=asked, **told), **told).campaign
    return {"campaign": campaign.key, "task": _task(stage, campaign, told)}


def _task(stage: Stage, campaign: Any, told: dict[str, Any]) -> Any:
    """Snow at a place of the first village."""
    department = Department.objects.filter(area=stage.county.county).order_by("code")[0]
    report = TaskReport(
        area=stage.county.west.code, geometry=v.middle(0, 0), what="snow", department=department.code
    )
    return give_task(campaign=campaign, report=report, **told).key

"""Roll-calls: telling a result, closing one, giving a task at a place and moving it on, on the page and by API."""

import uuid
from typing import Any

from django.utils import timezone

from geodata.campaigns.models import Campaign
from geodata.posts.departments import Department
from geodata.territory.models import Boundary
from tests.agreement.asking import Ask, Door, Outcome, Verb

TOLD = "dddddrrrrmmmmmrrr"
"""By whoever looks after the household or holds its place."""
ABOVE = "ddrrrrmrrmmmmmrmr"
"""By offices that may open it."""
MOVED = "ddrmmrmrrmmmmmrmr"
"""By the office or the department that has it; whoever looks after a part of the village is told of no task."""


def campaign_of(ask: Ask) -> Campaign:
    return Campaign.objects.get(key=ask.stage.world.keys["campaign"]["own"])


def tell_page(ask: Ask) -> Outcome:
    form = {"client_id": uuid.uuid4(), "household": ask.token, "how": "phone", "state": "ok", "text": ""}
    return ask.page(f"/campaigns/{ask.thing.key}/tell/", form)


def tell_api(ask: Ask) -> Outcome:
    result = {"client_id": uuid.uuid4(), "household": ask.token, "how": "phone", "state": "ok"}
    made = timezone.now().replace(microsecond=0).isoformat()
    return ask.api("POST", f"campaigns/{ask.thing.key}/results/", {"results": [result | {"made_at": made}]})


def close_page(ask: Ask) -> Outcome:
    return ask.page(f"/campaigns/{ask.thing.key}/move/", {"move": "close", "version": str(ask.thing.version)})


def close_api(ask: Ask) -> Outcome:
    version = f'"{ask.thing.version}"'
    return ask.api("POST", f"campaigns/{ask.thing.key}/moves/", {"move": "close"}, **{"If-Match": version})


def task(ask: Ask) -> dict[str, Any]:
    """A point inside the village, and a department of the county."""
    campaign = campaign_of(ask)
    border = Boundary.objects.filter(area=campaign.area).order_by("pk")[0]
    point = border.geometry.point_on_surface
    department = Department.objects.filter(area__code=campaign.area.code[:6]).order_by("code")[0]
    return {"campaign": campaign, "point": point, "department": department.code}


def give_page(ask: Ask) -> Outcome:
    point = ask.thing["point"]
    form = {"what": "snow", "department": ask.thing["department"], "place": f"{point.x},{point.y}"}
    return ask.page(f"/campaigns/{ask.thing['campaign'].key}/tasks/", form)


def give_api(ask: Ask) -> Outcome:
    point, campaign = ask.thing["point"], ask.thing["campaign"]
    body = {
        "area": campaign.area.code, "geometry": {"type": "Point", "coordinates": [point.x, point.y]}, "what": "snow",
        "department": ask.thing["department"],
    }  # fmt: skip
    return ask.api("POST", f"campaigns/{campaign.key}/tasks/", body)


def move_page(ask: Ask) -> Outcome:
    return ask.page(f"/campaigns/tasks/{ask.thing}/move/", {"state": "begun"})


def move_api(ask: Ask) -> Outcome:
    return ask.api("POST", f"place-tasks/{ask.thing}/moves/", {"state": "begun"})


VERBS = [
    Verb("tell a result", [Door("page", tell_page), Door("api", tell_api)], campaign_of, TOLD),
    Verb("close a roll-call", [Door("page", close_page), Door("api", close_api)], campaign_of, ABOVE),
    Verb("give a task", [Door("page", give_page), Door("api", give_api, recorded=False)], task, ABOVE),
    Verb(
        "move a task on",
        [Door("page", move_page), Door("api", move_api)],
        lambda ask: ask.stage.world.keys["task"]["own"],
        MOVED,
    ),
]

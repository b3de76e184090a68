"""A meeting of the village of each household, with a decision; at the second grid one of its township, which nobody of a village reads."""

import uuid

from geodata.meetings.models import AgendaItem, Decision, Meeting, MeetingStep
from geodata.territory.models import Area
from tests import village as v
from tests.attack.world import Home

ARGUMENTS: dict[str, str] = {"meeting": "meeting"}
NUMBERS: dict[str, str] = {
    "api/v1/meetings/decisions/": "decision", "api/v1/meetings/": "line",
}  # fmt: skip


def _area(home: Home) -> Area:
    village = Area.objects.select_related("parent").get(pk=home.row.village_id)
    return village.parent if home.place == "grid" and village.parent else village


def _meeting(home: Home) -> uuid.UUID:
    area, by = _area(home), v.user()
    villages = Area.objects.filter(code__startswith=area.code, level="village").values_list("pk", flat=True)
    made = Meeting.objects.create(
        area=area, code=area.code, level=area.level, kind="weekly", villages=list(villages), planned_at=v.NOON, since=v.LONG_AGO,
        state="frozen", frozen_at=v.NOON, lines=1, by=by, at=v.NOON, title=home.secret[0],
    )  # fmt: skip
    MeetingStep.objects.create(
        meeting=made, by=by, at=v.NOON, move="freeze", before="planned", after="frozen"
    )
    item = AgendaItem.objects.create(
        meeting=made, number=1, source="free", things="free", ref=f"{made.key}:1", label=home.secret[0], at=v.NOON, snapshot={"n": 1},
    )  # fmt: skip
    Decision.objects.create(
        item=item, meeting=made, outcome="handle", owner=v.user(), unit_area=area, due_on=v.TODAY, text=home.secret[0], state="open", at=v.NOON,
    )  # fmt: skip
    return made.key


def _decision(home: Home) -> int:
    found = Decision.objects.filter(text=home.secret[0]).order_by("-pk").first()
    assert found is not None  # Made with its meeting.
    return found.pk


def _line(_home: Home) -> int:
    return 1


MADE = {"meeting": _meeting, "decision": _decision, "line": _line}

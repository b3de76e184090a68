"""Roll-calls as they are answered."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from api.base.fields import NextField
from geodata.campaigns.figures import Hour, Live, Standing
from geodata.campaigns.finding import Call, Sums
from geodata.campaigns.models import Campaign, CampaignResult, PlaceTask
from geodata.campaigns.words import How, Level, Reason, Result, State, TaskState, What, Why


def choice(choices: Any, **more: Any) -> serializers.ChoiceField:
    return serializers.ChoiceField(choices.choices, **more)


class SumsOut(serializers.Serializer[Any]):
    """Of the reader's places: reached and unreached make up the households that are asked for."""

    targets = serializers.IntegerField()
    reached = serializers.IntegerField()
    unreached = serializers.IntegerField()


class CampaignLine(SumsOut):
    id = serializers.UUIDField()
    title = serializers.CharField()
    reason = choice(Reason)
    drill = serializers.BooleanField(help_text=_("It counts nowhere."))
    state = choice(State)
    area = serializers.CharField(help_text=_("Its code."))
    due_at = serializers.DateTimeField()
    opened_at = serializers.DateTimeField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()


class CampaignsOut(serializers.Serializer[Any]):
    results = CampaignLine(many=True)
    next = NextField()


class ChecklistLineOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    bad = serializers.BooleanField(help_text=_("The answer that opens a need."))


class CampaignOut(CampaignLine):
    checklist = ChecklistLineOut(many=True)
    filter = serializers.DictField()
    climb_hours = serializers.ListField(child=serializers.IntegerField())
    moves = serializers.ListField(child=serializers.CharField(), help_text=_("What you may do with it now."))


class PreviewOut(serializers.Serializer[Any]):
    targets = serializers.IntegerField()
    special = serializers.IntegerField()
    unknown = serializers.IntegerField(
        help_text=_("Households of which the filter is not known: they are not asked for.")
    )
    villages = serializers.IntegerField()


class StandingOut(serializers.Serializer[Any]):
    village = serializers.CharField(help_text=_("Its code."))
    grid = serializers.CharField(allow_null=True, help_text=_("Its code; null: outside every grid."))
    targets = serializers.IntegerField()
    reached = serializers.IntegerField()
    unreached = serializers.IntegerField()
    special = serializers.IntegerField()
    special_unreached = serializers.IntegerField()
    needs = serializers.IntegerField(help_text=_("Households that need help."))


class CampaignGridOut(serializers.Serializer[Any]):
    type = serializers.ChoiceField(["Feature"])
    id = serializers.CharField()
    geometry = serializers.DictField(allow_null=True)
    properties = StandingOut()


class CampaignGridsOut(serializers.Serializer[Any]):
    """Grids with counts: no household and no point of one."""

    type = serializers.ChoiceField(["FeatureCollection"])
    features = CampaignGridOut(many=True)


class CampaignHourOut(serializers.Serializer[Any]):
    at = serializers.DateTimeField(help_text=_("The end of the hour."))
    targets = serializers.IntegerField()
    reached = serializers.IntegerField()
    late = serializers.IntegerField(help_text=_("Results of this hour that came in much later."))


class HeldOut(serializers.Serializer[Any]):
    level = choice(Level)
    unreached = serializers.IntegerField()


class LiveOut(serializers.Serializer[Any]):
    at = serializers.DateTimeField()
    whole = StandingOut()
    grids = StandingOut(many=True)
    held = HeldOut(many=True, help_text=_("With whom the unreached ones are: levels, never persons."))
    hours = CampaignHourOut(many=True)


class CallOut(serializers.Serializer[Any]):
    household = serializers.CharField(help_text=_("Its token."))
    number = serializers.CharField()
    head = serializers.CharField()
    phones = serializers.ListField(child=serializers.CharField())
    address = serializers.CharField()
    village = serializers.CharField()
    grid = serializers.CharField(allow_null=True)
    special = serializers.BooleanField()
    mine = serializers.BooleanField(help_text=_("It is with you by name."))
    level = choice(Level)
    state = choice(Result, allow_null=True)
    why = choice(Why)


class CallsOut(serializers.Serializer[Any]):
    results = CallOut(many=True)
    next = NextField()


class ResultOut(serializers.Serializer[Any]):
    client_id = serializers.UUIDField()
    body_hash = serializers.CharField(help_text=_("Of what was sent, as docs/campaigns.md says."))
    household = serializers.CharField()
    made_at = serializers.DateTimeField()
    how = choice(How)
    state = choice(Result, help_text=_("A bad answer makes it “needs”."))
    new = serializers.BooleanField(help_text=_("False: the same was sent before."))
    visit = serializers.UUIDField(allow_null=True)
    need = serializers.CharField(allow_null=True, help_text=_("The number of the need that it has opened."))
    left_out = serializers.CharField()


class ResultsOut(serializers.Serializer[Any]):
    results = ResultOut(many=True)


class TaskOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    campaign = serializers.CharField(help_text=_("Its title."))
    drill = serializers.BooleanField()
    what = choice(What)
    text = serializers.CharField()
    area = serializers.CharField()
    department = serializers.CharField()
    state = choice(TaskState)
    at = serializers.DateTimeField()
    since = serializers.DateTimeField()
    geometry = serializers.DictField()


class TasksOut(serializers.Serializer[Any]):
    results = TaskOut(many=True)


class AddedOut(serializers.Serializer[Any]):
    added = serializers.IntegerField()


def campaign_line(campaign: Campaign, sums: Sums) -> dict[str, Any]:
    plain = ("title", "reason", "drill", "state", "due_at", "opened_at", "closed_at", "version")
    told = {name: getattr(campaign, name) for name in plain}
    counts = {"targets": sums.targets, "reached": sums.reached, "unreached": sums.unreached}
    return told | counts | {"id": campaign.key, "area": campaign.area.code}


def campaign_whole(campaign: Campaign, sums: Sums, moves: list[str]) -> dict[str, Any]:
    more = {name: getattr(campaign, name) for name in ("checklist", "filter", "climb_hours")}
    return campaign_line(campaign, sums) | more | {"moves": moves}


def standing(row: Standing) -> dict[str, Any]:
    names = ("village", "targets", "reached", "unreached", "special", "special_unreached", "needs")
    return {name: getattr(row, name) for name in names} | {"grid": row.grid or None}


def live_answer(found: Live, at: dt.datetime) -> dict[str, Any]:
    return {
        "at": at,
        "whole": standing(found.whole),
        "grids": [standing(row) for row in found.grids],
        "held": [{"level": level, "unreached": count} for level, count in found.held.items()],
        "hours": [_hour(hour) for hour in found.hours],
    }


def _hour(hour: Hour) -> dict[str, Any]:
    return {"at": hour.at, "targets": hour.targets, "reached": hour.reached, "late": hour.late}


def features(rows: Iterable[Standing], shapes: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "id": row.grid, "geometry": shapes.get(row.grid), "properties": standing(row)}
            for row in rows
            if row.grid
        ],
    }


def call_line(call: Call, *, reader: int) -> dict[str, Any]:
    target, home = call.target, call.home
    return {
        "household": home.token,
        "number": home.number,
        "head": home.head_name,
        "phones": list(home.phones),
        "address": home.address,
        "village": target.village.code,
        "grid": home.grid.code if home.grid else None,
        "special": target.special,
        "mine": target.holder_id == reader,
        "level": target.level,
        "state": target.state or None,
        "why": call.why,
    }


def result_line(
    result: CampaignResult, *, token: str, new: bool, body_hash: str, left_out: str
) -> dict[str, Any]:
    return {
        "client_id": result.client_id, "body_hash": body_hash, "household": token, "made_at": result.made_at,
        "how": result.how, "state": result.state, "new": new, "visit": result.visit and result.visit.client_id,
        "need": result.need and result.need.number, "left_out": left_out,
    }  # fmt: skip


def task_line(task: PlaceTask) -> dict[str, Any]:
    plain = ("what", "text", "state", "at", "since")
    shape = {"type": task.geometry.geom_type, "coordinates": task.geometry.coords}
    place = task.grid or task.village
    return {name: getattr(task, name) for name in plain} | {
        "id": task.key, "campaign": task.campaign.title, "drill": task.campaign.drill, "area": place.code,
        "department": task.department.code, "geometry": shape,
    }  # fmt: skip

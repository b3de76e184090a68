"""The agenda of an area, meetings, what they decide, what is added to their minutes, and what is late."""

import uuid
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from api.base.paging import next_page
from api.base.schema import IF_MATCH, MEETING, NUMBER, documented
from api.base.serializers import Query
from api.base.views import View
from api.meetings.input import (
    AddendumIn,
    AgendaQuery,
    DecideIn,
    DecisionsQuery,
    MatterIn,
    MeetingIn,
    MeetingRuleIn,
    MeetingsQuery,
    MinutesIn,
)
from api.meetings.output import (
    AddendumOut,
    AgendaLineOut,
    AgendaOut,
    DecisionsOut,
    MeetingDecisionOut,
    MeetingOut,
    MeetingRuleOut,
    MeetingsOut,
    MissedListOut,
    addendum_lines,
    decision_line,
    item_line,
    meeting_line,
    rule_line,
)
from api.web.access import visible_area, who
from api.web.etags import stamped, version_of
from geodata.accounts.models import User
from geodata.base import periods
from geodata.base.scope import Right, Scope
from geodata.meetings import deciding, holding, minutes, rules
from geodata.meetings.finding import (
    area_to_meet,
    area_to_read,
    find_meeting,
    lines_of,
    meetings_of,
    sections_of,
)
from geodata.meetings.gathering import agenda_of, as_dict
from geodata.meetings.late import decisions_of, missed
from geodata.meetings.lifecycle import LIFE
from geodata.meetings.models import Meeting
from geodata.meetings.shown_lines import titles_of
from geodata.territory.models import Area


def area_of(scope: Scope, code: str | None) -> Area | None:
    return visible_area(scope.to(Right.MEET), code, on=periods.today(), field="area") if code else None


def cut(request: Request, found: Any, asked: dict[str, Any]) -> tuple[list[Any], str | None]:
    """A page of rows, and the address of the next."""
    start, limit = asked["offset"], asked["limit"]
    rows = list(found[start : start + limit + 1])
    return rows[:limit], next_page(request, offset=str(start + limit) if len(rows) > limit else None)


class Meetings(View):
    right = Right.MEET

    @documented("meetings", _("Meetings"), {200: MeetingsOut}, query=MeetingsQuery, problems=[404])
    def get(self, request: Request) -> Response:
        """Of your area and those below it, and of the village of your grid; the newest first."""
        asked = MeetingsQuery.read(request)
        found = meetings_of(self.scope, area=area_of(self.scope, asked.get("area")))
        if state := asked.get("state"):
            found = found.filter(state=state)
        page, more = cut(request, found, asked)
        return Response(MeetingsOut({"results": [meeting_line(one) for one in page], "next": more}).data)

    @documented("plan_meeting", _("Plan a meeting"), {201: MeetingOut}, body=MeetingIn, problems=[404])
    def post(self, request: Request) -> Response:
        """By rule, unless a time is given. Its agenda stays what the lists are until it is frozen."""
        Query.read(request)
        asked, by = holding.Asked(**MeetingIn.read(request)), who(request)
        meeting = holding.plan_meeting(asked=asked, by=by, scope=self.scope, at=timezone.now())
        return answer(meeting, self.scope, by, status=201)


class NextAgenda(View):
    right = Right.MEET

    @documented(
        "next_agenda", _("The agenda of an area"), {200: AgendaOut}, query=AgendaQuery, problems=[404]
    )
    def get(self, request: Request) -> Response:
        """As it would be frozen now. No line names anybody; without sections nothing is due."""
        asked, by = AgendaQuery.read(request), who(request)
        today = periods.today()
        area = area_to_read(asked["area"], scope=self.scope, on=today)
        agenda = agenda_of(area, on=asked.get("on", today), at=timezone.now(), scope=self.scope, by=by)
        return Response(AgendaOut(as_dict(agenda)).data)


class OneMeeting(View):
    right = Right.MEET

    @documented("meeting", _("One meeting"), {200: MeetingOut}, path=[MEETING], problems=[404])
    def get(self, request: Request, meeting: uuid.UUID) -> Response:
        """With its agenda as it was frozen, what was decided, and what you may do with it now."""
        Query.read(request)
        return answer(find_meeting(meeting, scope=self.scope), self.scope, who(request))


class Freeze(View):
    right = Right.MEET

    @documented(
        "freeze_meeting", _("Freeze an agenda"), {200: MeetingOut}, path=[MEETING, IF_MATCH], problems=[404, 409, 412, 428]
    )  # fmt: skip
    def post(self, request: Request, meeting: uuid.UUID) -> Response:
        """Every line is written with its figures of this moment, once. Send the version that was seen as If-Match."""
        Query.read(request)
        by, found = who(request), find_meeting(meeting, scope=self.scope)
        version = str(version_of(request))
        done = holding.freeze(meeting=found, by=by, scope=self.scope, at=timezone.now(), version=version)
        return answer(done, self.scope, by)


class Cancel(View):
    right = Right.MEET

    @documented(
        "cancel_meeting", _("Cancel a meeting"), {200: MeetingOut}, path=[MEETING, IF_MATCH], problems=[404, 409, 412, 428]
    )  # fmt: skip
    def post(self, request: Request, meeting: uuid.UUID) -> Response:
        """Before anything was decided."""
        Query.read(request)
        by, found = who(request), find_meeting(meeting, scope=self.scope)
        version = str(version_of(request))
        done = holding.cancel(meeting=found, by=by, scope=self.scope, at=timezone.now(), version=version)
        return answer(done, self.scope, by)


class Confirm(View):
    right = Right.MEET

    @documented(
        "confirm_minutes", _("Confirm minutes"), {200: MeetingOut}, body=MinutesIn, path=[MEETING, IF_MATCH],
        problems=[404, 409, 412, 428],
    )  # fmt: skip
    def post(self, request: Request, meeting: uuid.UUID) -> Response:
        """They never change afterwards: addenda follow. What was not decided comes again by itself."""
        Query.read(request)
        by, found = who(request), find_meeting(meeting, scope=self.scope)
        told, version = MinutesIn.read(request), str(version_of(request))
        done = minutes.confirm(
            meeting=found, by=by, scope=self.scope, at=timezone.now(), version=version, **told
        )
        return answer(done, self.scope, by)


class Addenda(View):
    right = Right.MEET

    @documented(
        "add_to_minutes", _("Add to minutes"), {201: AddendumOut}, body=AddendumIn, path=[MEETING], problems=[404, 409]
    )  # fmt: skip
    def post(self, request: Request, meeting: uuid.UUID) -> Response:
        """To confirmed ones, numbered."""
        Query.read(request)
        by, found = who(request), find_meeting(meeting, scope=self.scope)
        made = minutes.add(
            meeting=found, by=by, scope=self.scope, at=timezone.now(), **AddendumIn.read(request)
        )
        told = {"number": made.number, "text": made.text, "by": str(by), "at": made.at}
        return Response(AddendumOut(told).data, status=201)


class Matters(View):
    right = Right.MEET

    @documented(
        "bring_up",
        _("Bring something up"),
        {201: AgendaLineOut},
        body=MatterIn,
        path=[MEETING],
        problems=[404, 409],
    )
    def post(self, request: Request, meeting: uuid.UUID) -> Response:
        """A line of one's own, while the meeting is under way."""
        Query.read(request)
        by, found = who(request), find_meeting(meeting, scope=self.scope)
        item = deciding.bring_up(
            meeting=found, by=by, scope=self.scope, at=timezone.now(), **MatterIn.read(request)
        )
        return Response(AgendaLineOut(_line(found, item.number, self.scope, by)).data, status=201)


class Decide(View):
    right = Right.MEET

    @documented(
        "decide_item", _("Decide a line"), {200: AgendaLineOut}, body=DecideIn, path=[MEETING, NUMBER], problems=[404, 409]
    )  # fmt: skip
    def post(self, request: Request, meeting: uuid.UUID, number: str) -> Response:
        """The decision and the move that it makes are one transaction. Who does it and by when is preset by rule."""
        Query.read(request)
        by, found = who(request), find_meeting(meeting, scope=self.scope)
        said = deciding.Said(**DecideIn.read(request))
        deciding.decide(
            meeting=found, number=int(number), said=said, by=by, scope=self.scope, at=timezone.now()
        )
        return Response(AgendaLineOut(_line(found, int(number), self.scope, by)).data)


class Decisions(View):
    right = Right.MEET

    @documented(
        "decisions", _("Decisions to be done"), {200: DecisionsOut}, query=DecisionsQuery, problems=[404]
    )
    def get(self, request: Request) -> Response:
        """Open ones of the meetings that you see, and what you are to do yourself; the first due first."""
        asked, by, on = DecisionsQuery.read(request), who(request), periods.today()
        found = decisions_of(
            self.scope, by=by, on=on, area=area_of(self.scope, asked.get("area")), late=asked["late"], mine=asked["mine"]
        )  # fmt: skip
        page, more = cut(request, found, asked)
        rows = [decision_line(one, one.item, one.meeting.key, on) for one in page]
        return Response(DecisionsOut({"results": rows, "next": more}).data)


class DecisionDone(View):
    right = Right.MEET

    @documented(
        "decision_done", _("Say that a decision is done"), {200: MeetingDecisionOut}, path=[NUMBER], problems=[404, 409]
    )  # fmt: skip
    def post(self, request: Request, number: str) -> Response:
        """For whoever does it, and whoever holds the meetings of the area."""
        Query.read(request)
        by = who(request)
        found = minutes.find_decision(int(number), by=by, scope=self.scope)
        minutes.finish(decision=found, by=by, scope=self.scope, at=timezone.now())
        done = minutes.find_decision(int(number), by=by, scope=self.scope)
        told = decision_line(done, done.item, done.meeting.key, periods.today())
        return Response(MeetingDecisionOut(told).data)


class MeetingRules(View):
    right = Right.MEET

    @documented(
        "set_meeting_rule",
        _("Say when meetings are held"),
        {200: MeetingRuleOut},
        body=MeetingRuleIn,
        problems=[404],
    )
    def post(self, request: Request) -> Response:
        """Of your own area, or of a level below it: from today on."""
        Query.read(request)
        told, by, on = MeetingRuleIn.read(request), who(request), periods.today()
        area = area_to_meet(told.pop("area"), scope=self.scope, on=on)
        rule = rules.set_rule(
            area=area, said=rules.Said(**told), by=by, scope=self.scope, at=timezone.now(), on=on
        )
        return Response(MeetingRuleOut(rule_line(rule)).data)


class Missed(View):
    right = Right.MEET

    @documented(
        "meetings_missed", _("Meetings missed"), {200: MissedListOut}, query=AgendaQuery, problems=[404]
    )
    def get(self, request: Request) -> Response:
        """Areas that should have met by their rule and have not. Of areas, never of persons."""
        asked = AgendaQuery.read(request)
        area = area_to_read(asked["area"], scope=self.scope, on=periods.today())
        found = missed(self.scope, area=area, on=asked.get("on", periods.today()))
        rows = [{"area": one.area.code, "name": one.area.name, "due_on": one.due_on} for one in found]
        return Response(MissedListOut({"results": rows}).data)


def answer(meeting: Meeting, scope: Scope, by: User, *, status: int = 200) -> Response:
    lines, on = lines_of(meeting, scope=scope), periods.today()
    presets = deciding.presets(lines, meeting, on=on)
    titles = titles_of(lines, by=by, scope=scope)
    told = meeting_line(meeting) | {
        "sections": sections_of(meeting, scope=scope),
        "items": [item_line(one, meeting, titles, presets[one.number], on) for one in lines],
        "minutes": meeting.minutes,
        "addenda": addendum_lines(meeting),
        "moves": LIFE.moves_from(meeting, scope=scope, by=by),
    }
    return stamped(Response(MeetingOut(told).data, status=status), meeting.version)


def _line(meeting: Meeting, number: int, scope: Scope, by: User) -> dict[str, Any]:
    on = periods.today()
    item = meeting.items.select_related("decision__owner", "decision__unit_area", "decision__unit_department").get(number=number)  # fmt: skip
    preset = deciding.presets([item], meeting, on=on)[number]
    return item_line(item, meeting, titles_of([item], by=by, scope=scope), preset, on)

"""Roll-calls: the list, drafting and opening, households by grid, whom one still has to reach, results, and how it stands now."""

import uuid
from typing import Any

from django.http import HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from api.base.paging import next_page
from api.base.schema import CAMPAIGN, IF_MATCH, documented
from api.base.serializers import Query
from api.base.views import GeoView, View
from api.campaigns.input import (
    AddTargetsIn,
    CallsQuery,
    CampaignIn,
    CampaignMoveIn,
    CampaignsQuery,
    PreviewIn,
    ResultsIn,
)
from api.campaigns.output import (
    AddedOut,
    CallsOut,
    CampaignGridsOut,
    CampaignOut,
    CampaignsOut,
    LiveOut,
    PreviewOut,
    ResultsOut,
    call_line,
    campaign_line,
    campaign_whole,
    features,
    live_answer,
    result_line,
)
from api.web.access import who
from api.web.etags import stamped, version_of
from geodata.base import periods
from geodata.base.access import require
from geodata.base.rls import Somebody
from geodata.base.scope import Right, Scope
from geodata.campaigns.choosing import meant
from geodata.campaigns.figures import by_grid, live
from geodata.campaigns.finding import (
    Sums,
    calls_of,
    find_any,
    find_campaign,
    shapes_of,
    stamp_of,
    sums_of,
    visible,
    with_reasons,
)
from geodata.campaigns.lifecycle import LIFE
from geodata.campaigns.models import Campaign, CampaignTarget
from geodata.campaigns.opening import Asked, add_targets, area_to_call, draft_campaign, move_on, villages_in
from geodata.campaigns.results import ResultReport, record_results


class Campaigns(View):
    right = Right.CAMPAIGN

    @documented("campaigns", _("Roll-calls"), {200: CampaignsOut}, query=CampaignsQuery)
    def get(self, request: Request) -> Response:
        """Those that touch your places, the newest first, each with what you see of it."""
        asked = CampaignsQuery.read(request)
        found = visible(self.scope)
        if state := asked.get("state"):
            found = found.filter(state=state)
        if (after := asked.get("after")) is not None:
            found = found.filter(pk__lt=after)
        rows = list(found[: asked["limit"] + 1])
        page = rows[: asked["limit"]]
        sums = sums_of(page, scope=self.scope)
        more = str(page[-1].pk) if len(rows) > len(page) else None
        told = {
            "results": [campaign_line(one, sums[one.pk]) for one in page],
            "next": next_page(request, after=more),
        }
        return Response(CampaignsOut(told).data)

    @documented("draft_campaign", _("Draft a roll-call"), {201: CampaignOut}, body=CampaignIn, problems=[404])
    def post(self, request: Request) -> Response:
        """For offices of townships and of the county. Nobody is asked for before it is opened."""
        Query.read(request)
        asked = Asked(**CampaignIn.read(request))
        by = who(request)
        draft = draft_campaign(asked=asked, by=by, scope=self.scope, at=timezone.now())
        return _answer(draft, self.scope, by, status=201)


class Preview(View):
    right = Right.CAMPAIGN

    @documented(
        "campaign_preview",
        _("Whom a roll-call would ask for"),
        {200: PreviewOut},
        body=PreviewIn,
        problems=[404],
    )
    def post(self, request: Request) -> Response:
        """Counts alone; nothing is kept."""
        Query.read(request)
        asked, now = PreviewIn.read(request), timezone.now()
        area = area_to_call(asked["area"], scope=self.scope, on=now)
        rows = meant(asked["filter"], villages=villages_in(area, on=periods.today()), on=periods.today())
        sums = {name: sum(getattr(row, name) for row in rows) for name in ("targets", "special", "unknown")}
        return Response(
            PreviewOut(sums | {"villages": len({row.village for row in rows if row.targets})}).data
        )


class OneCampaign(View):
    right = Right.CAMPAIGN

    @documented("campaign", _("One roll-call"), {200: CampaignOut}, path=[CAMPAIGN], problems=[404])
    def get(self, request: Request, campaign: uuid.UUID) -> Response:
        """With what it asks, and what you may do with it now."""
        Query.read(request)
        return _answer(find_campaign(campaign, scope=self.scope), self.scope, who(request))


class CampaignMoves(View):
    right = Right.CAMPAIGN

    @documented(
        "campaign_moves",
        _("Open, close or report a roll-call"),
        {200: CampaignOut},
        body=CampaignMoveIn,
        path=[CAMPAIGN, IF_MATCH],
        problems=[404, 409, 412, 428],
    )
    def post(self, request: Request, campaign: uuid.UUID) -> Response:
        """Opening asks for everybody whom the filter means. Send the version that was seen as If-Match."""
        Query.read(request)
        found, by = find_campaign(campaign, scope=self.scope), who(request)
        move, version = CampaignMoveIn.read(request)["move"], str(version_of(request))
        done = move_on(move, campaign=found, by=by, scope=self.scope, at=timezone.now(), version=version)
        return _answer(done, self.scope, by)


class Targets(GeoView):
    right = Right.CAMPAIGN

    @documented(
        "campaign_targets",
        _("The households of a roll-call, by grid"),
        {200: CampaignGridsOut},
        path=[CAMPAIGN],
        problems=[404],
        geojson=CampaignGridsOut,
    )
    def get(self, request: Request, campaign: uuid.UUID) -> HttpResponse:
        """Counts of grids as they were when they were asked for, with the borders of today. No household, and no point of one."""
        Query.read(request)
        found = find_campaign(campaign, scope=self.scope)
        rows = by_grid(CampaignTarget.objects.within(self.scope).filter(campaign=found))
        shapes = shapes_of([row.grid for row in rows if row.grid], on=periods.today())
        return self.geojson(features(rows, shapes))


class AddTargets(View):
    right = Right.CAMPAIGN

    @documented(
        "add_campaign_targets",
        _("Add households to a roll-call"),
        {200: AddedOut},
        body=AddTargetsIn,
        path=[CAMPAIGN],
        problems=[404, 409],
    )
    def post(self, request: Request, campaign: uuid.UUID) -> Response:
        """A step of it. Those that are asked for already stay as they are."""
        Query.read(request)
        found, tokens = find_campaign(campaign, scope=self.scope), AddTargetsIn.read(request)["households"]
        by, now = who(request), timezone.now()
        return Response(
            {"added": add_targets(campaign=found, tokens=tokens, by=by, scope=self.scope, at=now)}
        )


class Calls(View):
    right = Right.CAMPAIGN

    @documented(
        "campaign_calls",
        _("Whom you still have to reach"),
        {200: CallsOut},
        query=CallsQuery,
        path=[CAMPAIGN],
        problems=[404],
    )
    def get(self, request: Request, campaign: uuid.UUID) -> Response:
        """Special households first, then those that are with you, with why nobody has reached them."""
        asked, by = CallsQuery.read(request), who(request)
        require(self.scope, Right.DETAILS)
        found = find_campaign(campaign, scope=self.scope)
        start, limit = asked["start"], asked["limit"]
        rows = list(calls_of(found, by=by, scope=self.scope)[start : start + limit + 1])
        calls = with_reasons(rows[:limit], on=periods.today())
        told = {
            "results": [call_line(call, reader=by.pk) for call in calls],
            "next": next_page(request, start=str(start + limit) if len(rows) > limit else None),
        }
        return Response(CallsOut(told).data)


class Results(View):
    """Telling results asks for the right of the day on which they were made (geodata/campaigns/checking.py)."""

    @documented(
        "record_campaign_results",
        _("Record results of a roll-call"),
        {200: ResultsOut, 201: ResultsOut},
        body=ResultsIn,
        path=[CAMPAIGN],
        problems=[404, 409],
    )
    def post(self, request: Request, campaign: uuid.UUID) -> Response:
        """One, those of a floor, or those of a sheet of paper; a phone may be days late. 200 when all were sent before."""
        Query.read(request)
        found = find_any(campaign)
        reports = [ResultReport(**each) for each in ResultsIn.read(request)["results"]]
        told: dict[str, Any] = {
            "by": who(request),
            "scope": self.scope,
            "at": timezone.now(),
            "today": periods.today(),
        }
        rows = record_results(campaign=found, reports=reports, **told)
        lines = [
            result_line(
                result,
                token=report.household,
                new=new,
                body_hash=report.digest(found),
                left_out=report.left_out(),
            )
            for report, (result, new) in zip(reports, rows, strict=True)
        ]
        return Response(
            ResultsOut({"results": lines}).data, status=201 if any(new for _row, new in rows) else 200
        )


class LiveCampaign(View):
    right = Right.CAMPAIGN

    @documented(
        "campaign_live",
        _("How a roll-call stands"),
        {200: LiveOut},
        path=[CAMPAIGN],
        problems=[404],
        unchanged=True,
    )
    def get(self, request: Request, campaign: uuid.UUID) -> HttpResponse:
        """Reached and unreached by grid, with whom the unreached ones are, and the curve by hour. Ask again with the ETag: 304 while nothing has come in."""
        Query.read(request)
        found, now = find_campaign(campaign, scope=self.scope), timezone.now()
        tag = f'"{stamp_of(found, scope=self.scope)}.{now:%H}"'
        if get_conditional_response(request._request, etag=tag) is not None:  # noqa: SLF001
            same = HttpResponseNotModified()
            same["ETag"] = tag
            return same
        answer = Response(LiveOut(live_answer(live(found, scope=self.scope, at=now), now)).data)
        answer["ETag"] = tag
        return answer


def _answer(campaign: Campaign, scope: Scope, by: Somebody, *, status: int = 200) -> Response:
    sums = sums_of([campaign], scope=scope).get(campaign.pk, Sums())
    moves = LIFE.moves_from(campaign, scope=scope, by=by)
    told = campaign_whole(campaign, sums, [str(move) for move in moves])
    return stamped(Response(CampaignOut(told).data, status=status), campaign.version)

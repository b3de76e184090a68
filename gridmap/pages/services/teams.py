"""/teams/: the teams that serve here; one with its members and rounds; and what the township and the village change of it."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from geodata.base import periods
from geodata.base.access import require
from geodata.base.errors import BadInput, Conflict, DomainError, NotFound, join
from geodata.base.scope import Right
from geodata.posts.models import Post
from geodata.services import gaps, teams
from geodata.services.models import Team
from geodata.services.words import Field, TeamKind
from geodata.territory.models import Area
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.typed import Form

ROUNDS = 20


class TeamForm(Form):
    named = frozenset(("name",))

    name = forms.CharField(label=_("Name of the team"), max_length=60)
    kind = forms.ChoiceField(label=_("Kind"), choices=TeamKind.choices)
    field = forms.ChoiceField(label=_("Field"), choices=Field.choices)
    area = forms.ChoiceField(label=_("Serves"))

    def __init__(self, request: ScopedRequest, data: Any, *, on: dt.date) -> None:
        super().__init__(data)
        self.areas = list(_founded_in(request, on=on))
        self.offer_choices("area", [(area.code, area.name) for area in self.areas])

    def chosen(self) -> Area:
        found: Area = next(area for area in self.areas if area.code == self.cleaned_data["area"])
        return found


def _founded_in(request: ScopedRequest, *, on: dt.date) -> Any:
    held = request.scope.to(Right.SERVE).grants
    tops = [grant.code for grant in held if grant.kind == Post.Kind.TOWNSHIP_OFFICER]
    under = Q(pk__in=[])
    for top in tops:
        under |= Q(code__startswith=top)
    levels = [Area.Level.TOWNSHIP, Area.Level.VILLAGE, Area.Level.GRID]
    return Area.objects.on(on).filter(under, level__in=levels).order_by("code")


@require_http_methods(["GET", "HEAD", "POST"])
def teams_page(request: ScopedRequest) -> HttpResponse:
    """Those that serve in the reader's areas today; the township founds one here."""
    require(request.scope, Right.SERVE)
    on, sent = periods.today(), request.method == "POST"
    form = TeamForm(request, request.POST if sent else None, on=on)
    if sent and form.is_valid() and (made := _founded(request, form, on=on)):
        return redirect("team", number=made.pk)
    members = Count("members", filter=periods.covers(on, "members__period"))
    rows = teams.seen(request.scope).on(on).select_related("area").annotate(people=members)
    context = {
        "teams": rows.order_by("area__code", "name", "pk"),
        "form": form if form.areas else None,
        "without": gaps.villages_without_team(request.scope, on=on),
        "missed": gaps.rounds_missed(request.scope, on=on)[:ROUNDS],
        "keeps": bool(request.scope.to(Right.SERVE).villages),
    }
    return render(request, "services/teams.html", context, status=422 if sent else 200)


def _founded(request: ScopedRequest, form: TeamForm, *, on: dt.date) -> Team | None:
    said = {name: form.cleaned_data[name] for name in ("name", "kind", "field")}
    try:
        made = teams.found_team(
            **said, area=form.chosen(), by=request.user, scope=request.scope, at=timezone.now(), today=on
        )
    except (BadInput, Conflict) as error:
        form.add_error("name", _words(error))
        return None
    messages.success(request, gettext("The team is founded."))
    return made


def _words(error: DomainError) -> str:
    return join([error.message, error.remedy]).strip()


@require_safe
def team_page(request: ScopedRequest, number: str) -> HttpResponse:
    team, on = teams.find_team(int(number), scope=request.scope), periods.today()
    villages = Area.objects.on(on).within(request.scope.to(Right.SERVE)).level(Area.Level.VILLAGE)
    context = {
        "team": team,
        "members": team.members.filter(periods.covers(on)).select_related("user").order_by("pk"),
        "rounds": team.visits.select_related("village").order_by("-planned_on", "-pk")[:ROUNDS],
        "changes": teams.may_change(request.scope, team.area) and not team.has_last_day,
        "villages": []
        if team.has_last_day
        else villages.filter(pk__in=request.scope.villages).order_by("code"),
        "own": team.pk in request.scope.teams,
        "today": on,
        "last": on + teams.FAR,
    }
    return render(request, "services/team.html", context)


@require_POST
def change_page(request: ScopedRequest, number: str) -> HttpResponse:
    """One of the changes, by its name."""
    team, move = teams.find_team(int(number), scope=request.scope), request.POST.get("move", "")
    if move not in teams.NEEDED:
        raise Http404
    try:
        teams.change_team(
            move,
            team=team,
            said=_said(request),
            by=request.user,
            scope=request.scope,
            at=timezone.now(),
            today=periods.today(),
        )
    except (BadInput, Conflict) as error:
        messages.error(request, _words(error))
    except NotFound as error:
        if not error.field:
            raise
        messages.error(request, gettext("Nobody and nothing of that name is known here."))
    else:
        messages.success(request, gettext("The team is changed."))
    return redirect("team", number=team.pk)


def _said(request: ScopedRequest) -> dict[str, Any]:
    sent = request.POST
    keys = {name: int(sent[name]) for name in ("member", "round") if sent.get(name, "").isdigit()}
    return {
        "user": sent.get("user", "").strip()[:150],
        "leads": bool(sent.get("leads")),
        "village": sent.get("village", "")[:15],
        "on": _day(sent.get("on", "")),
        "what": sent.get("what", ""),
        **keys,
    }


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None

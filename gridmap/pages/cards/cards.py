"""/cards/: which households hold a card that still says who looks after them; printing, and handing over."""

import datetime as dt
from dataclasses import dataclass
from functools import partial

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from api.web import throttling
from geodata.audit.concept import Action
from geodata.base import keyset, periods, wording
from geodata.base.errors import BadInput, DomainError
from geodata.base.scope import Right
from geodata.cards.models import Card
from geodata.cards.printing import hand_out, print_cards
from geodata.coverage import cards as question_of_cards
from geodata.coverage import states
from geodata.coverage.cards import LACKING, Carded, CardState
from geodata.coverage.households import states_of
from geodata.display.lines import Line, describe
from geodata.exports.extracts.extract import AreaQuestion
from geodata.jobs import at_once
from geodata.jobs.service import start
from geodata.papers import cards as card_paper
from geodata.papers.pdf import MEDIA_TYPE, bound
from geodata.people.access import find_household
from geodata.people.models import Household
from gridmap.error_pages import too_often
from gridmap.logs import request_id
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.downloads import download
from gridmap.pages.base.filters import answers_at_once
from gridmap.pages.base.typed import Form
from gridmap.pages.pairing.areas import Place, around, households_in, picked, place_of
from gridmap.recording import record

PAGE = 100
MOST = 50_000
"""Cards that are printed at once: a county's."""


@dataclass(frozen=True, slots=True)
class Total:
    state: str
    label: str
    count: int
    chosen: bool


@answers_at_once
@require_safe
def cards_page(request: ScopedRequest) -> HttpResponse:
    """How many cards hold, are to be printed and to be handed over; and the households behind a number."""
    place = place_of(request, on=periods.today())
    chosen = request.GET.get("state", "")
    state = chosen if chosen in CardState.values else ""
    question = _question(place)
    counts = question_of_cards.counted(question)
    after = keyset.numbers(request.GET.get("after", ""))
    wanted = (state,) if state else (*LACKING, CardState.WAITING)
    rows = question_of_cards.page(question, tuple(wanted), after=after, limit=PAGE + 1)
    more = rows[PAGE - 1] if len(rows) > PAGE else None
    context = around(place, request) | {
        "filters": picked(place, request),
        "totals": [
            Total(one.value, str(one.label), counts[one.value], one.value == state) for one in CardState
        ],
        "lacking": sum(counts[one] for one in LACKING),
        "waiting": counts[CardState.WAITING],
        "state": state,
        "rows": _lines(place, rows[:PAGE]),
        "first": after is None,
        "next": f"{more.village_id}.{more.household_id}" if more else "",
        "days": _days(place),
    }
    return render(request, "cards/cards.html", context)


@require_POST
def print_page(request: ScopedRequest) -> HttpResponse:
    """Print what is missing or out of date, in all the area or for the households that are ticked."""
    on = periods.today()
    place = place_of(request, on=on, code=request.POST.get("area", "") or "-")
    try:
        if tokens := request.POST.getlist("household"):
            homes = [home.pk for home in households_in(request, place.scope, tokens)]
        else:
            lacking = question_of_cards.page(_question(place), tuple(LACKING), limit=MOST)
            homes = [one.household_id for one in lacking]
        printed = print_cards(households=homes, by=request.user, on=on)
    except DomainError as error:
        messages.error(request, f"{error.message} {error.remedy}".strip())
    else:
        done = ngettext(
            "%(n)s card is ready to be printed.", "%(n)s cards are ready to be printed.", len(printed)
        )
        messages.success(request, done % {"n": wording.figure(len(printed))})
    return redirect(f"{reverse('cards')}?area={place.area.code}")


@require_safe
def cards_pdf(request: ScopedRequest, code: str) -> HttpResponse | FileResponse:
    """The cards of one day as paper; what takes long becomes a job."""
    place = place_of(request, on=periods.today(), code=code)
    day = _day(request.GET.get("on", "")) or place.on
    if wait := throttling.wait_to_export(request.user):
        return too_often(request, wait)
    query = AreaQuestion(request.scope, place.area, day, request.user.name, timezone.localtime())
    root = request.build_absolute_uri("/")
    most = at_once.rows("cards.pdf")
    count = at_once.counted(card_paper.printed(query), most=most)
    if not count:
        nothing = _("No cards were prepared here on %(day)s. Choose households first, then print.")
        messages.error(request, nothing % {"day": wording.day(day)})
        return redirect(f"{reverse('cards')}?area={place.area.code}")
    if count > most:
        return _as_job(request, place, day, root)
    name = f"{_('Contact cards')}_{place.area.name}_{day}.pdf"
    answer = download(name, MEDIA_TYPE, partial(bound, list(card_paper.parts(query, root))))
    details = {"list": "cards", "on": day.isoformat(), "rows": count, "format": "pdf"}
    record(Action.EXPORT, request.user, subject=code, details=details)
    return answer


def _as_job(request: ScopedRequest, place: Place, day: dt.date, root: str) -> HttpResponse:
    try:
        job = start(
            "reports.cards",
            by=request.user,
            at=timezone.now(),
            arguments={"area": place.area.code, "on": day.isoformat(), "root": root},
            subject=place.area.code,
            about=place.area.name,
            request_id=request_id.get(),
        )
    except DomainError as error:
        messages.error(request, f"{error.message} {error.remedy}".strip())
        return redirect("jobs")
    messages.success(request, _("The document is being made. It will appear on this page when it is ready."))
    return redirect("job", job=job.pk)


@require_POST
def hand_out_page(request: ScopedRequest) -> HttpResponse:
    """Note that the cards of the households ticked, or all that wait in the area, were handed over."""
    place = place_of(request, on=periods.today(), code=request.POST.get("area", "") or "-")
    question = _question(place)
    try:
        day = _day(request.POST.get("day", "")) or place.on
        waiting = question_of_cards.page(question, (CardState.WAITING,), limit=MOST)
        if "all" not in request.POST:
            tokens = request.POST.getlist("household")
            ticked = {home.pk for home in households_in(request, place.scope, tokens)}
            waiting = [one for one in waiting if one.household_id in ticked]
        count = hand_out(
            cards=[one.card_id for one in waiting if one.card_id], by=request.user, day=day, on=place.on
        )
    except DomainError as error:
        messages.error(request, f"{error.message} {error.remedy}".strip())
    else:
        _told(request, count)
    return redirect(f"{reverse('cards')}?area={place.area.code}")


@require_POST
def hand_one(request: ScopedRequest, token: str) -> HttpResponse:
    """The card of one household was handed over today: by whoever visits it."""
    household = find_household(token, scope=request.scope, right=Right.VISIT)
    on = periods.today()
    held = question_of_cards.of_household(of_one(household, on=on))
    if held and held.card_id and held.state == CardState.WAITING:
        _told(request, hand_out(cards=[held.card_id], by=request.user, day=on, on=on))
    else:
        messages.error(request, _("This household has no card waiting to be handed over."))
    return redirect("household", token=token)


@require_safe
def scanned(request: ScopedRequest, card: str) -> HttpResponse:
    """What the QR code of a card leads to: the household, for those who may see it. To others there is nothing."""
    scope = request.scope.to(Right.HOUSEHOLDS)
    printed = get_object_or_404(Card.objects.within(scope).select_related("household"), token=card)
    return redirect("household", token=printed.household.token)


def of_one(household: Household, *, on: dt.date) -> states.Question:
    return states.Question(states.Selection(households=(household.pk,)), on=on)


def _told(request: ScopedRequest, count: int) -> None:
    done = ngettext(
        "%(n)s card is recorded as handed over.", "%(n)s cards are recorded as handed over.", count
    )
    messages.success(request, done % {"n": wording.figure(count)})


def _question(place: Place) -> states.Question:
    selection = states.select(scope=place.scope, area=place.area, on=place.on)
    return states.Question(selection, on=place.on)


def _lines(place: Place, rows: list[Carded]) -> list[tuple[Line, Carded, str]]:
    """Nine queries, whatever the number."""
    ids = [one.household_id for one in rows]
    known = states_of(states.Question(states.Selection(households=tuple(ids)), on=place.on)) if ids else {}
    here = [one for one in rows if one.household_id in known]
    lines = describe([known[one.household_id] for one in here], scope=place.scope, on=place.on)
    return [(line, one, str(CardState(one.state).label)) for line, one in zip(lines, here, strict=True)]


def _days(place: Place) -> list[dt.date]:
    """The latest days on which cards of the area were printed."""
    selection = states.select(scope=place.scope, area=place.area, on=place.on)
    cards = Card.objects.within(place.scope).filter(kind=Card.Kind.CONTACT)
    if selection.grids:
        cards = cards.filter(household__grid__in=selection.grids)
    else:
        cards = cards.filter(village__in=selection.villages)
    days = cards.order_by("-printed_on").values_list("printed_on", flat=True).distinct()
    return list(days[:5])


class DayForm(Form):
    day = forms.DateField(required=False)


def _day(text: str) -> dt.date | None:
    """Raises BadInput for what is no day."""
    form = DayForm({"day": text})
    if not form.is_valid():
        raise BadInput(_("This is not a valid date."), field="day", remedy=_("Enter it as YYYY-MM-DD."))
    day: dt.date | None = form.cleaned_data["day"]
    return day

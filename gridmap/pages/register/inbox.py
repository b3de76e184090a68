"""/register/: changes that wait for the village; those that are ticked are confirmed, or refused with one reason."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from geodata.base import periods, wording
from geodata.base.access import require
from geodata.base.errors import DomainError
from geodata.base.scope import Right, Scope
from geodata.people.models import Household
from geodata.register.beside import Turn, alike_to, turns_of
from geodata.register.confirming import confirm_all
from geodata.register.deciding import Decided, refuse_all
from geodata.register.finding import BESIDE, find_changes
from geodata.register.kinds.registry import KINDS, label_of
from geodata.register.models import LIFE, Move, RegisterChange
from geodata.register.wording import Said, said_of
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.filters import Filters, answers_at_once
from gridmap.pages.base.typed import Form
from gridmap.pages.register.tabs import tabs_of

PAGE = 50
LATEST = 20
MOST_UNDONE = 5
"""So many of those just confirmed are offered to be undone at once; the others stand below."""


class ChangeFilters(Filters):
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        required=False,
        choices=[("", gettext_lazy("All kinds")), *((name, kind.label) for name, kind in KINDS.items())],
    )


class DecisionForm(Form):
    """What is ticked, and what is to become of it."""

    decision = forms.ChoiceField(choices=[("confirm", "confirm"), ("refuse", "refuse")])
    change = forms.TypedMultipleChoiceField(coerce=int)
    reason = forms.CharField(max_length=200, required=False)

    def __init__(self, given: QueryDict, *, known: Sequence[int]) -> None:
        super().__init__(given)
        self.offer_choices("change", ((pk, pk) for pk in known))


@dataclass(frozen=True, slots=True)
class Line:
    """A change with what it says in words."""

    change: RegisterChange
    kind: Promise | str
    said: list[Said]
    made: Household | None = None
    """The household that has come about by it."""
    turn: Turn | None = None
    alike: Sequence[Household] = ()
    """Of a new household: which it may be already."""
    may_undo: bool = False

    @property
    def home(self) -> Household | None:
        return self.change.household or self.made

    @property
    def waits(self) -> bool:
        return self.change.state == RegisterChange.State.PROPOSED


@answers_at_once
@require_safe
def inbox_page(request: ScopedRequest) -> HttpResponse:
    require(request.scope, Right.CONFIRM)
    scope = request.scope.to(Right.CONFIRM)
    filters = ChangeFilters(request.GET)
    told = filters.told()
    filters.pick(told["area"], scope, on=periods.today(), down_to="village")
    found = RegisterChange.objects.within(scope).select_related(*BESIDE)
    found = found.of_villages(scope.villages).about(told["area"])
    if told["kind"]:
        found = found.filter(kind=told["kind"])
    page = Paginator(
        found.waiting().decided_in(scope.villages).order_by("effective_on", "pk"), PAGE
    ).get_page(request.GET.get("page"))
    done = found.exclude(state=RegisterChange.State.PROPOSED).order_by("-decided_at", "-pk")[:LATEST]
    context = {
        "tabs": tabs_of(request.scope, "register"),
        "filters": filters,
        "page": page,
        "lines": waiting_lines(list(page), scope=request.scope),
        "done": decided_lines(request, list(done)),
        "undoable": just_done(request),
    }
    return render(request, "register/inbox.html", context)


@require_POST
def decide(request: ScopedRequest) -> HttpResponse:
    """What is not possible is told line by line, and the rest is done. One that is not the reader's is as unknown as none."""
    require(request.scope, Right.CONFIRM)
    told = _told(request.POST)
    ticked = [int(number) for number in told.getlist("change") if number.isdecimal()]
    changes = find_changes(ticked, scope=request.scope)
    form = DecisionForm(told, known=[change.pk for change in changes])
    if not form.is_valid():
        messages.error(request, _("Tick the changes that are to be decided."))
        return redirect("register")
    now, by, scope = timezone.now(), request.user, request.scope
    if form.cleaned_data["decision"] == "confirm":
        decided = confirm_all(changes=changes, by=by, scope=scope, at=now, today=periods.today())
    else:
        decided = refuse_all(changes=changes, by=by, scope=scope, at=now, reason=form.cleaned_data["reason"])
    _tell(request, decided)
    done = [one.change for one in decided if one.error is None]
    return redirect(led_to_undo("register", done if form.cleaned_data["decision"] == "confirm" else ()))


def _told(sent: QueryDict) -> QueryDict:
    """A row's own button confirms it alone, whatever else is ticked."""
    if "one" not in sent:
        return sent
    alone = sent.copy()
    alone.setlist("change", [str(sent["one"])])
    alone["decision"] = "confirm"
    return alone


def lines_of(changes: Sequence[RegisterChange]) -> list[Line]:
    """A fixed number of queries, whatever the number."""
    words = said_of(changes)
    return [Line(change, label_of(change.kind), words[change.pk]) for change in changes]


def waiting_lines(changes: Sequence[RegisterChange], *, scope: Scope) -> list[Line]:
    """With what has to be seen before many are confirmed at once."""
    turns, alike = turns_of(changes), alike_to(changes, scope=scope)
    return [
        replace(line, turn=turns.get(line.change.pk), alike=alike.get(line.change.pk, ()))
        for line in lines_of(changes)
    ]


def decided_lines(request: ScopedRequest, changes: Sequence[RegisterChange]) -> list[Line]:
    """With the household that came about, where it is the reader's."""
    keys = [key for change in changes if change.household_id is None for key in change.households]
    made = Household.objects.within(request.scope.to(Right.DETAILS)).in_bulk(keys)
    return [
        replace(
            line,
            made=next((made[key] for key in line.change.households if key in made), None),
            may_undo=Move.UNDO in LIFE.moves_from(line.change, scope=request.scope, by=request.user),
        )
        for line in lines_of(changes)
    ]


def led_to_undo(view: str, changes: Sequence[RegisterChange], **query: str) -> str:
    """The address of a page that offers to undo what has just been confirmed."""
    asked = [*query.items(), *(("done", change.pk) for change in changes[:MOST_UNDONE])]
    return reverse(view) + (f"?{urlencode(asked)}" if asked else "")


def just_done(request: ScopedRequest) -> list[Line]:
    """What the reader has just confirmed, as the address says, and may undo."""
    keys = [
        int(key) for key in request.GET.getlist("done")[:MOST_UNDONE] if key.isdecimal() and len(key) < 18
    ]
    if not keys:
        return []
    found = RegisterChange.objects.within(request.scope).select_related(*BESIDE)
    own = found.filter(pk__in=keys, decided_by=request.user).order_by("pk")
    return [line for line in decided_lines(request, list(own)) if line.may_undo]


def _tell(request: ScopedRequest, decided: Sequence[Decided]) -> None:
    for one in decided:
        if one.error:
            messages.error(request, f"{_name(one.change)}: {_words(one.error)}")
    if number := sum(one.error is None for one in decided):
        said = ngettext("%(n)s change is decided.", "%(n)s changes are decided.", number) % {
            "n": wording.figure(number)
        }
        messages.success(request, said)


def _name(change: RegisterChange) -> str:
    return f"{label_of(change.kind)} {change.household or change.village.name}"


def _words(error: DomainError) -> str:
    return f"{error.message} {error.remedy}".strip()

"""/assignments/: what is assigned to a department, an office or a person, told without the need; and how it is answered."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from geodata.base import keyset, periods
from geodata.base.access import refuse
from geodata.base.errors import BadInput, Conflict, DomainError, NotFound, join
from geodata.base.scope import Right
from geodata.needs.answering import ANSWERS, DECIDE, FIELDS, answer, answers_now
from geodata.needs.assigning import assignments_of, find_assignment, may_answer
from geodata.needs.beside_models import UNDER_WAY, Assignment
from geodata.needs.models import Need
from geodata.needs.paging import due_first
from geodata.needs.settings_models import NeedCategory
from geodata.posts.departments import Department
from geodata.territory import codes
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.filters import Filters, answers_at_once
from gridmap.pages.base.typed import Form
from gridmap.pages.needs.fields import MADE, text
from gridmap.pages.visits.forms import tell_left_out

PAGE = 100
LABELS: dict[str, Promise] = {
    "accept": pgettext_lazy("assignment", "Accept"),
    "refuse": pgettext_lazy("assignment", "Refuse"),
    "refer": pgettext_lazy("assignment", "Let the county decide"),
    "done": pgettext_lazy("assignment", "Report as done"),
    "extend_ask": pgettext_lazy("need", "Ask for more time"),
    "decide": pgettext_lazy("assignment", "Decide whose it is"),
}
FOLLOWS: dict[str, Promise] = {
    "refuse": _(
        "It goes back to whoever assigned it. One assignment of a need is refused, not a second one."
    ),
    "refer": _(
        "One was refused already. The county decides within a working day whose it is; meanwhile nothing rests."
    ),
    "done": _("Whoever assigned it looks at what was done and finishes the need."),
    "extend_ask": _(
        "More time is asked for once at each level. Until it is granted it stays due when it is."
    ),
    "decide": _("It stays where it is, or goes to another department. Neither is refused any more."),
}
WHICH = [
    ("", _("To be done")),
    ("late", _("Past their deadline")),
    ("all", _("All assignments")),
]


class AssignmentFilters(Filters):
    which = forms.ChoiceField(label=_("Which assignments"), required=False, choices=WHICH)


class AnswerForm(Form):
    """What an answer is told, on the version that was seen."""

    left_to_verb = frozenset(("reason", "answer"))

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, move: str, assignment: Assignment, data: Any = None, *, on: dt.date) -> None:
        super().__init__(data, initial={"version": assignment.version}, prefix=move)
        self.move = move
        self.label, self.follows = LABELS[move], FOLLOWS.get(move, "")
        for name in FIELDS.get(move, ()):
            self.fields[name] = _field(move, name, assignment, on=on)

    @property
    def plain(self) -> bool:
        return not self.visible_fields()

    def refuse(self, error: DomainError) -> None:
        known = error.field in self.fields and error.field != "version"
        self.add_error(error.field if known else None, join([error.message, error.remedy]).strip())


def _field(move: str, name: str, assignment: Assignment, *, on: dt.date) -> forms.Field:
    if name == "department":
        county = assignment.village.code[: codes.LENGTHS["county"]]
        rows = Department.objects.on(on).filter(area__code=county).order_by("code")
        others = [(row.code, str(row)) for row in rows if row.pk != assignment.department_id]
        return forms.ChoiceField(
            label=_("To another department"),
            required=False,
            choices=[("", _("it stays where it is")), *others],
        )
    if name == "answer":
        return text(_("What was done"), 1000, required=True)
    if name == "reason":
        return text(_("Reason"), 200, required=True)
    made = MADE[name]()
    made.required = True
    return made


def require_some(request: ScopedRequest) -> None:
    """For whoever may be assigned something: departments, and those who hold needs."""
    if not (request.scope.may(Right.UNIT) or request.scope.may(Right.NEED)):
        refuse(Right.UNIT)


@answers_at_once
@require_safe
def assignments_page(request: ScopedRequest) -> HttpResponse:
    """100 to a page, the first due first. Five queries, whatever the number."""
    require_some(request)
    now, filters = timezone.now(), AssignmentFilters(request.GET)
    found = _asked(assignments_of(request.scope, by=request.user), filters.told()["which"], at=now)
    after = keyset.moment_or_number(request.GET.get("after", ""))
    rows = due_first(found, after=after, limit=PAGE + 1)
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    context = {
        "filters": filters,
        "rows": rows[:PAGE],
        "number": found.count(),
        "categories": categories(),
        "now": now,
        "under_way": UNDER_WAY,
        "first": after is None,
        "next": keyset.moment_and_number(last.due_at, last.pk) if last else "",
    }
    return render(request, "needs/assignments.html", context)


def _asked(found: QuerySet[Assignment], which: str, *, at: dt.datetime) -> QuerySet[Assignment]:
    if which == "all":
        return found
    found = found.filter(state__in=UNDER_WAY)
    return found.filter(due_at__lt=at) if which == "late" else found


def categories() -> dict[str, str]:
    """Their names in the reader's language, by code."""
    return {row.code: str(row) for row in NeedCategory.objects.all()}


@require_safe
def assignment_page(request: ScopedRequest, number: str) -> HttpResponse:
    require_some(request)
    return _show(request, find_assignment(number, by=request.user, scope=request.scope))


def _show(request: ScopedRequest, found: Assignment, *, sent: AnswerForm | None = None) -> HttpResponse:
    """With a form that was not accepted, its errors and status 422. Never a name or a phone."""
    now, by, scope, on = timezone.now(), request.user, request.scope, periods.today()
    known = {move: AnswerForm(move, found, on=on) for move in answers_now(found, by=by, scope=scope, at=now)}
    seen = scope.may(Right.NEED) and Need.objects.within(scope, by=by.pk).filter(pk=found.need_id).exists()
    mine = may_answer(found, by=by, scope=scope)
    context = {
        "assignment": found,
        "category": categories().get(found.category, found.category),
        "late": found.state in UNDER_WAY and found.due_at < now,
        "forms": list((known | ({sent.move: sent} if sent else {})).values()),
        "seen": seen,
        "supervisions": found.supervisions.filter(answered_at=None) if mine else [],
        "answers": mine,
    }
    return render(request, "needs/assignment.html", context, status=422 if sent else 200)


@require_POST
def answer_assignment_page(request: ScopedRequest, number: str) -> HttpResponse:
    """What is refused is told beside its field, and what was typed stays."""
    require_some(request)
    by, scope = request.user, request.scope
    found = find_assignment(number, by=by, scope=scope)
    move = request.POST.get("move", "")
    if move not in ANSWERS:
        raise Http404
    form = AnswerForm(move, found, request.POST, on=periods.today())
    if not form.is_valid():
        return _show(request, found, sent=form)
    told = {name: value for name, value in form.cleaned_data.items() if name != "version"}
    version = form.cleaned_data["version"]
    try:
        done = answer(
            move, assignment=found, by=by, scope=scope, at=timezone.now(), version=version, told=told
        )
    except (BadInput, Conflict, NotFound) as error:
        form.refuse(error)
        return _show(request, find_assignment(number, by=by, scope=scope), sent=form)
    tell_left_out(request, " ".join(one for one in told.values() if isinstance(one, str)))
    words = _t("Recorded. The assignment is “%(state)s”.") % {"state": done.get_state_display()}
    messages.success(request, words)
    return redirect("assignment", number=done.pk if move == DECIDE else found.pk)

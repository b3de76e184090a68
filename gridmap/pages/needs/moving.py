"""/needs/<need>/move/: a need is moved on, on the version that was seen; and a supervision is answered."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from geodata.base import periods
from geodata.base.errors import BadInput, Conflict, NotFound, join
from geodata.needs.beside import answer_supervision, find_supervision, require_supervising
from geodata.needs.doing import NAMES, SUPERVISE, move_on, named
from geodata.needs.finding import find_need
from geodata.needs.models import Need
from gridmap.middleware import ScopedRequest
from gridmap.pages.needs.assigned import require_some
from gridmap.pages.needs.forms import MoveForm
from gridmap.pages.needs.need import show
from gridmap.pages.visits.forms import tell_left_out


@require_POST
def move_page(request: ScopedRequest, need: str) -> HttpResponse:
    """What is refused is told beside its field, and what was typed stays."""
    found = find_need(named(need), by=request.user, scope=request.scope)
    move = request.POST.get("move", "")
    if move not in NAMES:
        raise Http404
    if move == SUPERVISE:
        require_supervising(found, by=request.user, scope=request.scope)
    form = MoveForm(move, found, request.POST, on=periods.today())
    if form.is_valid() and _moved(request, found, form):
        return redirect("need", need=found.number)
    found = find_need(named(need), by=request.user, scope=request.scope)
    return show(request, found, sent=form)


def _moved(request: ScopedRequest, need: Need, form: MoveForm) -> bool:
    told = form.told()
    try:
        done = move_on(
            form.move,
            need=need,
            by=request.user,
            scope=request.scope,
            at=timezone.now(),
            version=form.cleaned_data["version"],
            told=told,
        )
    except (BadInput, Conflict) as error:
        form.refuse(error)
    except NotFound as error:
        if not error.field:
            raise
        form.refuse(error)
    else:
        tell_left_out(request, " ".join(one for one in told.values() if isinstance(one, str)))
        words = _("Recorded. The need is “%(state)s”.")
        messages.success(request, words % {"state": done.get_state_display()})
        return True
    return False


@require_POST
def answer_page(request: ScopedRequest, number: str) -> HttpResponse:
    """By the level that holds the need, or by whom the assignment was given to that it is about."""
    require_some(request)
    by, scope = request.user, request.scope
    found = find_supervision(number, by=by, scope=scope)
    words = request.POST.get("answer", "")
    try:
        answer_supervision(supervision=found, answer=words, by=by, scope=scope, at=timezone.now())
    except (BadInput, Conflict) as error:
        messages.error(request, join([error.message, error.remedy]))
    else:
        tell_left_out(request, words)
        messages.success(request, _("The supervision is answered."))
    seen = Need.objects.within(scope, by=by.pk).filter(pk=found.need_id).first()
    return redirect("need", need=seen.number) if seen else redirect("assignment", number=found.assignment_id)

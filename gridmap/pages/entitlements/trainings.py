"""/entitlements/trainings/: trainings and talks about policies, as numbers, and a form for one more."""

from django.contrib import messages
from django.db.models import Sum
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from geodata.base import periods
from geodata.base.access import require
from geodata.base.errors import BadInput, NotAllowed, NotFound
from geodata.base.scope import Right
from geodata.entitlements.models import Training
from geodata.entitlements.recording import Held, may_train, record_training
from geodata.policies.models import Policy
from geodata.territory.models import Area
from gridmap.middleware import ScopedRequest
from gridmap.pages.entitlements.forms import TrainingForm

LATEST = 100


@require_http_methods(["GET", "POST"])
def trainings_page(request: ScopedRequest) -> HttpResponse:
    """The newest first. What is refused is told beside its field, with status 422."""
    require(request.scope, Right.ENTITLE)
    on = periods.today()
    areas = [
        area
        for area in Area.objects.on(on)
        .within(request.scope.to(Right.ENTITLE))
        .exclude(level="grid")
        .order_by("code")
        if may_train(request.scope, area.code)
    ]
    form = TrainingForm(request.POST if request.method == "POST" else None, areas=areas, on=on)
    if request.method == "POST" and form.is_valid() and _recorded(request, form):
        return redirect("trainings")
    found = Training.objects.within(request.scope)
    names = {policy.code: str(policy) for policy in Policy.objects.all()}
    rows = found.select_related("area").order_by("-day", "-pk")[:LATEST]
    context = {
        "rows": [(row, [names.get(code, code) for code in row.policies]) for row in rows],
        "count": found.count(),
        "attended": found.aggregate(sum=Sum("attended"))["sum"] or 0,
        "form": form if areas else None,
    }
    return render(request, "entitlements/trainings.html", context, status=422 if form.errors else 200)


def _recorded(request: ScopedRequest, form: TrainingForm) -> bool:
    try:
        record_training(
            held=Held(**form.cleaned_data),
            by=request.user,
            scope=request.scope,
            at=timezone.now(),
            today=periods.today(),
        )
    except (BadInput, NotAllowed, NotFound) as error:
        form.refuse(error)
        return False
    messages.success(request, _("The training is recorded."))
    return True

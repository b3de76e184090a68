"""/accounts/: who has an account, and which posts on which days. For administrators; no household data in it."""

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.core.paginator import Paginator
from django.db.models import Case, Prefetch, Q, When
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from api.permissions import require
from geodata import periods
from geodata.accounts.models import User
from geodata.contacts.models import Duty
from geodata.territory.scope import Right
from gridmap.middleware import ScopedRequest

PAGE = 50


@require_safe
def accounts_page(request: ScopedRequest) -> HttpResponse:
    """Those who may sign in first, then by name; `who` looks for a part of the name or the login name."""
    require(request.scope, Right.ACCOUNTS)
    on = periods.today()
    who = request.GET.get("who", "").replace("\x00", "").strip()[:60]
    signing_in = ~Q(password="") & ~Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    users = User.objects.annotate(signs_in=Case(When(signing_in, then=1), default=0)).order_by(
        "-signs_in", "name", "pk"
    )
    if who:
        users = users.filter(Q(name__icontains=who) | Q(username__icontains=who))
    posts = Duty.objects.on(on).select_related("area").order_by("kind", "area__code")
    page = Paginator(users.prefetch_related(Prefetch("duties", posts, "posts")), PAGE).get_page(
        request.GET.get("page")
    )
    return render(request, "pages/accounts.html", {"page": page, "who": who})

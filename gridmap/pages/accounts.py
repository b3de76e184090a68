"""/accounts/: who has an account, and which posts on which days. For administrators; no household data in it."""

from django.core.paginator import Paginator
from django.db.models import Prefetch, Q
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
    """Accounts with a post or a password, by name; `who` looks for a part of the name or the login name."""
    require(request.scope, Right.ACCOUNTS)
    on = periods.today()
    who = request.GET.get("who", "").replace("\x00", "").strip()[:60]
    users = User.objects.filter(Q(duties__isnull=False) | ~Q(password="")).distinct().order_by("name", "pk")
    if who:
        users = users.filter(Q(name__icontains=who) | Q(username__icontains=who))
    posts = Duty.objects.on(on).select_related("area").order_by("kind", "area__code")
    page = Paginator(users.prefetch_related(Prefetch("duties", posts, "posts")), PAGE).get_page(
        request.GET.get("page")
    )
    return render(request, "pages/accounts.html", {"page": page, "who": who})

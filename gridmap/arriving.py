"""Who comes with a request is asked together with the beginning of its transaction: see geodata/contacts/arrival.py."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils import timezone

from api.authentication import bearer_of
from api.base.unchanged import beginning_of
from api.base.views import View
from api.web.addresses import for_programs
from api.web.callers import address_prefix
from api.web.throttling import stretch_of
from geodata.accounts.models import User
from geodata.contacts.arrival import Caller, Coming


def coming(request: HttpRequest) -> Coming | None:
    """By token where the API is asked with one, else by the session; None: nobody has signed in."""
    caller = _caller(request)
    if caller is None:
        return None
    kind, rate = ("api", settings.API_RATE) if counts_itself(request) else ("page", settings.PAGE_RATE)
    at = timezone.now()
    rests_upon = view.rests_upon if (view := view_of(request)) else None
    beginning = beginning_of(request, rests_upon, by_token=bool(caller.digest))
    return Coming(caller, at, timezone.localdate(at), kind, *stretch_of(rate, at=at), beginning)


def _caller(request: HttpRequest) -> Caller | None:
    if for_programs(request.path_info) and (token := bearer_of(request)) is not None:
        device = request.headers.get("User-Agent", "")
        return Caller.with_token(token, device=device, network=address_prefix(request))
    return Caller(account=request.user.pk) if isinstance(request.user, User) else None


def counts_itself(request: HttpRequest) -> bool:
    """Is it answered by a view of the API, which alone knows whose a token is?"""
    return view_of(request) is not None


def view_of(request: HttpRequest) -> type[View] | None:
    """The view of the API that answers it."""
    if not for_programs(request.path_info):
        return None
    try:
        view = getattr(resolve(request.path_info).func, "cls", None)
    except Resolver404:
        return None
    return view if isinstance(view, type) and issubclass(view, View) else None

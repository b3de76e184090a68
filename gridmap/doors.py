"""What each door leaves on the record of access of what it changed, where the verb itself leaves nothing.

Many verbs record by themselves, with more to tell; where a request has appended nothing, the door says at least that it
was used. A change counts that was not refused by its status.
"""

from collections.abc import Callable, Mapping
from operator import attrgetter

from django.http import HttpRequest, HttpResponseBase
from django.urls import ResolverMatch
from django.utils import timezone

from api.web.addresses import for_programs
from geodata.accounts.models import User
from geodata.audit.record import appended, coming_by
from geodata.base.manifest import Gathered
from geodata.people.access import record_opening
from geodata.people.models import Household
from gridmap.recording import record

SAFE = ("GET", "HEAD", "OPTIONS")
LEAVES: Mapping[str, str] = Gathered(
    lambda concept: {view: action for action, views in concept.leaves.items() for view in views}
)
"""By the name of an address: what a change through it leaves."""
BY_THEMSELVES: Mapping[str, bool] = Gathered(lambda concept: dict.fromkeys(concept.by_themselves, True))
"""Their verbs append an entry of their own where they change anything, or it is one's own device."""
NOTHING: Mapping[str, str] = Gathered(attrgetter("silent"), {"api:unknown": "there is nothing"})
"""Changes that leave no entry, and why."""

REFUSED_AND_SHOWN = (409, 412, 422)
"""Answers that refuse a change and show what stands there. What its verb had appended is taken back with the rest of it."""


class OnRecord:
    """After the answer is made, inside its transaction: it is sent when that is committed, entry and all, or not at all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with coming_by("api" if for_programs(request.path_info) else ""):
            return self._answered(request)

    def _answered(self, request: HttpRequest) -> HttpResponseBase:
        before = appended.get()
        response = self.get_response(request)
        match, user, status = request.resolver_match, getattr(request, "user", None), response.status_code
        if match and isinstance(user, User) and request.method not in SAFE:
            if status in REFUSED_AND_SHOWN:
                _leave_opening(user, match)
            elif status < 400 and appended.get() == before:
                _leave(user, match)
        return response


def _leave(user: User, match: ResolverMatch) -> None:
    if action := LEAVES.get(match.view_name):
        number = {"number": int(match.kwargs["number"])} if "number" in match.kwargs else {}
        subject = _token(match) or str(match.kwargs.get("code", ""))
        record(action, user, subject=subject, details=number)


def _leave_opening(user: User, match: ResolverMatch) -> None:
    homes = Household.objects.all()
    if token := _token(match):
        home = homes.called(token)
    elif "visit" in match.kwargs:
        home = homes.filter(visits__client_id=match.kwargs["visit"]).first()
    else:
        return
    if home:
        record_opening(home, by=user, at=timezone.now())


def _token(match: ResolverMatch) -> str:
    """Of the household that the address names."""
    parts = match.kwargs
    return str(parts["token"]) if "token" in parts and "households/" in match.route else ""

"""/today/left/: a phone asks what became of the account that was signed in on it, and hands in what that account has not sent.

The seal is signed by us and says whose phone it was. It opens nothing: of an account that is not closed it does nothing, and of a
closed one it only lets visits into the inbox of the village, where an office decides.
"""

from typing import Any

import orjson
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from api.visits.inbox import became
from api.visits.input import HandInIn
from api.visits.views import receipt, report_of
from api.web.errors import Refused
from api.web.seals import sealed_user
from geodata.accounts.models import User
from geodata.base import periods
from geodata.base.errors import DomainError
from geodata.base.scope import Scope
from geodata.contacts.rights import scope_in_force
from geodata.visits.inbox import hand_in
from geodata.visits.sending import Sent

MOST = 50


@csrf_exempt  # There is no session that somebody else's page could use: the seal is what counts.
@never_cache
@login_not_required
@require_POST
def left_page(request: HttpRequest) -> JsonResponse:
    """Is the account closed, and what became of the visits that came along? Nothing happens while it is open."""
    body = _read(request)
    user = sealed_user(body.get("seal")) if body else None
    if user is None:
        return JsonResponse({"closed": False}, status=403)
    if user.is_active:
        return JsonResponse({"closed": False, "results": []})
    try:
        letters = [HandInIn(data=letter).checked() for letter in body.get("visits", [])[:MOST]]
        return JsonResponse({"closed": True, "results": [_handed(letter, user) for letter in letters]})
    except (Refused, DomainError):
        return JsonResponse({"closed": True, "results": []}, status=400)


def _handed(letter: dict[str, Any], user: User) -> dict[str, object]:
    letter.pop("phone_time")
    scope_in_force(user, on=periods.today())
    sent = Sent(letter.pop("client_id"), letter.pop("household"), report_of(None, letter))
    handed_in = hand_in(sent=sent, by=user, scope=Scope(), at=timezone.now(), today=periods.today())
    return became(handed_in) | receipt(sent.report, sent.token)


def _read(request: HttpRequest) -> dict[str, Any]:
    try:
        body = orjson.loads(request.body)
    except ValueError:
        return {}
    return body if isinstance(body, dict) and isinstance(body.get("visits", []), list) else {}

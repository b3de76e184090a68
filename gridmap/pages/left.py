"""/today/left/: a phone asks what became of the account that was signed in on it, and hands in what that account has not sent.

The seal is signed by us and says whose phone it was. It opens nothing: of an account that is not closed it does nothing, and of a
closed one it only lets visits into the inbox of the village, where an office decides.
"""

from typing import Any

import orjson
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from api.errors import Refused
from api.serializers.inbox import HandInBody
from api.views.inbox import became
from api.views.visits import report_of, told_of
from geodata import periods
from geodata.accounts.models import User
from geodata.errors import DomainError
from geodata.second_line import scope_in_force
from geodata.territory.scope import Scope
from geodata.visits.inbox import hand_in
from geodata.visits.sending import Sent

SALT = "gridmap.phone"
SEAL_DAYS = 180
MOST = 50


def seal_of(user: User) -> str:
    return signing.dumps(user.pk, salt=SALT)


@csrf_exempt  # There is no session that somebody else's page could use: the seal is what counts.
@never_cache
@login_not_required
@require_POST
def left_page(request: HttpRequest) -> JsonResponse:
    """Is the account closed, and what became of the visits that came along? Nothing happens while it is open."""
    told = _read(request)
    user = _sealed(told.get("seal")) if told else None
    if user is None:
        return JsonResponse({"closed": False}, status=403)
    if user.is_active:
        return JsonResponse({"closed": False, "results": []})
    try:
        letters = [HandInBody(data=letter).checked() for letter in told.get("visits", [])[:MOST]]
        return JsonResponse({"closed": True, "results": [_handed(letter, user) for letter in letters]})
    except (Refused, DomainError):
        return JsonResponse({"closed": True, "results": []}, status=400)


def _handed(letter: dict[str, Any], user: User) -> dict[str, object]:
    letter.pop("phone_time")
    scope_in_force(user, on=periods.today())
    sent = Sent(letter.pop("client_id"), letter.pop("household"), report_of(None, letter))
    found = hand_in(sent=sent, by=user, scope=Scope(), at=timezone.now(), today=periods.today())
    return became(found) | told_of(sent.report, sent.token)


def _read(request: HttpRequest) -> dict[str, Any]:
    try:
        told = orjson.loads(request.body)
    except ValueError:
        return {}
    return told if isinstance(told, dict) and isinstance(told.get("visits", []), list) else {}


def _sealed(seal: object) -> User | None:
    try:
        pk = signing.loads(str(seal), salt=SALT, max_age=SEAL_DAYS * 86_400)
    except signing.BadSignature:
        return None
    return User.objects.filter(pk=pk).first()

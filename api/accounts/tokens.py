"""Bearer tokens: username and password for a token that ends by itself or on request."""

from typing import Any

from django.contrib.auth import authenticate
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import AllowAny, BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle

from api.accounts.input import EndTokenQuery, TokenIn
from api.accounts.output import MyTokens, TokenMade
from api.authentication import NO_SECOND_STEP, SET_IT_UP
from api.base.parsers import PlainForm, StrictJson
from api.base.schema import TOKEN_NUMBER, documented
from api.base.serializers import Query
from api.base.views import View
from api.web.access import Needed, who
from api.web.audit import record
from api.web.callers import address_prefix
from api.web.lockout import count_failure, forget_failures, is_locked, let_in, noted_name, was_locked
from api.web.throttling import PerAddress
from api.web.two_factor import accepts, has_second_step, must_set_up
from geodata.accounts.concept import Action
from geodata.accounts.models import ApiToken, User
from geodata.base.errors import BadInput, NotAllowed


def _known(request: HttpRequest, body: dict[str, Any]) -> User:
    """Name and password, then the code where there is a second step. Wrong codes count as wrong passwords do."""
    user = authenticate(request, username=body["username"], password=body["password"])
    if not isinstance(user, User):
        raise AuthenticationFailed(gettext("The login name or the password is wrong."))
    if must_set_up(user):
        raise NotAllowed(str(NO_SECOND_STEP), remedy=str(SET_IT_UP))
    if not has_second_step(user):
        return user
    if not body.get("code"):
        raise AuthenticationFailed(
            gettext("This account signs in with a second step: send its code as `code`.")
        )
    if is_locked(request, user.username) or accepts(user, body["code"]) is None:
        count_failure(request, user.username)
        raise AuthenticationFailed(gettext("The code is wrong, or has already been used."))
    return user


def _record(request: Request, action: str, user: User | None, body: dict[str, Any]) -> None:
    record(request, action, user, subject=noted_name(body["username"]), details={"by": "token"})


class Token(View):
    parser_classes = (StrictJson, PlainForm)

    @documented("token", _("Request a token"), {200: TokenMade}, body=TokenIn, problems=[429])
    def post(self, request: Request) -> Response:
        """A token for a username and password."""
        Query.read(request)
        body, now = TokenIn.read(request), timezone.now()
        # What the middleware is to see of a lock is noted on the request that it knows.
        plain = request._request  # noqa: SLF001
        try:
            user = _known(plain, body)
        except (AuthenticationFailed, NotAllowed):
            _record(request, Action.LOCKED_OUT if was_locked(plain) else Action.SIGN_IN_REFUSED, None, body)
            raise
        forget_failures(plain, user.username)
        let_in(plain, user)
        _record(request, Action.SIGN_IN, user, body)
        where = {"device": request.headers.get("User-Agent", ""), "network": address_prefix(plain)}
        token = {"token": ApiToken.issue(user=user, at=now, **where), "expires_at": now + ApiToken.LIFE}
        return Response(TokenMade(token).data)

    @documented("end_token", _("Revoke the token of this request"), {204: None}, query=EndTokenQuery)
    def delete(self, request: Request) -> Response:
        """End the token that this request carries; with `all` all tokens of its user."""
        query = EndTokenQuery.read(request)
        user = who(request)
        if not isinstance(request.auth, str):
            raise BadInput(
                gettext("This request carries no token."),
                remedy=gettext("Send the token in the Authorization header."),
            )
        if query.get("all"):
            ApiToken.end_all(user)
        ApiToken.end(request.auth)
        record(request, Action.TOKEN_ENDED, user, subject=user.username)
        return Response(status=204)

    def get_authenticators(self) -> list[BaseAuthentication]:
        return [] if self._signs_in else super().get_authenticators()

    def get_permissions(self) -> list[BasePermission]:
        return [AllowAny()] if self._signs_in else [Needed()]

    def get_throttles(self) -> list[BaseThrottle]:
        return [PerAddress()] if self._signs_in else super().get_throttles()

    @property
    def _signs_in(self) -> bool:
        return getattr(self.request, "method", "") == "POST"


class Tokens(View):
    @documented("tokens", _("My API tokens"), {200: MyTokens})
    def get(self, request: Request) -> Response:
        """Those that let me in, with device, beginning of the address and last use."""
        Query.read(request)
        own = digest_of(request)
        rows = list(ApiToken.of(who(request), at=timezone.now()))
        for row in rows:
            row.current = row.digest == own  # type: ignore[attr-defined]
        return Response(MyTokens({"tokens": rows}).data)


class OneToken(View):
    @documented(
        "end_one_token", _("Revoke one of my API tokens"), {204: None}, path=[TOKEN_NUMBER], problems=[404]
    )
    def delete(self, request: Request, number: str) -> Response:
        """It lets nobody in any more."""
        Query.read(request)
        user = who(request)
        ApiToken.end_one(int(number), of=user, at=timezone.now())
        record(request, Action.TOKEN_ENDED, user, subject=user.username)
        return Response(status=204)


def digest_of(request: Request) -> str:
    return ApiToken.digest_of(request.auth) if isinstance(request.auth, str) else ""

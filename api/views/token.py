"""Bearer tokens: username and password for a token that ends by itself or on request."""

from django.contrib.auth import authenticate
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import AllowAny, BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle, SimpleRateThrottle

from api.permissions import Needed, who
from api.schema import documented
from api.serializers.accounts import TokenBody, TokenMade
from api.serializers.base import Query
from api.views.base import View
from geodata.accounts.models import ApiToken, User
from geodata.audit.models import AccessEntry
from geodata.audit.record import record_access
from geodata.errors import BadInput


class PerAddress(SimpleRateThrottle):
    """Guessing passwords is slow from one network address."""

    scope = "token"

    def get_cache_key(self, request: Request, view: object) -> str:
        return f"throttle-token-{self.get_ident(request)}"


class Token(View):
    @documented("token", _("Ask for a token"), {200: TokenMade}, body=TokenBody, problems=[429])
    def post(self, request: Request) -> Response:
        """A token for a username and password."""
        Query.read(request)
        told, now = TokenBody.read(request), timezone.now()
        user = authenticate(request, username=told["username"], password=told["password"])
        known = user if isinstance(user, User) else None
        record_access(
            user=known,
            action=AccessEntry.Action.SIGN_IN if known else AccessEntry.Action.SIGN_IN_REFUSED,
            at=now,
            subject=told["username"],
            details={"by": "token"},
            request_id=request.META.get("REQUEST_ID", ""),
        )
        if known is None:
            raise AuthenticationFailed(gettext("The name or the password is wrong."))
        made = {"token": ApiToken.issue(user=known, at=now), "expires_at": now + ApiToken.LIFE}
        return Response(TokenMade(made).data)

    @documented("end_token", _("End the token of this request"), {204: None})
    def delete(self, request: Request) -> Response:
        """End the token that this request carries."""
        Query.read(request)
        who(request)
        if not isinstance(request.auth, str):
            raise BadInput(
                gettext("This request carries no token."),
                remedy=gettext("Send the token in the Authorization header."),
            )
        ApiToken.end(request.auth)
        return Response(status=204)

    def get_authenticators(self) -> list[BaseAuthentication]:
        return [] if self._signs_in else super().get_authenticators()

    def get_permissions(self) -> list[BasePermission]:
        return [AllowAny()] if self._signs_in else [Needed()]

    def get_throttles(self) -> list[BaseThrottle]:
        return [PerAddress()] if self._signs_in else []

    @property
    def _signs_in(self) -> bool:
        return getattr(self.request, "method", "") == "POST"

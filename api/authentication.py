"""Who asks: a bearer token, or the session of the pages (whose writes need the CSRF token)."""

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication, SessionAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.request import Request

from geodata.accounts.models import ApiToken, User
from geodata.errors import NotAllowed


class Bearer(BaseAuthentication):
    """`Authorization: Bearer …`. Comes first, so that an answer of 401 says how to sign in."""

    keyword = "Bearer"

    def authenticate(self, request: Request) -> tuple[User, str] | None:
        parts = get_authorization_header(request).split()
        if not parts or parts[0].lower() != self.keyword.lower().encode():
            return None
        if len(parts) != 2:
            raise AuthenticationFailed(_("The Authorization header must be: Bearer, a space, the token."))
        token = parts[1].decode("latin-1")
        user = ApiToken.holder(token, at=timezone.now())
        if user is None:
            raise AuthenticationFailed(_("The token is not valid or has ended. Ask for a new one."))
        return user, token

    def authenticate_header(self, request: Request) -> str:
        return f'{self.keyword} realm="gridmap"'


class Session(SessionAuthentication):
    """The login of the pages. Writes carry the CSRF token as pages do."""

    def enforce_csrf(self, request: Request) -> None:
        try:
            super().enforce_csrf(request)
        except PermissionDenied as error:
            raise NotAllowed(
                _("The CSRF token is missing or wrong."), remedy=_("Send it in the X-CSRFToken header.")
            ) from error

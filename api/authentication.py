"""Who asks: a bearer token, or the session of the pages (whose writes need the CSRF token)."""

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import BaseAuthentication, SessionAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.request import Request

from api.callers import address_prefix
from api.second_step import must_set_up
from geodata.accounts.models import ApiToken, User
from geodata.errors import NotAllowed

NO_SECOND_STEP = _("The posts of this account ask for a second step at signing in, and it has none.")
SET_IT_UP = _("Sign in on the pages once and set it up.")


class Bearer(BaseAuthentication):
    """`Authorization: Bearer …`. Comes first, so that an answer of 401 says how to sign in."""

    keyword = "Bearer"

    def authenticate(self, request: Request) -> tuple[User, str] | None:
        parts = get_authorization_header(request).split()
        if not parts or parts[0].lower() != self.keyword.lower().encode():
            return None
        if len(parts) != 2:
            raise AuthenticationFailed(
                gettext("The Authorization header must be: Bearer, a space, the token.")
            )
        token = parts[1].decode("latin-1")
        user = ApiToken.holder(token, at=timezone.now())
        if user is None:
            raise AuthenticationFailed(gettext("The token is not valid or has ended. Ask for a new one."))
        _ask_for_second_step(user)
        device = request.headers.get("User-Agent", "")
        ApiToken.used(token, at=timezone.now(), device=device, network=address_prefix(request))
        return user, token

    def authenticate_header(self, request: Request) -> str:
        return f'{self.keyword} realm="gridmap"'


class Session(SessionAuthentication):
    """The login of the pages. Writes carry the CSRF token as pages do."""

    def authenticate(self, request: Request) -> tuple[User, None] | None:
        found = super().authenticate(request)
        if found is None or not isinstance(found[0], User):
            return None
        _ask_for_second_step(found[0])
        return found[0], None

    def enforce_csrf(self, request: Request) -> None:
        try:
            super().enforce_csrf(request)
        except PermissionDenied as error:
            raise NotAllowed(
                gettext("The CSRF token is missing or wrong."),
                remedy=gettext("Send it in the X-CSRFToken header."),
            ) from error


def _ask_for_second_step(user: User) -> None:
    """Posts may have come, and the second step may have gone, since the token or session began."""
    if must_set_up(user):
        raise NotAllowed(str(NO_SECOND_STEP), remedy=str(SET_IT_UP))

"""Who asks: a bearer token, or the session of the pages (whose writes need the CSRF token)."""

from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import BaseAuthentication, SessionAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.request import Request

from api.web.arrived import arrived, lacks_second_step
from geodata.accounts.models import ApiToken, User
from geodata.base.errors import NotAllowed

NO_SECOND_STEP = _("The posts of this account require a second step at sign-in, and none is set up.")
SET_IT_UP = _("Sign in once on the website and set it up.")


KEYWORD = "Bearer"


def bearer_of(request: HttpRequest | Request) -> str | None:
    """The token of a request; empty for a header that names none in the one way, None without such a header."""
    parts = get_authorization_header(request).split()  # type: ignore[arg-type]  # it reads META alone
    if not parts or parts[0].lower() != KEYWORD.lower().encode():
        return None
    return parts[1].decode("latin-1") if len(parts) == 2 else ""


class Bearer(BaseAuthentication):
    """`Authorization: Bearer …`. Comes first, so that an answer of 401 says how to sign in.

    Whom the token lets in was asked with the beginning of the request, and its use was noted there.
    """

    def authenticate(self, request: Request) -> tuple[User, str] | None:
        token = bearer_of(request)
        if token is None:
            return None
        if not token:
            raise AuthenticationFailed(
                gettext("The Authorization header must be: Bearer, a space, the token.")
            )
        arrival = arrived(request)
        if arrival is None or arrival.caller.digest != ApiToken.digest_of(token):
            raise AuthenticationFailed(gettext("The token is not valid or has ended. Ask for a new one."))
        _ask_for_second_step(request, arrival.user)
        return arrival.user, token

    def authenticate_header(self, request: Request) -> str:
        return f'{KEYWORD} realm="gridmap"'


class Session(SessionAuthentication):
    """The login of the pages. Writes carry the CSRF token as pages do."""

    def authenticate(self, request: Request) -> tuple[User, None] | None:
        signed_in = super().authenticate(request)
        if signed_in is None or not isinstance(signed_in[0], User):
            return None
        _ask_for_second_step(request, signed_in[0])
        return signed_in[0], None

    def enforce_csrf(self, request: Request) -> None:
        try:
            super().enforce_csrf(request)
        except PermissionDenied as error:
            raise NotAllowed(
                gettext("The CSRF token is missing or wrong."),
                remedy=gettext("Send it in the X-CSRFToken header."),
            ) from error


def _ask_for_second_step(request: Request, user: User) -> None:
    """Posts may have come, and the second step may have gone, since the token or session began."""
    if lacks_second_step(request, user):
        raise NotAllowed(str(NO_SECOND_STEP), remedy=str(SET_IT_UP))

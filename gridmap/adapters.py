"""What of django-allauth is ours: who may have an account, what is on record, and that secrets are not kept in clear."""

import base64
import hashlib
import time
from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from api.web.callers import client_address
from api.web.lockout import let_in
from geodata.accounts.concept import Action
from geodata.accounts.models import User
from geodata.base import periods
from geodata.posts.two_factor import needs_second_step
from gridmap.recording import record
from gridmap.sessions import remember_browser

RECENT = 300
"""Seconds after signing in in which nobody is asked for the password once more."""


class Accounts(DefaultAccountAdapter):
    """Accounts are opened by offices: nobody signs up, and no mail is sent."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _(
            "The login name and password do not match. Check both; the password is case-sensitive."
        ),
        "incorrect_password": _("Wrong password. Passwords are case-sensitive."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """The pages say in their own words what was done."""

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        record(Action.SIGN_IN_REFUSED, user, subject=user.username)
        return render(request, "accounts/account_closed.html", status=403)

    def post_login(self, request: HttpRequest, user: User, **options: Any) -> HttpResponse:
        by = "+".join(entry["method"] for entry in get_authentication_records(request, user))
        record(Action.SIGN_IN, user, details={"by": by})
        remember_browser(request)
        let_in(request, user)
        return cast(HttpResponse, super().post_login(request, user, **options))

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Who has just signed in need not do so again."""
        request = context.request
        begun = [entry["at"] for entry in get_authentication_records(request, request.user)]
        return not begun or time.time() - max(begun) > RECENT


class SecondStep(DefaultMFAAdapter):
    """Codes from the phone. Their secrets are encrypted with a key made from SECRET_KEY."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code is wrong, or has already been used. Wait for the next one."),
        "cannot_delete_authenticator": _("Your posts require a second step: it cannot be removed."),
    }

    def get_totp_label(self, user: User) -> str:
        return user.username

    def get_totp_issuer(self) -> str:
        return gettext("Gridmap")

    def build_totp_svg(self, url: str) -> str:
        return super().build_totp_svg(url).partition("?>")[2].strip()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        user = cast(User, authenticator.user)
        return authenticator.type != Authenticator.Type.TOTP or not needs_second_step(
            user, on=periods.today()
        )

    def encrypt(self, text: str) -> str:
        return ciphers().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return ciphers().decrypt(encrypted_text.encode()).decode()


class Identities(DefaultSocialAccountAdapter):
    """Identities of the county's own sign-in. They lead to an account that an office has opened, never to a new one."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """An unknown identity is connected by the claim that the operator trusts, or else refused in words."""
        if sociallogin.is_existing or sociallogin.state.get("process") == "connect":
            return
        user = _named_by(sociallogin)
        if user is None:
            record(
                Action.SIGN_IN_REFUSED,
                None,
                subject=sociallogin.account.uid,
                details={"by": "oidc"},
            )
            raise ImmediateHttpResponse(render(request, "accounts/unknown_identity.html", status=403))
        sociallogin.connect(request, user)
        record(Action.IDENTITY_ADDED, user, subject=user.username)


def _named_by(login: SocialLogin) -> User | None:
    """The account whose login name is what the trusted claim says."""
    data = login.account.extra_data
    claims = data.get("userinfo") or data.get("id_token") or data
    name = claims.get(settings.OIDC_NAME_CLAIM) if settings.OIDC_NAME_CLAIM else None
    if not isinstance(name, str) or not name or "\x00" in name:
        return None
    return User.objects.filter(username__iexact=name, is_active=True).first()


def ciphers(*, former: bool = True) -> MultiFernet:
    """The first encrypts, each decrypts what it has encrypted."""
    keys = [settings.SECRET_KEY, *(settings.SECRET_KEY_FALLBACKS if former else ())]
    return MultiFernet([Fernet(_key(str(key))) for key in keys])


def _key(secret: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(b"gridmap second step" + secret.encode()).digest())

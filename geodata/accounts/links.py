"""One-time links: whoever has one sets the account's password. Nothing of a link is stored.

A link is the account and a keyed hash of its present password, so it ends as soon as a password is set or a newer link
is issued, and after PASSWORD_RESET_TIMEOUT in any case.
"""

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import transaction
from django.utils.encoding import force_str
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from geodata.accounts.models import ApiToken, User


class _Links(PasswordResetTokenGenerator):
    key_salt = "geodata.accounts.links"


_links = _Links()


@transaction.atomic
def new_link(user: User) -> tuple[str, str]:
    """The two parts of a fresh link. The present password, older links and API tokens end with it."""
    user.set_unusable_password()
    user.save(update_fields=["password"])
    ApiToken.end_all(user)
    return urlsafe_base64_encode(str(user.pk).encode()), _links.make_token(user)


def holder_of(account: str, token: str) -> User | None:
    """The account that a link opens; None for one that was used, is too old, or never was."""
    user = User.objects.filter(pk=_number(account), is_active=True).first()
    return user if user and _links.check_token(user, token) else None


@transaction.atomic
def use_link(account: str, token: str, *, password: str) -> User | None:
    """Set the password, once: of two who hurry, one is told that the link has ended."""
    user = User.objects.select_for_update().filter(pk=_number(account), is_active=True).first()
    if user is None or not _links.check_token(user, token):
        return None
    user.set_password(password)
    user.save(update_fields=["password"])
    return user


def _number(account: str) -> int:
    try:
        text = force_str(urlsafe_base64_decode(account))
    except ValueError:
        return 0
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0

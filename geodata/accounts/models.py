"""Accounts: everyone who acts is a User; whether they may sign in is another matter."""

import datetime as dt
import hashlib
import secrets
from functools import partial

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from geodata.history import tracked


@partial(tracked, exclude=["password", "last_login"], created=True)
class User(AbstractUser):
    """A person who acts: a cadre, a contact member, an office. Without a usable password nobody can sign in.

    What a user may see follows from duties and contact links, never from flags on this table.
    """

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField(_("name"), max_length=60)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    synthetic = models.BooleanField(_("invented"), default=False)

    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name


class ApiToken(models.Model):
    """A bearer token of a user. Only its SHA-256 is kept; the token itself is shown once."""

    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="api_tokens", verbose_name=_("account")
    )
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(_("created at"))
    expires_at = models.DateTimeField(_("expires at"))

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        constraints = [
            models.CheckConstraint(
                name="token_expires_after_it_was_created",
                condition=models.Q(expires_at__gt=models.F("created_at")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.created_at:%Y-%m-%d}"

    LIFE = dt.timedelta(hours=12)

    @staticmethod
    def digest_of(token: str) -> str:
        return hashlib.sha256(token.encode()).hexdigest()

    @classmethod
    def issue(cls, *, user: User, at: dt.datetime) -> str:
        """A fresh token for the user, returned in clear this once."""
        token = secrets.token_urlsafe(32)
        cls.objects.create(user=user, digest=cls.digest_of(token), created_at=at, expires_at=at + cls.LIFE)
        return token

    @classmethod
    def holder(cls, token: str, *, at: dt.datetime) -> User | None:
        """The active user whom the token lets in, or None."""
        found = cls.objects.select_related("user").filter(
            digest=cls.digest_of(token), expires_at__gt=at, user__is_active=True
        )
        row = found.first()
        return row.user if row else None

    @classmethod
    def end(cls, token: str) -> None:
        """The token lets nobody in any more."""
        cls.objects.filter(digest=cls.digest_of(token)).delete()

    @classmethod
    def end_all(cls, user: User) -> None:
        """No token lets the user in any more."""
        cls.objects.filter(user=user).delete()


class Guesses(models.Model):
    """Wrong passwords and codes of one account, from one origin: see geodata/accounts/guesses.py."""

    key = models.CharField(max_length=64, primary_key=True)
    failures = models.PositiveIntegerField()
    at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = _("guesses")

    def __str__(self) -> str:
        return f"{self.failures} · {self.at:%Y-%m-%d %H:%M}"


class KnownNetwork(models.Model):
    """A network from which an account has signed in; the key tells neither."""

    key = models.CharField(max_length=64, primary_key=True)
    seen_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("known network")
        verbose_name_plural = _("known networks")

    def __str__(self) -> str:
        return f"{self.key[:8]} · {self.seen_at:%Y-%m-%d}"

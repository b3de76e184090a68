"""Accounts: everyone who acts is a User; whether they may sign in is another matter."""

import datetime as dt
import hashlib
import secrets
from collections.abc import Mapping
from functools import partial

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from geodata.base.errors import NotFound
from geodata.base.history import tracked


@partial(tracked, exclude=["password", "last_login"], created=True)
class User(AbstractUser):
    """A person who acts: a cadre, a contact member, an office. Without a usable password nobody can sign in.

    What a user may see follows from duties and contact links, never from flags on this table.
    """

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=60)
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

    @property
    def phone(self) -> str:
        """Empty where there is none, and where the scope in force does not show it."""
        try:
            return self.phone_number.number
        except PhoneNumber.DoesNotExist:
            return ""


@partial(tracked, exclude=["reach"], created=True)
class PhoneNumber(models.Model):
    """The phone of an account. Not a column of `User`: sign-in reads that before any scope is in force.

    Row-level security shows it to the person and to those whose scope holds a tie of the person: the village of the
    membership, a household looked after, the whole area of a post.
    """

    user = models.OneToOneField(
        User, on_delete=models.CASCADE, related_name="phone_number", verbose_name=_("account")
    )
    number = models.CharField(_("phone"), max_length=20)
    reach = ArrayField(models.TextField(), editable=False, db_default=[])
    """Codes of the areas to which the person has a tie, and of all above them: kept by triggers (geodata/sql/phone_reach.sql)."""

    class Meta:
        verbose_name = _("phone of an account")
        verbose_name_plural = _("phones of accounts")
        constraints = [models.CheckConstraint(name="a_phone_is_not_empty", condition=~models.Q(number=""))]

    def __str__(self) -> str:
        return self.number

    @staticmethod
    def give(numbers: Mapping[int, str]) -> None:
        """Phones of new accounts, by user.

        Nothing is read back: until a post or membership follows, only administrators would see the row.
        """
        PhoneNumber.objects.bulk_create(
            [PhoneNumber(user_id=user, number=number) for user, number in numbers.items() if number],
            ignore_conflicts=True,
        )


def printable(text: str) -> str:
    """What a program calls itself, as it is kept and shown."""
    return "".join(sign for sign in text if sign.isprintable())[:200]


class ApiToken(models.Model):
    """A bearer token of a user. Only its SHA-256 is kept; the token itself is shown once."""

    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="api_tokens", verbose_name=_("account")
    )
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(_("created at"))
    expires_at = models.DateTimeField(_("expires at"))
    device = models.CharField(_("device"), max_length=200, blank=True)
    """What the program that uses it calls itself."""
    network = models.CharField(_("network"), max_length=45, blank=True)
    """The beginning of the address that it was last used from: enough to recognise, not to follow."""
    used_at = models.DateTimeField(_("last used"), null=True)

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
    NOTED = dt.timedelta(minutes=1)
    """So long an earlier note of use is good enough: not every request writes."""

    @staticmethod
    def digest_of(token: str) -> str:
        return hashlib.sha256(token.encode()).hexdigest()

    @classmethod
    def issue(cls, *, user: User, at: dt.datetime, device: str = "", network: str = "") -> str:
        """A fresh token for the user, returned in clear this once."""
        token = secrets.token_urlsafe(32)
        cls.objects.create(
            user=user,
            digest=cls.digest_of(token),
            created_at=at,
            expires_at=at + cls.LIFE,
            device=printable(device),
            network=network,
        )
        return token

    @classmethod
    def of(cls, user: User, *, at: dt.datetime) -> models.QuerySet["ApiToken"]:
        """Those that let the user in, the latest first."""
        return cls.objects.filter(user=user, expires_at__gt=at).order_by("-created_at", "-pk")

    @classmethod
    def used(cls, token: str, *, at: dt.datetime, device: str, network: str) -> None:
        """Note when, with what and from where it is used; at most once a minute."""
        stale = models.Q(used_at=None) | models.Q(used_at__lt=at - cls.NOTED)
        cls.objects.filter(stale, digest=cls.digest_of(token)).update(
            used_at=at, device=printable(device), network=network
        )

    @classmethod
    def holder(cls, token: str, *, at: dt.datetime) -> User | None:
        """The active user whom the token lets in, or None."""
        valid = cls.objects.select_related("user").filter(
            digest=cls.digest_of(token), expires_at__gt=at, user__is_active=True
        )
        row = valid.first()
        return row.user if row else None

    @classmethod
    def end(cls, token: str) -> None:
        """The token lets nobody in any more."""
        cls.objects.filter(digest=cls.digest_of(token)).delete()

    @classmethod
    def end_one(cls, number: int, *, of: User, at: dt.datetime) -> None:
        """That token lets nobody in any more. Raises NotFound where it is not one that lets the user in."""
        ended, _rows = cls.of(of, at=at).filter(pk=number).delete()
        if not ended:
            raise NotFound(str(number))

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
        verbose_name = verbose_name_plural = _("sign-in attempts")

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


class Phone(models.Model):
    """A browser that keeps somebody's households for the way, and when it was last heard of: see accounts/phones.py."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="phones", verbose_name=_("account"))
    key = models.UUIDField(_("random id"))
    seen_at = models.DateTimeField(_("last online"))
    waiting = models.PositiveSmallIntegerField(_("visits that waited"), default=0)

    class Meta:
        verbose_name = _("visiting phone")
        verbose_name_plural = _("visiting phones")
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="one_row_per_phone_of_an_account")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.seen_at:%Y-%m-%d %H:%M}"

"""Who can sign in, who has, and whose link waits or has expired: as lists of accounts ask for it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Case, Exists, OuterRef, Prefetch, Q, QuerySet, TextChoices, Value, When
from django.utils.translation import gettext_lazy as _

from geodata.accounts.models import User
from geodata.base.periods import is_open
from geodata.base.scope import Scope
from geodata.contacts.models import Member
from geodata.contacts.office_accounts import accounts_of
from geodata.posts.models import Post


class SignIn(TextChoices):
    """Which accounts a list shows."""

    SIGNED_IN = "signed_in", _("Signed in before")
    NEVER = "never", _("Never signed in")
    OPEN = "open", _("May sign in")
    WAITING = "waiting", _("No password yet")
    LINKED = "linked", _("Link still valid")
    EXPIRED = "expired", _("Link expired")
    UNLINKED = "unlinked", _("No link yet")
    CLOSED = "closed", _("Closed")


def with_sign_in(users: QuerySet[User]) -> QuerySet[Any]:
    """Accounts with `signs_in`: 1 where there is a password or an identity of the county's sign-in, else 0."""
    password = ~Q(password="") & ~Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    identity = Exists(SocialAccount.objects.filter(user=OuterRef("pk")))
    return users.select_related("link").annotate(
        signs_in=Case(When(password | identity, then=Value(1)), default=Value(0))
    )


def in_state(state: str, *, at: dt.datetime) -> Q:
    """The condition on `with_sign_in`; all accounts for no state."""
    waiting = Q(is_active=True, signs_in=0)
    known: dict[str, Q] = {
        SignIn.SIGNED_IN: Q(last_login__isnull=False),
        SignIn.NEVER: Q(is_active=True, last_login=None),
        SignIn.OPEN: Q(is_active=True, signs_in=1),
        SignIn.WAITING: waiting,
        SignIn.LINKED: waiting & Q(link__until__gt=at),
        SignIn.EXPIRED: waiting & Q(link__until__lte=at),
        SignIn.UNLINKED: waiting & Q(link=None),
        SignIn.CLOSED: Q(is_active=False),
    }
    return known.get(state, Q())


def of_area(code: str, *, on: dt.date) -> Q:
    """Accounts with a post that holds or will hold there, or of a contact member there who has not left."""
    here = is_open() | Q(period__endswith__gt=on)
    posts = Post.objects.filter(here, user=OuterRef("pk"), area__code__startswith=code)
    members = Member.objects.filter(here, user=OuterRef("pk"), village__code__startswith=code)
    return Q(Exists(posts)) | Q(Exists(members))


@dataclass(frozen=True, slots=True)
class AccountQuery:
    """A list of accounts as it is asked for; what is empty is not asked. Those who may sign in come first, then by name."""

    who: str = ""
    state: str = ""
    area: str = ""

    def accounts(self, scope: Scope, *, on: dt.date, at: dt.datetime) -> QuerySet[User]:
        """Of those that somebody with that scope looks after."""
        users = with_sign_in(accounts_of(scope, on=on)).filter(in_state(self.state, at=at))
        if self.who:
            users = users.filter(Q(name__icontains=self.who) | Q(username__icontains=self.who))
        if self.area:
            users = users.filter(of_area(self.area, on=on))
        posts = Post.objects.on(on).select_related("area").order_by("kind", "area__code")
        return users.order_by("-signs_in", "name", "pk").prefetch_related(
            Prefetch("posts", posts, "present_posts")
        )

    def as_arguments(self) -> dict[str, str]:
        parts = {"who": self.who, "state": self.state, "area": self.area}
        return {name: value for name, value in parts.items() if value}


def state_of(user: User, *, at: dt.datetime) -> SignIn:
    """In one word, of a row of `with_sign_in`."""
    if not user.is_active:
        return SignIn.CLOSED
    if user.signs_in:  # type: ignore[attr-defined]
        return SignIn.OPEN
    link = getattr(user, "link", None)
    if link is None:
        return SignIn.UNLINKED
    return SignIn.LINKED if link.until > at else SignIn.EXPIRED

"""Accounts, as an office looks after them: those of people whose every tie lies where the office may fill posts.

A tie is a post that holds or will hold, a membership that has not ended, or a household that a member looks after,
which may lie in another village. Whoever may issue a link for an account can
sign in as it: so an office must never reach an account that sees more than what the office may give.
"""

import datetime as dt
from functools import reduce
from operator import or_

from django.db import IntegrityError, transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.translation import gettext as _

from geodata.accounts.links import Link, new_link
from geodata.accounts.models import ApiToken, PhoneNumber, User
from geodata.accounts.names import FORM, suggest_username
from geodata.base import texts
from geodata.base.errors import BadInput, Conflict, NotAllowed
from geodata.base.periods import is_open
from geodata.base.scope import Right, Scope
from geodata.contacts.models import Member
from geodata.posts.appointing import BESIDE
from geodata.posts.models import Post


def accounts_of(scope: Scope, *, on: dt.date) -> QuerySet[User]:
    """The accounts that somebody with that scope looks after: all for administrators."""
    if scope.may(Right.ACCOUNTS):
        return User.objects.all()
    own = scope.to(Right.APPOINT)
    if not own.grants:
        return User.objects.none()
    posts, members = Post.objects.filter(user=OuterRef("pk")), Member.objects.filter(user=OuterRef("pk"))
    inside = _fillable(own)
    village = _under(own, "village__code")
    return User.objects.filter(
        Exists(posts.filter(inside)) | Exists(members.filter(village)),
        ~Exists(posts.filter(_open(on)).exclude(inside)),
        ~Exists(members.filter(_open(on)).exclude(village)),
        ~Q(pk__in=_linked_outside(own, on=on)),
        is_staff=False,
        is_superuser=False,
    )


def find_accounts(scope: Scope, who: str, *, on: dt.date) -> QuerySet[User]:
    """Accounts that an office may appoint: of its own by part of a name or phone, of others by the whole login name."""
    own = accounts_of(scope, on=on).filter(is_active=True)
    if not who:
        return own
    part = Q(name__icontains=who) | Q(username__icontains=who) | Q(phone_number__number__contains=who)
    return User.objects.filter(
        Q(pk__in=own.filter(part).values("pk")) | Q(username__iexact=who), is_active=True
    )


@transaction.atomic
def open_account(*, name: str, phone: str = "", username: str = "", scope: Scope) -> tuple[User, Link]:
    """A new account and its one-time link: see `create_account`."""
    user = create_account(name=name, phone=phone, username=username, scope=scope)
    return user, new_link(user)


@transaction.atomic
def create_account(*, name: str, phone: str = "", username: str = "", scope: Scope) -> User:
    """A new account that nobody can sign in with yet. Without a login name it gets the name in pinyin.

    Raises NotAllowed, BadInput for a login name of another form, Conflict for one that is taken.
    """
    if not (scope.may(Right.APPOINT) or scope.may(Right.ACCOUNTS)):
        raise NotAllowed(_("You do not have permission to open accounts."))
    name, username = texts.name(name), texts.number(username).lower() or suggest_username(name)
    if not name:
        raise BadInput(_("An account needs the person's name."), field="name")
    if not FORM.fullmatch(username):
        raise BadInput(
            _("This is not a valid login name."),
            field="username",
            value=username,
            remedy=_(
                "Use 3 to 40 lower-case letters, digits, dots and dashes, beginning with a letter or digit."
            ),
        )
    if User.objects.filter(username__iexact=username).exists():
        raise _taken(username)
    try:
        with transaction.atomic():
            user = User(username=username, name=name)
            user.set_unusable_password()
            user.save()
            PhoneNumber.give({user.pk: phone.strip()})
    except IntegrityError as error:
        raise _taken(username) from error
    return user


def issue_link(*, user: User, scope: Scope, on: dt.date) -> Link:
    """A fresh one-time link: the present password, the sessions and API tokens end."""
    user = _mine(user, scope, on=on)
    if not user.is_active:
        raise Conflict(_("This account is closed."), remedy=_("Reopen it first."))
    return new_link(user)


@transaction.atomic
def close_account(*, user: User, by: User, scope: Scope, on: dt.date) -> None:
    """Nobody signs in with it any more; its sessions, API tokens and links end. Its posts stay as they are."""
    if user.pk == by.pk:
        raise Conflict(_("You cannot close your own account."), remedy=_("Ask the office above yours."))
    user = _mine(user, scope, on=on)
    if not user.is_active:
        raise Conflict(_("This account is already closed."))
    user.is_active = False
    user.set_unusable_password()
    user.save(update_fields=["is_active", "password"])
    ApiToken.end_all(user)


@transaction.atomic
def reopen_account(*, user: User, scope: Scope, on: dt.date) -> Link:
    """Open a closed account again, with a fresh one-time link: for who could have closed it on the day when it was.

    Posts that have ended since count: what a higher office has closed, a lower one does not open.
    """
    user = _mine(user, scope, on=on)
    if user.is_active:
        raise Conflict(_("This account is already open."))
    closed = _closed_on(user)
    if (
        closed
        and not accounts_of(scope, on=min(on, closed - dt.timedelta(days=1))).filter(pk=user.pk).exists()
    ):
        raise NotAllowed(
            _("Your office could not have closed this account, so it cannot reopen it."),
            remedy=_("Ask the office above yours."),
        )
    user.is_active = True
    user.save(update_fields=["is_active"])
    return new_link(user)


def _mine(user: User, scope: Scope, *, on: dt.date) -> User:
    account = accounts_of(scope, on=on).select_for_update().filter(pk=user.pk).first()
    if account is None:
        raise NotAllowed(_("Your office is not responsible for this account."))
    return account


def _closed_on(user: User) -> dt.date | None:
    """The day on which the account was last closed, as its former rows tell; None where they are forgotten."""
    former = user.changes.filter(is_active=True, pgh_label="changed")  # type: ignore[attr-defined]
    last: dt.datetime | None = former.aggregate(last=Max("pgh_created_at"))["last"]
    return timezone.localdate(last) if last else None


def _linked_outside(own: Scope, *, on: dt.date) -> RawSQL:
    """Accounts of members who look after a household elsewhere. Row-level security hides those links from the office."""
    return RawSQL("SELECT accounts_linked_outside(%s::text[], %s)", [list(own.codes), on])


def _open(on: dt.date) -> Q:
    return is_open() | Q(period__endswith__gt=on)


def _under(own: Scope, field: str) -> Q:
    return reduce(or_, (Q(**{f"{field}__startswith": code}) for code in own.codes), Q(pk__in=[]))


def _fillable(own: Scope) -> Q:
    """The posts of `may_appoint`, as a condition on rows."""
    return _under(own, "area__code") & (~Q(area__code__in=own.codes) | Q(kind__in=BESIDE))


def _taken(username: str) -> Conflict:
    return Conflict(
        _("This login name is taken."),
        field="username",
        value=username,
        remedy=_("Leave it empty to have one suggested, or choose another."),
    )

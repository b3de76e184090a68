"""The first administrator: opened by the one-time code, once and never again."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from geodata.accounts.concept import Action
from geodata.accounts.models import User
from geodata.audit.record import record_access
from geodata.base.errors import Conflict, NotAllowed
from geodata.base.scope import Grant, Right, Scope
from geodata.contacts.office_accounts import open_account
from geodata.posts.appointing import appoint
from geodata.posts.models import Post
from geodata.setup.first_code import fits, waiting
from geodata.setup.models import FirstCode


@transaction.atomic
def begin(*, code: str, name: str, username: str, password: str, at: dt.datetime) -> User:
    """Open the first account, as administrator. Of two who hurry with the same code one comes too late.

    Raises Conflict where the installation has begun or the code is too old, NotAllowed for a wrong code.
    """
    # The row is locked before it is asked: who waited finds it used.
    list(FirstCode.objects.select_for_update())
    row = waiting(at=at)
    if row is None or User.objects.exists():
        raise Conflict(_("This installation has its first administrator, or its code has expired."))
    if not fits(row, code):
        raise NotAllowed(
            _("This is not the code."),
            field="code",
            remedy=_("Enter the code that “make run” has printed. Starting again prints a new one."),
        )
    everything = Scope((Grant(rights=frozenset({Right.ACCOUNTS})),))
    user, _link = open_account(name=name, username=username, scope=everything)
    user.set_password(password)
    user.save(update_fields=["password"])
    appoint(user=user, kind=Post.Kind.ADMINISTRATOR, area=None, on=timezone.localdate(at), scope=everything)
    row.used_at = at
    row.save(update_fields=["used_at"])
    record_access(
        user=user,
        action=Action.ACCOUNT_OPENED,
        at=at,
        subject=user.username,
        details={"by": "code", "post": Post.Kind.ADMINISTRATOR},
    )
    return user

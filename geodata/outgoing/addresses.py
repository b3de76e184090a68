"""Where notices go, and what of them: the administrator enters an address, its user chooses."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.audit.record import record_access
from geodata.base.access import require
from geodata.base.errors import BadInput
from geodata.base.scope import Right, Scope
from geodata.outgoing.concept import Action
from geodata.outgoing.models import MailAddress

Wanted = MailAddress.Wanted


def set_address(*, user: User, address: str, by: User, scope: Scope, at: dt.datetime) -> MailAddress:
    """ "" takes it away. Whoever gets a new address is asked anew what should come there; the same again changes nothing.
    Raises NotAllowed, BadInput.
    """
    require(scope, Right.ACCOUNTS)
    address = address.strip()
    if address:
        _check(address)
    row = MailAddress.objects.filter(user=user, address=address).first()
    if row is None:
        row, _new = MailAddress.objects.update_or_create(
            user=user, defaults={"address": address, "wanted": Wanted.NOTHING, "since": at}
        )
    record_access(user=by, action=Action.MAIL_ADDRESS_SET, at=at, subject=user.username)
    return row


def choose(*, user: User, wanted: str, at: dt.datetime) -> None:
    """What comes by e-mail to oneself. Raises BadInput for what is none of the choices, or without an address."""
    if wanted not in Wanted.values:
        raise BadInput(_("This is not one of the choices."), field="wanted", value=wanted)
    found = MailAddress.objects.filter(user=user).exclude(address="").update(wanted=wanted, since=at)
    if not found:
        raise BadInput(
            _("There is no e-mail address for your account."),
            field="wanted",
            remedy=_("Ask the administrator to enter it."),
        )
    record_access(user=user, action=Action.MAIL_WANTED, at=at, subject=user.username)


def _check(address: str) -> None:
    try:
        validate_email(address)
    except ValidationError as error:
        raise BadInput(
            _("This is not an e-mail address."),
            field="address",
            value=address,
            remedy=_("Enter it as name@example.cn."),
        ) from error

"""Whose phone it was: a seal that a phone keeps, signed by us. It opens nothing by itself: see api/visits/left.py."""

from django.core import signing

from geodata.accounts.models import User

SALT = "gridmap.phone"
SEAL_DAYS = 180


def seal_of(user: User) -> str:
    return signing.dumps(user.pk, salt=SALT)


def sealed_user(seal: object) -> User | None:
    """The account that the phone belonged to; None for what is no seal of ours, or an old one."""
    try:
        pk = signing.loads(str(seal), salt=SALT, max_age=SEAL_DAYS * 86_400)
    except signing.BadSignature:
        return None
    return User.objects.filter(pk=pk).first()

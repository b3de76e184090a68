"""The secrets of second steps, encrypted anew by the present SECRET_KEY: see `manage.py rotate_keys`."""

from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.db import transaction

from geodata.base.resealing import Resealed
from gridmap.adapters import ciphers

SECRETS = ("secret", "seed")
"""What of an authenticator's data is encrypted: the secret of a phone's codes, the seed of those on paper."""


def waiting() -> int:
    """How many secrets another key than the present one has encrypted."""
    return sum(
        _is_old(each.data[name])
        for each in Authenticator.objects.iterator()
        for name in SECRETS
        if name in each.data
    )


def encrypt_anew(*, batch: int) -> Resealed:
    done, after = Resealed(), 0
    while keys := list(
        Authenticator.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:batch]
    ):
        with transaction.atomic():
            for each in Authenticator.objects.select_for_update().filter(pk__in=keys):
                _encrypt_one(each, done)
        after = keys[-1]
    return done


def _encrypt_one(each: Authenticator, done: Resealed) -> None:
    changed = {}
    for name in SECRETS:
        if name in each.data and _is_old(each.data[name]):
            try:
                changed[name] = ciphers().rotate(each.data[name].encode()).decode()
            except InvalidToken:
                done.unreadable += 1
    if changed:
        each.data |= changed
        each.save(update_fields=["data"])
        done.anew += len(changed)


def _is_old(secret: str) -> bool:
    try:
        ciphers(former=False).decrypt(secret.encode())
    except InvalidToken:
        return True
    return False

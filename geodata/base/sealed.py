"""Text and files that lie sealed in the database (AES-GCM): whoever reads a table, a dump or a disk reads nothing.

The key is made from the first of SEALING_KEYS and goes by an id, so that what a former key has sealed is opened as long as that key
stands behind it. Table, column and key of the row are sealed along: what is moved to another row opens nothing.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

ID, NONCE = 4, 12
"""Bytes of the key's id and of the nonce, which stand before what is sealed; the nonce as the standard recommends."""
USE = b"gridmap.base.sealed"


class Unreadable(ValueError):
    """Sealed by a key that is gone, changed since, or of another place."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something lies: it is opened nowhere else."""

    table: str
    column: str
    key: str

    @property
    def told(self) -> bytes:
        # No name holds the sign, so no two places are told alike.
        return f"{self.table}\x00{self.column}\x00{self.key}".encode()


def seal(content: bytes, *, at: Place) -> bytes:
    """The key's id, a nonce and the sealed content. Twice the same content is sealed differently."""
    key, nonce = _key(settings.SEALING_KEYS[0]), secrets.token_bytes(NONCE)
    return _id(key) + nonce + AESGCM(key).encrypt(nonce, content, at.told)


def unseal(sealed: bytes, *, at: Place) -> bytes:
    """What was sealed there. Raises Unreadable."""
    name, nonce, content = sealed[:ID], sealed[ID : ID + NONCE], sealed[ID + NONCE :]
    for secret in settings.SEALING_KEYS:
        key = _key(secret)
        if hmac.compare_digest(_id(key), name):
            return _opened(key, nonce, content, at)
    raise Unreadable("No key of this service has sealed it.")


def present() -> bytes:
    """The id of the key that seals."""
    return _id(_key(settings.SEALING_KEYS[0]))


def is_opened_by_a_key(name: bytes) -> bool:
    """Does a key of this service go by that id, with which what is sealed begins?"""
    return any(hmac.compare_digest(_id(_key(secret)), name) for secret in settings.SEALING_KEYS)


def _opened(key: bytes, nonce: bytes, content: bytes, at: Place) -> bytes:
    try:
        return AESGCM(key).decrypt(nonce, content, at.told)
    except (InvalidTag, ValueError) as error:
        raise Unreadable("It was changed, or lay somewhere else.") from error


def _key(secret: str) -> bytes:
    return hmac.digest(secret.encode(), USE, hashlib.sha256)


def _id(key: bytes) -> bytes:
    """Tells which key it was, and nothing of the key."""
    return hashlib.sha256(USE + key).digest()[:ID]

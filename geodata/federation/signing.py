"""Signatures of what is published: Ed25519 over the very text, so that nobody has to agree on how JSON is written.

Keys and signatures are base64. Pure functions: no database, no settings.
"""

import base64
import binascii

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

FORMAT = "gridmap-coverage/1"
"""Stands before what is signed: a signature of something else is none of this."""


def decoded(text: str) -> bytes:
    """Raises ValueError for what is no base64."""
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError(str(error)) from error


def public_key(secret: str) -> str:
    """Of a private key, which is any 32 bytes. Raises ValueError."""
    return base64.b64encode(_private(secret).public_key().public_bytes_raw()).decode()


def sign(payload: str, *, secret: str) -> str:
    return base64.b64encode(_private(secret).sign(_signed(payload))).decode()


def is_signed(payload: str, signature: str, *, key: str) -> bool:
    """Did the holder of that key sign this very text?"""
    try:
        public = Ed25519PublicKey.from_public_bytes(decoded(key))
        public.verify(decoded(signature), _signed(payload))
    except (InvalidSignature, ValueError):
        return False
    return True


def _private(secret: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(decoded(secret))


def _signed(payload: str) -> bytes:
    return f"{FORMAT}\n{payload}".encode()

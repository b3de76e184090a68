"""Addresses of ours as codes that a phone reads, on paper and in Word."""

import io

import segno
from django.utils.safestring import SafeString, mark_safe


def drawn(address: str) -> SafeString:
    """As an inline SVG without a size: the template's style gives it one."""
    # Drawn by segno from our own address: nothing in it was typed by a person.
    return mark_safe(_code(address).svg_inline(border=1, omitsize=True))  # noqa: S308


def picture(address: str) -> io.BytesIO:
    """As a PNG, six points to a module."""
    target = io.BytesIO()
    _code(address).save(target, kind="png", scale=6, border=1)
    target.seek(0)
    return target


def _code(address: str) -> segno.QRCode:
    return segno.make(address, error="m", micro=False)

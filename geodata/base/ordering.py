"""In which order names stand."""

from django.db.models import CharField, F, Func


def pinyin(name: str) -> Func:
    """How the name in that column is read, to sort by: by code point 乡村振兴局 stood first of all, as nobody looks for it."""
    return Func(F(name), function="pinyin_of", output_field=CharField())

"""Login names: short, typed on any keyboard, unlike any other even with other capitals."""

import itertools
import re
import unicodedata

from pypinyin import lazy_pinyin

from geodata.accounts.models import User

FORM = re.compile(r"[a-z0-9][a-z0-9._-]{2,39}")
"""What a login name that an office chooses looks like: small letters, digits, dots, dashes."""


def suggest_username(name: str) -> str:
    """The name in pinyin, with a number where that is taken: 张例明 → zhangliming, zhangliming2."""
    spelled = "".join(lazy_pinyin(name, v_to_u=False))
    plain = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]", "", plain)[:30]
    if len(stem) < 3:
        stem = f"user{stem}"
    taken = {
        used.lower()
        for used in User.objects.filter(username__istartswith=stem).values_list("username", flat=True)
    }
    numbered = itertools.chain([stem], (f"{stem}{number}" for number in itertools.count(2)))
    return next(found for found in numbered if found not in taken)

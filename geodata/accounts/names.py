"""Login names: short, typed on any keyboard, unlike any other even with other capitals."""

import itertools
import re
import unicodedata
from collections.abc import Sequence

from django.db.models import Func, Value
from django.db.models.functions import Lower
from pypinyin import lazy_pinyin

from geodata.accounts.models import User

FORM = re.compile(r"[a-z0-9][a-z0-9._-]{2,39}")
"""What a login name that an office chooses looks like: small letters, digits, dots, dashes."""


def suggest_username(name: str) -> str:
    """The name in pinyin, with a number where that is taken: 张例明 → zhangliming, zhangliming2."""
    return suggest_usernames([name])[0]


def suggest_usernames(names: Sequence[str]) -> list[str]:
    """A login name for each, none of them taken and no two the same. One query."""
    stems = [_stem(name) for name in names]
    bare = Func(Lower("username"), Value("[0-9]+$"), Value(""), function="regexp_replace")
    like = User.objects.alias(bare=bare).filter(bare__in={stem.rstrip("0123456789") for stem in stems})
    taken = {used.lower() for used in like.values_list("username", flat=True)}
    usernames = []
    for stem in stems:
        numbered = itertools.chain([stem], (f"{stem}{number}" for number in itertools.count(2)))
        usernames.append(next(one for one in numbered if one not in taken))
        taken.add(usernames[-1])
    return usernames


def _stem(name: str) -> str:
    spelled = "".join(lazy_pinyin(name, v_to_u=False))
    plain = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]", "", plain)[:30]
    return stem if len(stem) >= 3 else f"user{stem}"

"""Who has to sign in with a second step (a code from the phone): those who see many, and those who let others see."""

import datetime as dt
from collections.abc import Iterable

from geodata.accounts.models import User
from geodata.posts.models import Post
from geodata.territory.models import Area

K = Post.Kind
POSTS = frozenset(
    {
        K.LARGE_LEADER,
        K.MEDIUM_LEADER,
        K.VILLAGE_OFFICER,
        K.TOWNSHIP_OFFICER,
        K.COUNTY_OFFICER,
        K.DEPARTMENT_OFFICER,
        K.PLANNER,
        K.AUDITOR,
        K.ADMINISTRATOR,
    }
)
ABOVE_THE_GRID = frozenset({K.CADRE})
"""Posts that ask for it only where they are for a village or more."""


Held = Iterable[tuple[str, str | None]]
"""Posts by kind and level of their area."""


def asks_for_second_step(user: User, held: Held) -> bool:
    """Does one of these posts of the user's ask for it? Invented accounts alone go without."""
    return not user.synthetic and (user.is_staff or any(_asks(kind, level) for kind, level in held))


def _asks(kind: str, level: str | None) -> bool:
    return kind in POSTS or (kind in ABOVE_THE_GRID and level != Area.Level.GRID)


def needs_second_step(user: User, *, on: dt.date) -> bool:
    """Does one of the user's posts of that day ask for it?"""
    return asks_for_second_step(
        user, Post.objects.on(on).filter(user=user).values_list("kind", "area__level")
    )

"""Who has to sign in with a second step (a code from the phone): those who see many, and those who let others see."""

import datetime as dt

from django.db.models import Q

from geodata.accounts.models import User
from geodata.contacts.models import Duty
from geodata.territory.models import Area

K = Duty.Kind
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


def needs_second_step(user: User, *, on: dt.date) -> bool:
    """Does one of the user's posts of that day ask for it? Invented accounts alone go without."""
    if user.synthetic:
        return False
    asking = Q(kind__in=POSTS) | Q(kind__in=ABOVE_THE_GRID) & ~Q(area__level=Area.Level.GRID)
    return user.is_staff or Duty.objects.on(on).filter(asking, user=user).exists()

"""Who has to sign in with a second step (a code from the phone): those who see many, and those who let others see."""

import datetime as dt

from geodata.accounts.models import User
from geodata.contacts.models import Duty

K = Duty.Kind
POSTS = frozenset(
    {
        K.VILLAGE_OFFICER,
        K.TOWNSHIP_OFFICER,
        K.COUNTY_OFFICER,
        K.DEPARTMENT_OFFICER,
        K.PLANNER,
        K.AUDITOR,
        K.ADMINISTRATOR,
    }
)


def needs_second_step(user: User, *, on: dt.date) -> bool:
    """Does one of the user's posts of that day ask for it? Invented accounts alone go without."""
    if user.synthetic:
        return False
    return user.is_staff or Duty.objects.on(on).filter(user=user, kind__in=POSTS).exists()

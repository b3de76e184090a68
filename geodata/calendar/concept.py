"""The calendar of working days."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from geodata.base.manifest import Concept, MenuEntry
from geodata.base.menu import OFFICE
from geodata.base.scope import Right


class Action(TextChoices):
    """What the record of access says that somebody did."""

    WORK_DAY_SET = "work_day_set", _("set a working day or a day off")


CONCEPT = Concept(
    name="calendar",
    after=("audit", "jobs"),
    menu=(
        MenuEntry(
            "calendar",
            _("Working days"),
            118,
            (Right.RULES, Right.ACCOUNTS),
            group=OFFICE,
            about=_("Working days and days off, by which deadlines are reckoned."),
        ),
    ),
    actions=Action,
    by_themselves=("api:calendar_day", "api:calendar_day_back", "calendar"),
)

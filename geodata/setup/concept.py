"""Setting up: how an empty installation begins."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from geodata.base.manifest import Concept, MenuEntry
from geodata.base.menu import OFFICE
from geodata.base.scope import Right


class Action(TextChoices):
    """What the record of access says that somebody did."""

    DIVISIONS_ADDED = "divisions_added", _("added divisions")


CONCEPT = Concept(
    name="setup",
    after=("imports",),
    menu=(
        MenuEntry(
            "first_steps",
            _("First steps"),
            140,
            (Right.ACCOUNTS,),
            group=OFFICE,
            about=_("What an empty county still needs, and who does it."),
        ),
    ),
    actions=Action,
    by_themselves=("begin", "divisions"),
)

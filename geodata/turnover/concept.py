"""Turnover: what an election changes in a village, counted first and then done as a whole."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from geodata.base.manifest import Concept, MenuEntry
from geodata.base.menu import OFFICE
from geodata.base.scope import Right


class Action(TextChoices):
    """What the record of access says that somebody did."""

    TURNED_OVER = "turned_over", _("recorded the turnover of a village")


CONCEPT = Concept(
    name="turnover",
    after=("contacts", "cards"),
    models=(),
    menu=(
        MenuEntry(
            "turnover",
            _("Turnover"),
            111,
            (Right.APPOINT, Right.ACCOUNTS),
            group=OFFICE,
            about=_("After an election: who leaves, who begins, who takes over the households."),
        ),
    ),
    actions=Action,
    by_themselves=("turnover", "api:turnover"),
    silent={"api:turnover_preview": "counts what would happen, and takes all of it back"},
)

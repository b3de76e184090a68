"""Cards that are printed and handed over."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from geodata.base.manifest import Concept, Held


class Action(TextChoices):
    """What the record of access says that somebody did."""

    CARDS_CHANGED = "cards_changed", _("printed or handed over cards")


CONCEPT = Concept(
    name="cards",
    after=("contacts",),
    written=("geodata_card",),
    held=(Held("geodata.cards.models.Card", without=("token",)),),
    actions=Action,
    by_themselves=(
        "cards_pdf",
        "api:cards",
        "api:cards_delivered",
        "hand_card",
        "hand_out_cards",
        "print_cards",
    ),
    silent={
        "scanned": "hands over to a page that records",
    },
)

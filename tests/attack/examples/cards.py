"""A card of the household."""

from geodata.base.periods import today
from geodata.cards.models import Card
from tests.attack.world import Home

ARGUMENTS: dict[str, str] = {"card": "card"}
NUMBERS: dict[str, str] = {}


def _card(home: Home) -> str:
    """The token of a card of the household."""
    return Card.objects.create(
        kind=Card.Kind.POLICY, household=home.row, village_id=home.row.village_id, printed_on=today()
    ).token


MADE = {"card": _card}

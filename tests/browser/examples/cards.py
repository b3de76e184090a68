"""Cards that are printed and handed over."""

from typing import Any

from geodata.cards.printing import print_cards
from tests.browser.examples import Parts, Stage

OPENED: dict[str, Parts] = {
    "office": {
        "cards": {}, "print_cards": {}, "hand_out_cards": {}, "cards_pdf": {"code": "west"},
        "hand_card": {"token": "home"}, "scanned": {"card": "card"},
    },
}  # fmt: skip
QUERIES = {"cards": "?area={west}"}
LEAD_ON = {"scanned"}


def things(stage: Stage) -> dict[str, Any]:
    [card] = print_cards(households=[stage.home.pk], by=stage.officer, on=stage.on)
    return {"card": card.token}

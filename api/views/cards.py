"""Contact cards: which are missing, out of date or waiting; printing them and handing them over."""

from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from api.paging import next_page
from api.permissions import visible_area, who
from api.schema import documented
from api.serializers.base import Query
from api.serializers.pairings import CardsQuery, CardsShape, CountShape, DeliveredBody, HouseholdsBody
from api.views.base import View
from api.views.pairings import tokens_to_keys
from geodata import periods
from geodata.contacts.carding import hand_out, print_cards
from geodata.coverage import cards, states
from geodata.coverage.cards import CardState
from geodata.people.models import Household
from geodata.territory.scope import Right


class Cards(View):
    right = Right.LINK

    @documented("cards", _("Contact cards"), {200: CardsShape}, query=CardsQuery, problems=[404])
    def get(self, request: Request) -> Response:
        """Households with a first contact, and whether their card still says who it is."""
        asked, on = CardsQuery.read(request), periods.today()
        area = visible_area(self.scope, asked["area"], right=Right.LINK, on=on, field="area")
        selection = states.select(scope=self.scope.to(Right.LINK), area=area, on=on)
        question = states.Question(selection, on=on)
        wanted = (asked["state"],) if "state" in asked else tuple(CardState.values)
        found = cards.page(question, wanted, after=asked.get("after"), limit=asked["limit"] + 1)
        shown = found[: asked["limit"]]
        homes = Household.objects.filter(pk__in=[one.household_id for one in shown])
        tokens = dict(homes.values_list("pk", "token"))
        told = {
            "area": area.code,
            "on": on,
            "states": cards.counted(question),
            "results": [
                {
                    "household": tokens[one.household_id],
                    "state": one.state,
                    "printed_on": one.printed_on,
                    "delivered_on": one.delivered_on,
                }
                for one in shown
            ],
            "next": next_page(request, after=_place(shown[-1]) if len(found) > len(shown) else None),
        }
        return Response(CardsShape(told).data)

    @documented("print_cards", _("Print cards"), {200: CountShape}, body=HouseholdsBody, problems=[404])
    def post(self, request: Request) -> Response:
        """A card of today for each household that has a first contact. The paper is made on the page of cards."""
        Query.read(request)
        tokens = HouseholdsBody.read(request)["households"]
        homes = tokens_to_keys(self.scope.to(Right.LINK), tokens)
        made = print_cards(households=homes.values(), by=who(request), on=periods.today())
        return Response({"cards": len(made)})


class CardsDelivered(View):
    right = Right.VISIT

    @documented(
        "cards_delivered", _("Hand cards over"), {200: CountShape}, body=DeliveredBody, problems=[404]
    )
    def post(self, request: Request) -> Response:
        """Note that the waiting cards of these households were handed over."""
        Query.read(request)
        told, on = DeliveredBody.read(request), periods.today()
        homes = tokens_to_keys(self.scope.to(Right.VISIT), told["households"])
        question = states.Question(states.Selection(households=tuple(homes.values())), on=on)
        waiting = cards.page(question, (CardState.WAITING,), limit=len(homes))
        keys = [one.card_id for one in waiting if one.card_id]
        return Response({"cards": hand_out(cards=keys, by=who(request), day=told.get("day") or on, on=on)})


def _place(card: cards.Carded) -> str:
    return f"{card.village_id}.{card.household_id}"

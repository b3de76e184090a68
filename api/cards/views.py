"""Contact cards: which are missing, out of date or waiting; printing them and handing them over."""

from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from api.base.paging import next_page
from api.base.schema import documented
from api.base.serializers import Query
from api.base.views import View
from api.cards.input import CardsQuery, DeliveredIn, HouseholdsIn
from api.cards.output import CardsOut, CountOut
from api.web.access import visible_area, who
from geodata.base import periods
from geodata.base.scope import Right
from geodata.cards.printing import hand_out, print_cards
from geodata.coverage import cards, states
from geodata.coverage.cards import CardState
from geodata.people.access import find_households
from geodata.people.models import Household


class Cards(View):
    right = Right.LINK

    @documented("cards", _("Contact cards"), {200: CardsOut}, query=CardsQuery, problems=[404])
    def get(self, request: Request) -> Response:
        """Households with a first contact, and whether their card still says who it is."""
        query, on = CardsQuery.read(request), periods.today()
        area = visible_area(self.scope, query["area"], right=Right.LINK, on=on, field="area")
        selection = states.select(scope=self.scope.to(Right.LINK), area=area, on=on)
        question = states.Question(selection, on=on)
        wanted = (query["state"],) if "state" in query else tuple(CardState.values)
        rows = cards.page(question, wanted, after=query.get("after"), limit=query["limit"] + 1)
        shown = rows[: query["limit"]]
        homes = Household.objects.filter(pk__in=[one.household_id for one in shown])
        tokens = dict(homes.values_list("pk", "token"))
        answer = {
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
            "next": next_page(request, after=_place(shown[-1]) if len(rows) > len(shown) else None),
        }
        return Response(CardsOut(answer).data)

    @documented("print_cards", _("Print cards"), {200: CountOut}, body=HouseholdsIn, problems=[404])
    def post(self, request: Request) -> Response:
        """A card of today for each household that has a first contact. The paper is made on the page of cards."""
        Query.read(request)
        tokens = HouseholdsIn.read(request)["households"]
        homes = find_households(tokens, scope=self.scope.to(Right.LINK))
        printed = print_cards(households=homes.values(), by=who(request), on=periods.today())
        return Response({"cards": len(printed)})


class CardsDelivered(View):
    right = Right.VISIT

    @documented(
        "cards_delivered", _("Mark cards as handed over"), {200: CountOut}, body=DeliveredIn, problems=[404]
    )
    def post(self, request: Request) -> Response:
        """Note that the waiting cards of these households were handed over."""
        Query.read(request)
        body, on = DeliveredIn.read(request), periods.today()
        homes = find_households(body["households"], scope=self.scope.to(Right.VISIT))
        question = states.Question(states.Selection(households=tuple(homes.values())), on=on)
        waiting = cards.page(question, (CardState.WAITING,), limit=len(homes))
        keys = [one.card_id for one in waiting if one.card_id]
        return Response({"cards": hand_out(cards=keys, by=who(request), day=body.get("day") or on, on=on)})


def _place(card: cards.Carded) -> str:
    return f"{card.village_id}.{card.household_id}"

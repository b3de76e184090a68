"""Orders: the ledger, one order that is offered to a team, the teams and the catalogue."""

import uuid
from typing import Any

from geodata.base.periods import since
from geodata.contacts.rights import scope_of
from geodata.services import moving
from geodata.services.models import Team
from geodata.services.ordering import OrderReport, order_service
from geodata.services.seeds import load_invented_services
from tests import village as v
from tests.browser.examples import Parts, Stage

OPENED: dict[str, Parts] = {
    "office": {
        "orders": {}, "satisfaction": {}, "services": {}, "teams": {}, "order": {"order": "order"},
        "move_order": {"order": "order"}, "team": {"number": "team"}, "change_team": {"number": "team"},
    },
    "contact": {"new_order": {}},
}  # fmt: skip
QUERIES = {"new_order": "?household={order_home}"}


def things(stage: Stage) -> dict[str, Any]:
    """An order of the household, dispatched by the village to a team."""
    load_invented_services(stage.county.county)
    contact, village = stage.member.user, v.officer("village_officer", stage.county.west, name="orders")
    team = Team.objects.create(
        name="例出行队", kind="micro", field="transport", area=stage.county.west, period=since(v.LONG_AGO)
    )
    team.members.create(user=contact, leads=True, period=since(v.LONG_AGO))
    report = OrderReport(
        client_id=uuid.uuid4(),
        item="market_ride",
        household=stage.home.token,
        text="例：赶集要搭车",
        place="例村口",
    )
    order, _new = order_service(
        report=report, by=contact, scope=scope_of(contact, on=stage.on), at=stage.now, today=stage.on
    )
    scope = scope_of(village, on=stage.on)
    moving.dispatch(order=order, teams=[team.pk], by=village, scope=scope, at=stage.now)
    return {"order": order.number, "team": team.pk, "order_home": stage.home.token}

"""Services: what is offered, the teams that serve, and orders on their way to whoever takes them and back to those served."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from geodata.base.manifest import Concept, Held, Kept, MenuEntry, later
from geodata.base.menu import SUPPORT
from geodata.base.scope import Right
from geodata.services.figures import FIGURES


class Action(TextChoices):
    """What the record of access says that somebody did."""

    ORDER_RECORDED = "order_recorded", _("recorded an order")
    ORDER_MOVED = "order_moved", _("moved an order on")
    TEAM_CHANGED = "team_changed", _("changed a team")
    SERVICE_CHANGED = "service_changed", _("changed the catalogue of services")


"""Under which the pages of services fold."""
OF_ORDER = ("order__household",)

CONCEPT = Concept(
    name="services",
    after=("calendar", "jobs", "audit", "people", "posts", "contacts", "visits"),
    written=("geodata_serviceorder",),
    held=(
        Held("geodata.services.models.ServiceOrder", without=("teams", "users")),
        Held("geodata.services.models.OrderStep", OF_ORDER),
        Held("geodata.services.models.OrderOffer", OF_ORDER, without=("slot",)),
    ),
    rights={Right.SERVE: _("order services, dispatch orders, and take and finish what is offered")},
    menu=(
        MenuEntry(
            "orders",
            _("Ledger of orders"),
            35,
            (Right.SERVE,),
            group=SUPPORT,
            about=_("What was ordered, who has taken it, and by when it is due."),
        ),
        MenuEntry(
            "services",
            _("Catalogue of services"),
            36,
            (Right.SERVE,),
            group=SUPPORT,
            about=_("What households can order, where, and within how many days."),
        ),
        MenuEntry(
            "teams",
            _("Teams"),
            37,
            (Right.SERVE,),
            group=SUPPORT,
            about=_("Who serves here, in which field, and their rounds through villages."),
        ),
    ),
    actions=Action,
    by_themselves=(
        "api:orders",
        "api:order_moves",
        "api:teams",
        "api:team_moves",
        "new_order",
        "move_order",
        "teams",
        "change_team",
    ),
    figures=FIGURES,
    kept=(
        Kept(
            "orders",
            _("words of orders that have ended"),
            later("geodata.services.retention.words"),
            "KEEP_ORDERS_DAYS",
            2 * 365,
        ),
    ),
    left=later("geodata.services.retention.households_left"),
    today=later("geodata.services.today.at_households"),
    shown={
        "gridmap.serve_villages": later("geodata.services.shown.villages"),
        "gridmap.serve_grids": later("geodata.services.shown.grids"),
        "gridmap.serve_households": later("geodata.services.shown.households"),
        "gridmap.serve_teams": later("geodata.services.shown.teams"),
    },
)

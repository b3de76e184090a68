"""The steps from an empty installation to its first coverage map: what is done, what is next, and who does it."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from geodata.base.scope import Right
from geodata.posts.models import Post
from geodata.setup.counts import Counts, counts

K = Post.Kind


@dataclass(frozen=True, slots=True)
class Step:
    """One step, as it is declared."""

    name: str
    label: Promise | str
    says: Promise | str
    view: str
    """The name of the address at which it is done."""
    right: Right
    """Who does it needs this right there."""
    kind: str
    """The post whose work it usually is."""
    figures: tuple[tuple[str, Promise | str], ...]
    """Names of counts, with their words."""
    begun: Callable[[Counts], bool]
    done: Callable[[Counts], bool]
    level: str = "county"
    """Of the areas whose posts do it; empty: the installation's own."""


STEPS = (
    Step(
        "administrator", _("First administrator"),
        _("Opens accounts and fills posts. A second one, in case the first is away, is well advised."),
        "posts", Right.ACCOUNTS, K.ADMINISTRATOR,
        (("administrators", _("Administrators")),),
        lambda n: n.administrators > 0, lambda n: n.administrators > 0, level="",
    ),
    Step(
        "divisions", _("Divisions"),
        _("The county with its townships and villages, from the list of the National Bureau of Statistics."),
        "divisions", Right.ACCOUNTS, K.ADMINISTRATOR,
        (("counties", _("Counties")), ("townships", _("Townships")), ("villages", _("Villages"))),
        lambda n: n.counties > 0, lambda n: n.villages > 0, level="",
    ),
    Step(
        "offices", _("Posts of the offices"),
        _("A county officer and a planner first; they and the townships fill the posts below them."),
        "posts", Right.APPOINT, K.COUNTY_OFFICER,
        (("offices", _("Posts filled")),),
        lambda n: n.offices > 0, lambda n: n.offices > 1,
    ),
    Step(
        "rules", _("Care categories and visit rules"),
        _("The usual ones come along. The county sets how often its households are visited."),
        "rules", Right.RULES, K.COUNTY_OFFICER,
        (("categories", _("Care categories")), ("rules", _("Visit rules"))),
        lambda n: n.categories > 0, lambda n: n.categories > 0 and n.rules > 0,
    ),
    Step(
        "borders", _("Borders of villages"),
        _("Imported as GeoJSON, Shapefile or GeoPackage. A map shows what has a border."),
        "import_upload", Right.PLAN, K.PLANNER,
        (("bordered", _("Villages with a border")), ("villages", _("Villages"))),
        lambda n: n.bordered > 0, lambda n: 0 < n.villages <= n.bordered,
    ),
    Step(
        "grids", _("Grids"),
        _("Drawn or proposed in a boundary plan, or imported with their borders."),
        "plans", Right.PLAN, K.PLANNER,
        (("grids", _("Grids")), ("gridded", _("Villages with grids"))),
        lambda n: n.grids > 0, lambda n: 0 < n.villages <= n.gridded,
    ),
    Step(
        "households", pgettext_lazy("register", "Households"),
        _("The list of households of a village or township, as the office keeps it."),
        "import_upload", Right.IMPORT, K.TOWNSHIP_OFFICER,
        (("households", pgettext_lazy("figure", "Households")),),
        lambda n: n.households > 0, lambda n: n.households > 0, level="township",
    ),
    Step(
        "members", _("Contact members"),
        _("Imported as a list; each gets an account."),
        "import_upload", Right.IMPORT, K.VILLAGE_OFFICER,
        (("members", _("Contact members")),),
        lambda n: n.members > 0, lambda n: n.members > 0, level="village",
    ),
    Step(
        "links", _("Contacts of households"),
        _("Imported, assigned one by one, or proposed for a whole area and then taken."),
        "workbench", Right.LINK, K.VILLAGE_OFFICER,
        (("linked", _("With a contact member")), ("households", pgettext_lazy("figure", "Households"))),
        lambda n: n.linked > 0, lambda n: 0 < n.households <= n.linked, level="village",
    ),
    Step(
        "sign_in", _("Everybody gets in"),
        _("Each account gets a one-time link, by which its holder sets a password."),
        "accounts", Right.APPOINT, K.VILLAGE_OFFICER,
        (("signing_in", _("With a password")), ("accounts", _("Accounts"))),
        lambda n: n.signing_in > 1, lambda n: 1 < n.accounts <= n.signing_in, level="village",
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stand:
    """A step with how far it is."""

    step: Step
    state: str
    """done, begun or open."""
    figures: list[tuple[Promise | str, int]]
    next: bool
    """The first that is not begun: what to do now."""
    holders: int
    """How many hold the post that does it."""


def stands(*, on: dt.date) -> list[Stand]:
    """All steps in their order."""
    told = counts(on=on)
    states = {each.name: _state(each, told) for each in STEPS}
    first = next((name for name, state in states.items() if state == "open"), None)
    first = first or next((name for name, state in states.items() if state == "begun"), None)
    holders = list(Post.objects.on(on).values_list("kind", flat=True))
    return [
        Stand(
            step=each,
            state=states[each.name],
            figures=[(label, getattr(told, name)) for name, label in each.figures],
            next=each.name == first,
            holders=holders.count(each.kind),
        )
        for each in STEPS
    ]


def _state(step: Step, told: Counts) -> str:
    return "done" if step.done(told) else "begun" if step.begun(told) else "open"

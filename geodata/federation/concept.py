"""Coverage beyond one installation: what is published, and what is gathered."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from geodata.base.manifest import Concept, MenuEntry, later
from geodata.base.scope import Right


class Action(TextChoices):
    """What the record of access says that somebody did."""

    COVERAGE_TAKEN = "coverage_taken", _("fetched published coverage")


CONCEPT = Concept(
    name="federation",
    after=("accounts", "territory", "audit", "jobs", "coverage"),
    actions=Action,
    by_themselves=("api:published_coverage",),
    menu=(
        MenuEntry(
            "gathered",
            _("Gathered coverage"),
            11,
            (Right.COUNTS,),
            about=_("What other installations publish of their counties, and the sum."),
            there=later("geodata.federation.children.has_children"),
        ),
    ),
)

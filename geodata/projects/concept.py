"""Livelihood projects: what is built for several needs together, and the households that it concerns."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from geodata.base.manifest import Concept, Held, Kept, MenuEntry, later
from geodata.base.scope import Right
from geodata.needs.concept import NEEDS
from geodata.projects.figures import FIGURES


class Action(TextChoices):
    """What the record of access says that somebody did."""

    PROJECT_PROPOSED = "project_proposed", _("proposed a livelihood project")
    PROJECT_MOVED = "project_moved", _("moved a livelihood project on")
    PROJECT_NEEDS = "project_needs", _("joined a need to a livelihood project or took it out")
    PROJECT_HOUSEHOLDS = "project_households", _("listed households of a livelihood project")


CONCEPT = Concept(
    name="projects",
    after=("calendar", "jobs", "audit", "people", "posts", "contacts", "visits", "needs"),
    written=("geodata_projecthousehold",),
    held=(
        Held("geodata.projects.models.ProjectHousehold"),
        Held("geodata.projects.models.ProjectNeed", ("need__household",)),
    ),
    menu=(
        MenuEntry(
            "projects",
            _("Livelihood projects"),
            30,
            (Right.NEED, Right.UNIT),
            group=NEEDS,
            about=_(
                "What is built for several needs together, by when, with which money and for how many households."
            ),
        ),
    ),
    actions=Action,
    by_themselves=(
        "api:projects",
        "api:project",
        "api:project_moves",
        "api:project_needs",
        "api:project_households",
        "new_project",
        "change_project",
        "move_project",
        "project_needs",
        "projects_xlsx",
        "projects_csv",
    ),
    figures=FIGURES,
    kept=(
        Kept(
            "projects",
            _("notes of projects that have ended"),
            later("geodata.projects.retention.words"),
            "KEEP_PROJECTS_DAYS",
            5 * 365,
        ),
    ),
)

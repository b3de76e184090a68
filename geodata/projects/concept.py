"""Livelihood projects: what is built for several needs together, and the households that it concerns."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from geodata.base.manifest import Concept, Held, Kept, later
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
    actions=Action,
    by_themselves=(
        "api:projects",
        "api:project",
        "api:project_moves",
        "api:project_needs",
        "api:project_households",
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

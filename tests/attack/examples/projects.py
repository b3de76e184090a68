"""A project of the household's village, with a need of it."""

import uuid

from geodata.projects.models import LivelihoodProject, ProjectHousehold
from tests import village as v
from tests.attack.world import Home

ARGUMENTS: dict[str, str] = {"project": "project"}
NUMBERS: dict[str, str] = {}


def _project(home: Home) -> uuid.UUID:
    day = v.NOON.date()
    made = LivelihoodProject.objects.create(
        title="例水", category="water", area_id=home.row.village_id, begin_on=day, due_on=day, by=v.user(), at=v.NOON,
        moved_at=v.NOON,
    )  # fmt: skip
    ProjectHousehold.objects.create(
        project=made, household=home.row, village_id=home.row.village_id, origin="list", added_at=v.NOON
    )
    return made.key


MADE = {"project": _project}

"""A need that says what is as secret as any of the household, and a task given to a department of its county."""

import uuid

from geodata.base.periods import today
from geodata.base.sealed import seal
from geodata.needs.attaching import place_of
from geodata.needs.attachment_models import Attachment
from geodata.needs.beside_models import Assignment
from geodata.needs.models import Need, NeedStep
from geodata.needs.settings_models import NeedCategory
from geodata.posts.departments import Department
from geodata.territory.models import Area
from tests import village as v
from tests.attack.world import Home

ARGUMENTS: dict[str, str] = {"need": "need", "attachment": "attachment"}
NUMBERS: dict[str, str] = {
    "api/v1/assignments/": "assignment",
    "api/v1/supervisions/": "supervision",
    "assignments/": "assignment",
    "supervisions/": "supervision",
}


def _need(home: Home) -> uuid.UUID:
    made = Need.objects.create(
        client_id=uuid.uuid4(),
        body_hash="0" * 64,
        kind="problem",
        category=NeedCategory.objects.get(code="water"),
        household=home.row,
        village_id=home.row.village_id,
        title=home.secret[0],
        text=f"{home.secret[1]} {home.secret[4]}",
        source="office",
        raised_on=today(),
        by=v.user(),
        at=v.NOON,
        state_since=v.NOON,
        unit_area_id=home.row.village_id,
    )
    NeedStep.objects.create(
        need=made, by=made.by, at=v.NOON, move="record", after="new", reason=home.secret[0]
    )
    return made.client_id


def _supervision(home: Home) -> int:
    need = Need.objects.filter(household=home.row).order_by("-pk")[0]
    return need.supervisions.create(level=1, by=v.user(), at=v.NOON, kind="urge", note=home.secret[0]).pk


def _assignment(home: Home) -> int:
    """Of a task that ought to say no more than it must; here it says too much, and is seen with the need alone."""
    need = Need.objects.filter(household=home.row).order_by("-pk")[0]
    county = Area.objects.get(code=home.area.code[:6])
    department, _new = Department.objects.get_or_create(
        code="water", area=county, defaults={"name": "例水利局", "period": (None, None)}
    )
    return Assignment.objects.create(
        need=need,
        number=need.number,
        category="water",
        village_id=need.village_id,
        level=3,
        area=county,
        department=department,
        by=v.user(),
        at=v.NOON,
        due_at=v.NOON,
        task=home.secret[0],
        place=home.area.name,
    ).pk


def _attachment(home: Home) -> uuid.UUID:
    """Name and content say what is as secret as anything of the household."""
    need = Need.objects.filter(household=home.row).order_by("pk")[0]
    content = f"%PDF-1.7 {home.secret[0]} {home.secret[4]}".encode()
    made = Attachment(need=need, kind="pdf", size=len(content), by=v.user(), at=v.NOON)
    made.sealed_name = seal(f"{home.secret[1]}.pdf".encode(), at=place_of(made.pk, "sealed_name"))
    made.content = seal(content, at=place_of(made.pk, "content"))
    made.save(force_insert=True)
    return made.pk


MADE = {
    "need": _need,
    "attachment": _attachment,
    "supervision": _supervision,
    "assignment": _assignment,
}

"""48 invented policies of 12 departments and what is asked for them (fixtures/policies): for the demo and for trying out, marked so."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

from django.db import transaction

from geodata.accounts.models import User
from geodata.base.periods import since
from geodata.policies.lifecycle import LIFE
from geodata.policies.models import DoorQuestion, Policy, PolicyVersion
from geodata.policies.words import Move, State
from geodata.posts.departments import Department
from geodata.territory.models import Area

FILE = Path(__file__).resolve().parents[2] / "fixtures" / "policies" / "policies.json"
WAY = ((State.DRAFT, Move.CHECK, State.CHECKED), (State.CHECKED, Move.PUT, State.IN_FORCE))
OF_POLICY = ("code", "name", "name_en", "level", "field", "subject")


def invented() -> dict[str, Any]:
    """As the file has them."""
    told: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return told


@transaction.atomic
def load_invented_policies(county: Area, *, by: User, first: dt.date, at: dt.datetime) -> int:
    """Those that are not there yet, of the departments that the county has, in force since that day. Gives how many."""
    told, departments = invented(), {one.code: one for one in Department.objects.of(county).on(at.date())}
    for question in told["questions"]:
        values = {"period": since(None), "synthetic": True, **question}
        DoorQuestion.objects.get_or_create(code=question["code"], defaults=values)
    known = set(Policy.objects.values_list("code", flat=True))
    made = 0
    for row in told["policies"]:
        if row["code"] in known or row["department"] not in departments:
            continue
        department = departments[row["department"]]
        policy = Policy.objects.create(
            area=county, department=department, synthetic=True, **{name: row[name] for name in OF_POLICY}
        )
        said = {name: value for name, value in row.items() if name not in (*OF_POLICY, "department")}
        _put_in_force(PolicyVersion(policy=policy, number=1, written_by=by, written_at=at, **said), first, at)
        made += 1
    return made


def _put_in_force(version: PolicyVersion, first: dt.date, at: dt.datetime) -> None:
    """As the service does it: nobody has checked what is invented."""
    version.save()
    LIFE.begin(version, by=None, at=at)
    for _before, move, _after in WAY:
        if move == Move.PUT:
            version.period = since(first)
        version = LIFE.write(version, move, by=None, at=at)

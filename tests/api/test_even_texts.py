"""Texts that come in by the API are made one: no signs that nobody sees, one kind of line end."""

import uuid
from typing import Any

import pytest
from rest_framework import serializers

from api.base.fields import TextField
from geodata.base.periods import today
from geodata.plans.models import BoundaryPlan
from geodata.visits.models import Visit
from tests.api.test_id_numbers import strict
from tests.village import County

OTHERS = {
    ("AttachmentQuery", "name"), ("UploadQuery", "name"), ("UploadQuery", "layer"), ("MappingIn", "datum"), ("TokenIn", "password"),
    ("VisitIn", "note"),
    ("HandInIn", "note"), ("VoidIn", "reason"),
    ("NeedIn", "title"), ("NeedIn", "text"), ("NeedIn", "settled"), ("NeedIn", "parties"),
    ("OrderIn", "text"), ("OrderIn", "place"),
    ("ItemQuery", "crs"), ("ItemQuery", "datetime"),
}  # fmt: skip
"""Kept as sent here: names of files and sheets, what is compared with a list, passwords; and what its verb makes even."""


def test_every_text_of_every_body_is_made_even() -> None:
    uneven = set()
    for each in strict():
        if each.__name__ == "ItemsQuery":
            # Made for a collection when it is asked: its properties are compared, and kept nowhere.
            continue
        for name, field in each().fields.items():
            plain = isinstance(field, serializers.CharField) and not isinstance(
                field, serializers.RegexField | serializers.UUIDField | serializers.SlugField
            )
            if plain and not (
                isinstance(field, TextField) and field.run_validation("a\u200bb\ufeff\r\nc") == "ab\nc"
            ):
                uneven.add((each.__name__, name))
    assert uneven <= OTHERS


def test_a_plan_is_called_without_unseen_signs(planner: Any) -> None:
    told = {"name": "例\u200b方案", "villages": ["430382100201"], "reason": "一\r\n二\u2028三"}
    assert planner.post("plans/", told).status_code == 201
    plan = BoundaryPlan.objects.get()
    assert (plan.name, plan.reason) == ("例方案", "一\n二\n三")


@pytest.mark.parametrize("end", ["\r\n", "\r", "\u2028", "\x85"])
def test_a_note_keeps_one_kind_of_line_end_and_the_phone_hears_its_own_hash(
    places: County, insider: Any, end: str
) -> None:
    body = {"client_id": str(uuid.uuid4()), "day": today().isoformat(), "note": f"一{end}二\u200b"}
    address = f"households/{places.homes[4].token}/visits/"
    answers = [insider.post(address, body) for _time in range(2)]
    assert [answer.status_code for answer in answers] == [201, 200]
    assert answers[0].json()["body_hash"] == answers[1].json()["body_hash"]
    assert Visit.objects.get(client_id=body["client_id"]).note == "一\n二"


def test_a_control_character_is_still_told(planner: Any) -> None:
    assert planner.post("plans/", {"name": "x\x1b[31m", "villages": ["430382100201"]}).status_code == 400

"""ID numbers that come in by the API: every text of every body and parameter refuses them, what tells of a visit leaves them out."""

import uuid
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

import pytest
from rest_framework import serializers

import api
from api.base.serializers import Body, Query, Strict
from geodata.audit.models import AccessEntry
from geodata.base.id_numbers import MARK, holds_id_number
from geodata.base.periods import today
from geodata.plans.models import BoundaryPlan
from geodata.territory.numbers import types_id_number
from geodata.visits.models import Visit
from tests.id_numbers import NUMBER, WAYS
from tests.village import County, area

LEAVE_OUT = {
    ("VisitIn", "note"), ("HandInIn", "note"), ("VoidIn", "reason"), ("TokenIn", "username"),
    ("NeedIn", "title"), ("NeedIn", "text"), ("NeedIn", "settled"), ("NeedIn", "parties"),
    ("OrderIn", "text"), ("OrderIn", "place"),
}  # fmt: skip
"""Fields whose verbs leave the number out: of a need too when it is recorded, for its phone may be days late."""


def strict() -> Iterator[type[Strict]]:
    """Every body and every set of parameters of the API."""
    for module in walk_packages(api.__path__, "api."):
        import_module(module.name)
    waiting: list[type[Strict]] = [Body, Query]
    while waiting:
        found = waiting.pop()
        waiting += found.__subclasses__()
        yield found


def texts() -> Iterator[tuple[type[Strict], str, Any]]:
    for each in strict():
        for name, field in each().fields.items():
            if not field.write_only and (each.__name__, name) not in LEAVE_OUT:
                yield each, name, field


def shapes(field: Any) -> Iterator[Any]:
    """How a text may stand in the value of a field."""
    yield lambda text: text
    if isinstance(field, serializers.ListField):
        yield lambda text: ["x", text]
        yield lambda text: [{"name": text}]
    if isinstance(field, serializers.DictField | serializers.JSONField | serializers.BaseSerializer):
        yield lambda text: {text: "x"}
        yield lambda text: {"x": [{"name": text}]}


@pytest.mark.django_db
def test_every_field_refuses_every_way_of_writing_one(monkeypatch: pytest.MonkeyPatch) -> None:
    # The same texts in thousands of cells: the villages that are known are asked for each text once.
    monkeypatch.setattr("api.base.serializers.types_id_number", cache(types_id_number))
    kept, cells = [], 0
    for each, name, field in texts():
        body = each()
        for shape in shapes(field):
            for way, text in WAYS.items():
                cells += 1
                if not list(body.id_numbers({name: shape(text)})):
                    kept.append((each.__name__, name, way))
    assert kept == []
    assert cells > 3000


def test_no_other_field_leaves_it_to_its_verb() -> None:
    left = {
        (each.__name__, name)
        for each in strict()
        for name, field in each().fields.items()
        if getattr(field, "leaves_out_id_numbers", False)
    }
    assert left == LEAVE_OUT


def body_of(**values: object) -> dict[str, object]:
    return {"client_id": str(uuid.uuid4()), "day": today().isoformat(), **values}


@pytest.mark.parametrize("way", WAYS)
def test_a_visit_is_recorded_without_the_number_and_the_answer_says_so(
    places: County, insider: Any, way: str
) -> None:
    body = body_of(note=f"看了证件 {WAYS[way]} 一切都好")
    address = f"households/{places.homes[4].token}/visits/"
    answers = [insider.post(address, body) for _time in range(2)]
    assert [answer.status_code for answer in answers] == [201, 200]
    assert answers[0].json() == answers[1].json()
    note = Visit.objects.get(client_id=body["client_id"]).note
    assert (MARK in note, holds_id_number(note)) == (True, False)
    assert "ID number" in answers[0].json()["left_out"]


def test_the_phone_hears_the_hash_of_what_it_sent_and_no_other_is_kept(places: County, insider: Any) -> None:
    address = f"households/{places.homes[4].token}/visits/"
    sent = insider.post(address, body_of(note=f"x {NUMBER}")).json()
    plain = insider.post(address, body_of(note="x")).json()
    kept = set(Visit.objects.values_list("body_hash", flat=True))
    assert plain["body_hash"] in kept
    assert sent["body_hash"] not in kept
    assert (plain["left_out"], sent["note"]) == ("", f"x {MARK}")


def test_a_correction_and_the_reason_of_voiding_leave_it_out_too(places: County, insider: Any) -> None:
    body = body_of(note="x")
    insider.post(f"households/{places.homes[4].token}/visits/", body)
    other = body_of(note=NUMBER)
    answer = insider.send("put", f"visits/{body['client_id']}/", other, **{"If-Match": "*"})
    assert (answer.status_code, answer.json()["note"]) == (201, MARK)
    assert answer.json()["left_out"]
    answer = insider.post(
        f"visits/{other['client_id']}/void/", {"reason": f"falsch {NUMBER}"}, **{"If-Match": "*"}
    )
    assert answer.json()["void_reason"] == f"falsch {MARK}"
    assert answer.json()["left_out"]


def test_a_plan_with_one_is_refused_and_the_number_not_repeated(planner: Any) -> None:
    body = {"name": f"例 {NUMBER}", "villages": ["430382100201"], "reason": f"x {NUMBER}"}
    answer = planner.post("plans/", body)
    assert answer.status_code == 400
    assert {fault["field"] for fault in answer.json()["errors"]} == {"name", "reason"}
    assert NUMBER not in answer.content.decode()
    assert not BoundaryPlan.objects.exists()


def test_a_number_that_begins_with_a_village_is_a_household_s(places: County) -> None:
    assert types_id_number("430382200201010001")
    area("430382200")
    area("430382200201")
    assert not types_id_number("430382200201010001")
    assert types_id_number("户号 430382200201010001")


@pytest.mark.django_db
def test_a_name_typed_at_a_sign_in_that_failed_is_not_kept(nobody: Any) -> None:
    assert nobody.post("token/", {"username": NUMBER, "password": "x"}).status_code == 401
    assert not holds_id_number(AccessEntry.objects.get(action="sign_in_refused").subject)

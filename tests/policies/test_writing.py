"""Policies are drafted by their department, checked by their examples, put in force by somebody else, and ended."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from geodata.audit.models import AccessEntry
from geodata.base.errors import BadInput, Conflict, NotAllowed, NotFound, Stale
from geodata.base.rls import as_web_role
from geodata.contacts.rights import scope_in_force
from geodata.policies.models import PolicyVersion
from geodata.policies.writing import (
    Content,
    Named,
    change_version,
    check_version,
    draft_policy,
    draft_version,
    end_version,
    put_in_force,
    reopen_version,
)
from tests import village as v
from tests.policies.conftest import question
from tests.roles import owner

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("told_in_english")]
RULE = {"care": "low_income"}
EXAMPLES = [
    {"expect": "yes", "household": {"size": 1, "care": ["low_income"]}},
    {"expect": "no", "household": {"size": 1}},
    {"expect": "unknown", "household": {"size": 1, "care_on_the_way": ["low_income"]}},
]
CONTENT = Content(plain="例", benefit="例", amount=Decimal(5), unit="once", rule=RULE, examples=EXAMPLES)
VERBS: dict[str, Any] = {
    "check": check_version,
    "reopen": reopen_version,
    "put": put_in_force,
    "end": end_version,
}


@pytest.fixture
def desk(places):
    """What somebody does with the policies of the county's department of civil affairs."""
    return Desk(places)


class Desk:
    def __init__(self, places: v.County) -> None:
        self.named = Named(
            code="coal", name="例政策", level="county", field="income", subject="household",
            department=v.department(places.county).pk,
        )  # fmt: skip
        self.officer = v.officer("department_officer", places.county)
        self.county, self.other = (v.officer("county_officer", places.county) for _ in range(2))

    def _as(self, who: Any) -> dict[str, Any]:
        return {"by": who, "scope": scope_in_force(who, on=v.TODAY), "at": v.NOON}

    def draft(self, who: Any, *, named: Named | None = None, content: Content = CONTENT) -> PolicyVersion:
        with as_web_role():
            return draft_policy(named=named or self.named, content=content, **self._as(who))

    def again(self, who: Any, content: Content = CONTENT, code: str = "coal") -> PolicyVersion:
        with as_web_role():
            return draft_version(code=code, content=content, **self._as(who))

    def change(self, who: Any, *, seen: int = 1, number: int = 1, **values: Any) -> PolicyVersion:
        with as_web_role():
            told = replace(CONTENT, **values)
            return change_version(code="coal", number=number, content=told, seen=seen, **self._as(who))

    def move(self, who: Any, move: str, day: dt.date = v.TODAY, *, number: int = 1) -> PolicyVersion:
        more: dict[str, Any] = {
            "check": {"on": day},
            "put": {"since_day": day, "today": v.TODAY},
            "end": {"on": day, "today": v.TODAY},
        }
        with as_web_role():
            return VERBS[move](code="coal", number=number, **more.get(move, {}), **self._as(who))


def in_force(desk: Desk) -> PolicyVersion:
    desk.draft(desk.officer)
    desk.move(desk.officer, "check")
    return desk.move(desk.county, "put")


def test_a_department_drafts_and_checks_and_the_county_puts_in_force(desk):
    version = in_force(desk)
    assert (version.state, version.period.lower) == ("in_force", v.TODAY)
    with owner():
        assert [step.move for step in version.steps.all()] == ["draft", "check", "put"]
        assert AccessEntry.objects.filter(subject="coal").count() == 3


def test_who_wrote_it_does_not_put_it_in_force(desk):
    desk.draft(desk.officer)
    desk.change(desk.county, plain="例二")
    desk.move(desk.other, "check")
    with pytest.raises(NotAllowed, match="Whoever has written"):
        desk.move(desk.county, "put")
    assert desk.move(desk.other, "put").state == "in_force"


def test_the_next_version_ends_the_one_before(desk):
    in_force(desk)
    desk.again(desk.officer)
    desk.move(desk.officer, "check", number=2)
    later = v.TODAY + dt.timedelta(days=10)
    desk.move(desk.county, "put", later, number=2)
    with owner():
        found = {
            day: PolicyVersion.objects.in_force(day).get().number
            for day in (v.TODAY, later - dt.timedelta(days=1), later)
        }
    assert list(found.values()) == [1, 1, 2]


def test_what_is_ended_holds_until_that_day(desk):
    in_force(desk)
    later = v.TODAY + dt.timedelta(days=3)
    assert desk.move(desk.county, "end", later).period.upper == later


def test_a_checked_one_goes_back_to_the_draft_before_it_is_changed(desk):
    desk.draft(desk.officer)
    desk.move(desk.officer, "check")
    with pytest.raises(Conflict, match="checked"):
        desk.change(desk.officer)
    desk.move(desk.officer, "reopen")
    assert desk.change(desk.officer, plain="例二").version == 2


def test_a_draft_that_somebody_has_changed_is_loaded_again(desk):
    desk.draft(desk.officer)
    desk.change(desk.officer, plain="例二")
    with pytest.raises(Stale, match="changed by someone else"):
        desk.change(desk.county, plain="例三")


@pytest.mark.parametrize("kind", ["planner", "township_officer", "large_leader"])
def test_others_write_no_policy(desk, places, kind):
    who = v.officer(kind, places.county)
    for refused in (
        lambda: desk.draft(who),
        lambda: desk.draft(desk.officer) and desk.again(who),
        lambda: desk.change(who),
    ):
        with pytest.raises(NotAllowed):
            refused()


def test_a_department_writes_its_own_alone(desk, places):
    another = v.department(places.county, "water")
    with pytest.raises(NotAllowed):
        desk.draft(desk.officer, named=replace(desk.named, department=another.pk))


DAY_BEFORE = v.TODAY - dt.timedelta(days=1)
CONTENTS: dict[str, dict[str, Any]] = {
    "plain": {"plain": ""},
    "materials": {"materials": ["例"] * 21},
    "unit": {"unit": ""},
    "opens": {"opens": "02-30", "closes": "03-01"},
    "rule": {"rule": {"answer": "nobody_asks", "is": True}},
    "rule.age": {"rule": {"age": "old"}},
}


@pytest.mark.parametrize(("field", "values"), CONTENTS.items(), ids=CONTENTS)
def test_what_a_version_cannot_say_is_refused(desk, field, values):
    with pytest.raises(BadInput) as refused:
        desk.draft(desk.officer, content=replace(CONTENT, **values))
    assert refused.value.field == field


def test_a_question_about_persons_is_none_of_a_policy_of_households(desk):
    question("deaf", subject="resident")
    with pytest.raises(BadInput, match="is asked about persons"):
        desk.draft(desk.officer, content=replace(CONTENT, rule={"answer": "deaf", "is": True}))


NAMES: dict[str, dict[str, Any]] = {
    "code": {"code": "Coal 2026"},
    "name": {"name": ""},
    "level": {"level": "village"},
}


@pytest.mark.parametrize(("field", "values"), NAMES.items(), ids=NAMES)
def test_what_a_policy_cannot_be_called_is_refused(desk, field, values):
    with pytest.raises(BadInput) as refused:
        desk.draft(desk.officer, named=replace(desk.named, **values))
    assert refused.value.field == field


def test_what_is_not_there_is_not_found(desk):
    with pytest.raises(NotFound):
        desk.draft(desk.officer, named=replace(desk.named, department=-1))
    with pytest.raises(NotFound):
        desk.again(desk.officer, code="gold")
    with pytest.raises(NotFound):
        desk.move(desk.officer, "check")


def test_a_code_and_an_open_draft_are_there_once(desk):
    desk.draft(desk.officer)
    with pytest.raises(Conflict, match="already a policy with this code"):
        desk.draft(desk.officer)
    with pytest.raises(Conflict, match="being written already"):
        desk.again(desk.officer)


BROKEN: dict[str, Any] = {
    "no list": {},
    "without an unknown": EXAMPLES[:2],
    "another answer": [*EXAMPLES, {"expect": "yes", "household": {"size": 1}}],
    "no household": [*EXAMPLES, {"expect": "no", "household": "例"}],
}


@pytest.mark.parametrize("examples", BROKEN.values(), ids=BROKEN)
def test_examples_that_do_not_hold_are_refused_at_the_check(desk, examples):
    desk.draft(desk.officer)
    with owner():
        PolicyVersion.objects.update(examples=examples)
    with pytest.raises(BadInput) as refused:
        desk.move(desk.officer, "check")
    assert refused.value.field.startswith("examples")


def test_days_that_are_over_are_refused(desk):
    desk.draft(desk.officer)
    desk.move(desk.officer, "check")
    with pytest.raises(BadInput):
        desk.move(desk.county, "put", DAY_BEFORE)
    desk.move(desk.county, "put", v.TODAY + dt.timedelta(days=5))
    with pytest.raises(BadInput):
        desk.move(desk.county, "end", DAY_BEFORE)
    desk.again(desk.officer)
    desk.move(desk.officer, "check", number=2)
    with pytest.raises(BadInput):
        desk.move(desk.county, "put", number=2)

"""An answer at a door: asked once, it moves every policy that hung on it, and only those who may hear it."""

import datetime as dt
import uuid
from dataclasses import replace

import pytest
from django.utils import timezone

from geodata.base.errors import BadInput, Conflict, NotAllowed, NotFound
from geodata.base.periods import today
from geodata.base.rls import as_web_role
from geodata.contacts.rights import scope_in_force
from geodata.people.models import Resident
from geodata.policies.answering import Said, answer_question
from geodata.policies.asking import questions_at
from geodata.policies.matching import match_villages
from geodata.policies.models import DoorAnswer, Matching
from tests import village as v
from tests.policies.conftest import policy, question, version
from tests.roles import owner

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("told_in_english")]


@pytest.fixture
def asked(places):
    """Three policies of the county: two hang on whether it is heated, one of them on the roof as well, one on nothing."""
    heated, roof = question("heated"), question("roof", "choice", choices=[{"code": "tile", "name": "瓦"}])
    rules = {
        "coal": {"answer": "heated", "is": False},
        "repair": {"all": [{"answer": "heated", "is": False}, {"answer": "roof", "is": "tile"}]},
        "poor": {"care": "low_income"},
    }
    made = {code: policy(places, code) for code in rules}
    for code, rule in rules.items():
        version(made[code], rule)
    with owner():
        match_villages([places.west.pk], on=today())
    return made, heated, roof


def said(places, value: object = False, **more: object) -> Said:
    given = {"question": "heated", "household": places.homes[0].token, "on": today(), **more}
    return Said(value=value, **given)  # type: ignore[arg-type]


def answer(places, who, told: Said | None = None, client_id: uuid.UUID | None = None):
    scope = scope_in_force(who, on=today())
    return answer_question(
        client_id=client_id or uuid.uuid4(), said=told or said(places), by=who, scope=scope, at=timezone.now(), today=today()
    )  # fmt: skip


def told_of(home) -> Matching:
    with owner():
        return Matching.objects.get(household=home)


def test_before_an_answer_all_that_hang_on_it_are_unknown(asked, places):
    made, heated, roof = asked
    row = told_of(places.homes[0])
    assert row.yes == [made["poor"].pk] and row.yes_residents == [0]
    assert row.unknown == [made["coal"].pk, made["repair"].pk]
    assert row.missing == [heated.pk, roof.pk]


def test_one_answer_moves_every_policy_that_hung_on_it(asked, places):
    made, _heated, roof = asked
    with as_web_role():
        answer(places, v.officer("small_leader", places.grids[0]))
    row = told_of(places.homes[0])
    assert row.yes == [made["coal"].pk, made["poor"].pk]
    assert (row.unknown, row.missing) == ([made["repair"].pk], [roof.pk])


def test_what_most_policies_hang_on_is_asked_first(asked, places):
    _made, heated, roof = asked
    with owner():
        found = questions_at(places.homes[0], on=today())
    assert [(one.question, one.policies) for one in found] == [(heated, 2), (roof, 1)]


def test_an_answer_that_settles_a_policy_asks_no_more_for_it(asked, places):
    with as_web_role():
        answer(places, v.officer("county_officer", places.county), said(places, True))
    with owner():
        assert questions_at(places.homes[0], on=today()) == []
    assert told_of(places.homes[0]).unknown == []


def test_an_answer_expires(asked, places):
    with as_web_role():
        answer(places, v.officer("county_officer", places.county), said(places, True))
    with owner():
        later = today() + dt.timedelta(days=365)
        assert [one.question.code for one in questions_at(places.homes[0], on=later)] == ["heated", "roof"]


def test_the_latest_answer_counts(asked, places):
    who = v.officer("county_officer", places.county)
    with as_web_role():
        answer(places, who, said(places, False, on=today()))
        answer(places, who, said(places, True, on=today() - dt.timedelta(days=9)))
    assert len(told_of(places.homes[0]).yes) == 2


def test_the_same_again_is_the_same(asked, places):
    who, key = v.officer("county_officer", places.county), uuid.uuid4()
    with as_web_role():
        first, again = answer(places, who, client_id=key), answer(places, who, client_id=key)
    assert (first[1], again[1], first[0]) == (True, False, again[0])


def test_an_id_with_another_content_is_refused(asked, places):
    who, key = v.officer("county_officer", places.county), uuid.uuid4()
    with as_web_role():
        answer(places, who, client_id=key)
        with pytest.raises(Conflict, match="different content"):
            answer(places, who, said(places, True), client_id=key)


def test_an_id_that_somebody_else_has_used_is_refused(asked, places):
    key = uuid.uuid4()
    with as_web_role():
        answer(places, v.officer("county_officer", places.county), client_id=key)
    with as_web_role(), pytest.raises(Conflict, match="different content"):
        answer(
            places,
            v.officer("small_leader", places.grids[2]),
            said(places, household=places.homes[2].token),
            client_id=key,
        )


REFUSED = {
    "no household": ({"household": "nobody"}, NotFound),
    "of a neighbour": ({"household": "east"}, NotFound),
    "no question": ({"question": "colour"}, NotFound),
    "about a resident": ({"resident": 1}, BadInput),
    "of another resident": ({"question": "deaf", "resident": -1}, NotFound),
    "a day to come": ({"on": "tomorrow"}, BadInput),
    "long ago": ({"on": "long ago"}, BadInput),
    "another kind": ({"value": 3}, BadInput),
    "no choice": ({"question": "roof", "value": "gold"}, BadInput),
    "no number": ({"question": "pigs", "value": -1}, BadInput),
}


@pytest.mark.parametrize(("told", "error"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_answer_is_refused(asked, places, told, error):
    question("deaf", subject="resident"), question("pigs", "number")
    days = {"tomorrow": today() + dt.timedelta(days=1), "long ago": today() - dt.timedelta(days=365)}
    told = {name: days.get(value, value) if isinstance(value, str) else value for name, value in told.items()}
    if told.get("household") == "east":
        told["household"] = places.homes[2].token
    who = v.officer("small_leader", places.grids[0])
    with as_web_role(), pytest.raises(error):
        answer(places, who, replace(said(places), **told))


@pytest.mark.parametrize("kind", ["planner", "department_officer"])
def test_who_looks_after_nobody_asks_nobody(asked, places, kind):
    with as_web_role(), pytest.raises((NotAllowed, NotFound)):
        answer(places, v.officer(kind, places.county))


def seen(who) -> tuple[int, int]:
    with as_web_role():
        scope = scope_in_force(who, on=today())
        first = Matching.objects.within(scope).count(), DoorAnswer.objects.within(scope).count()
        assert first == (Matching.objects.count(), DoorAnswer.objects.count())
        return first


def test_rows_are_shown_where_the_right_itself_holds(asked, places):
    with as_web_role():
        answer(places, v.officer("county_officer", places.county))
    assert seen(v.officer("village_officer", places.west)) == (3, 1)
    assert seen(v.officer("small_leader", places.grids[0])) == (2, 1)
    assert seen(v.officer("small_leader", places.grids[1])) == (1, 0)
    assert seen(v.officer("village_officer", places.east)) == (0, 0)
    assert seen(v.officer("department_officer", places.county)) == (0, 0)
    assert seen(v.officer("planner", places.county)) == (0, 0)
    assert seen(places.homes[0].links.get().member.user) == (1, 1)


def test_a_question_about_a_person_is_asked_of_each_who_lives_there(asked, places, defaults):
    question("deaf", subject="resident")
    version(policy(places, "ears", subject="resident"), {"answer": "deaf", "is": True})
    home = places.homes[0]
    with owner():
        type(home).objects.filter(pk=home.pk).update(size=2)
        one, other = (
            Resident.objects.create(household=home, village_id=home.village_id, name="例", birth_year=year)
            for year in (1940, 1980)
        )
        assert [ask.resident for ask in questions_at(home, on=today(), most=9) if ask.resident] == [
            one,
            other,
        ]
    with as_web_role():
        answer(
            places,
            v.officer("county_officer", places.county),
            said(places, True, question="deaf", resident=other.pk),
        )
    row = told_of(home)
    assert row.yes_residents[-1] == other.pk and row.unknown[-1] != row.yes[-1]

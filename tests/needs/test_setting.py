"""Categories and deadlines of needs: who sets them, what is refused, and what becomes of needs under way."""

import datetime as dt

import pytest

from geodata.audit.models import AccessEntry
from geodata.base.errors import BadInput, Conflict, NotAllowed, NotFound, Stale
from geodata.base.periods import today
from geodata.needs.models import Need
from geodata.needs.service import do_what_is_due
from geodata.needs.setting import (
    Deadline,
    Named,
    add_need_category,
    change_need_category,
    end_need_category,
    end_need_rule,
    set_need_rule,
    settings_version,
)
from geodata.needs.settings_models import NeedCategory, NeedRule
from geodata.territory.models import Area
from tests import village as v
from tests.lives import settle_laws

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("told_in_english")]
NAMED = Named("例类别", "Example")
DAY = dt.timedelta(days=1)
ON = v.NOON.date()
"""The day on which needs of these tests are recorded."""
FOUR_DAYS = Deadline(urgency=1, level=1, amount=4, unit="days", remind=1)


@pytest.fixture
def office(people):
    """The county's office, and what it has seen."""
    return lambda: {"by": people.county.by, "scope": people.county.scope, "seen": settings_version()}


@pytest.fixture
def deadline(office, places):
    def made(told: Deadline = FOUR_DAYS, **more) -> NeedRule:
        values = {"area": places.county, "since_day": ON, "today": ON} | office() | more
        return set_need_rule(told=told, **values)

    return made


def test_a_category_is_added_last_and_needs_are_recorded_under_it(people, office, water, home):
    made = add_need_category(
        code="example", values=Named("例类别", "Example", "water"), today=today(), **office()
    )
    assert NeedCategory.objects.last() == made and made.department == water
    assert people.contact.records(home, category="example").category == made
    assert AccessEntry.objects.filter(action="need_rules_changed", subject="example").exists()


def test_it_is_called_otherwise_and_ended_with_its_needs_going_on(people, office, home):
    need = people.contact.records(home)
    change_need_category(code="water", values=NAMED, today=today(), **office())
    ended = end_need_category(code="water", on=today(), **office())
    assert (ended.name, ended.code, Need.objects.get(pk=need.pk).category) == ("例类别", "water", ended)
    with pytest.raises(BadInput, match="not recognised"):
        people.contact.records(home)
    end_need_category(code="water", on=None, **office())
    assert people.contact.records(home).category == ended


def test_who_has_seen_others_changes_nothing(office, places):
    seen = office()
    add_need_category(code="example", values=NAMED, today=today(), **seen)
    for verb in (
        lambda: add_need_category(code="another", values=NAMED, today=today(), **seen),
        lambda: change_need_category(code="water", values=NAMED, today=today(), **seen),
        lambda: end_need_category(code="water", on=today(), **seen),
        lambda: set_need_rule(told=FOUR_DAYS, area=places.county, since_day=today(), today=today(), **seen),
        lambda: end_need_rule(number=1, on=today() + DAY, today=today(), **seen),
    ):
        with pytest.raises(Stale):
            verb()


def test_what_cannot_be_taken_is_told_with_its_field(office, deadline):
    told = {"today": today()}
    for code in ("", "ab", "Nine", "1st", "a-b", "x" * 31):
        with pytest.raises(BadInput):
            add_need_category(code=code, values=NAMED, **told, **office())
    with pytest.raises(Conflict, match="already a need category"):
        add_need_category(code="water", values=NAMED, **told, **office())
    with pytest.raises(NotFound):
        change_need_category(code="nothing", values=NAMED, **told, **office())
    with pytest.raises(NotFound):
        change_need_category(code="water", values=Named("例", "x", "nothing"), **told, **office())
    with pytest.raises(BadInput) as long:
        change_need_category(code="water", values=Named("例" * 61, "x"), **told, **office())
    assert long.value.field == "name"
    wrong = {"amount": 0, "remind": 4, "unit": "years", "level": 4, "late": "forgotten"}
    for field, value in wrong.items():
        with pytest.raises(BadInput) as refused:
            deadline(
                Deadline(
                    **{
                        **{
                            name: getattr(FOUR_DAYS, name)
                            for name in ("urgency", "level", "amount", "unit", "remind", "late")
                        },
                        field: value,
                    }
                )
            )
        assert refused.value.field == field
    with pytest.raises(BadInput, match="cannot be recorded"):
        deadline(Deadline(urgency=1, level=3, amount=4, unit="days"))
    with pytest.raises(BadInput):
        deadline(since_day=ON - DAY)


def test_nobody_else_sets_them_and_nobody_of_another_place(people, office, deadline, places):
    for desk in (people.village, people.township, people.planner, people.auditor):
        with pytest.raises(NotAllowed):
            add_need_category(code="example", values=NAMED, today=today(), **office() | {"scope": desk.scope})
        with pytest.raises(NotAllowed):
            deadline(scope=desk.scope)
    everywhere = NeedRule.objects.filter(area=None)[0]
    with pytest.raises(NotFound):
        end_need_rule(number=everywhere.pk, on=today() + DAY, today=today(), **office())
    elsewhere = Area(level="county", code="430300", name="例县")
    with pytest.raises(NotFound):
        deadline(area=elsewhere)


def test_needs_of_that_day_are_reckoned_anew_by_a_step_of_the_service(people, deadline, home):
    before = people.contact.records(home, at=v.NOON - 2 * DAY, raised_on=today() - 2 * DAY)
    need = people.contact.records(home)
    other = people.contact.records(home, urgency=2)
    rule = deadline()
    assert do_what_is_due(at=need.at + dt.timedelta(minutes=1)).recalculated == 1
    now = Need.objects.get(pk=need.pk)
    assert (now.rule, now.due_at, now.remind_at) == (rule, need.at + 4 * DAY, need.at + 3 * DAY)
    step = now.steps.order_by("-pk")[0]
    assert (step.move, step.by, step.due_at) == ("recalculate", None, now.due_at)
    for same in (before, other):
        assert Need.objects.get(pk=same.pk).due_at == same.due_at
    assert do_what_is_due(at=need.at + dt.timedelta(minutes=2)).recalculated == 0
    settle_laws()


def test_the_nearest_area_holds_and_the_one_before_ends(people, deadline, places, home):
    wide = deadline()
    near = deadline(Deadline(urgency=1, level=1, amount=9, unit="hours"), area=places.west)
    need = people.contact.records(home)
    assert need.rule == near and need.due_at == need.at + dt.timedelta(hours=9)
    later = deadline(Deadline(urgency=1, level=1, amount=5, unit="days"), since_day=ON + 3 * DAY)
    wide.refresh_from_db()
    assert wide.period.upper == later.period.lower == ON + 3 * DAY
    with pytest.raises(Conflict, match="later day"):
        deadline()


def test_set_again_on_its_first_day_it_says_the_new(people, deadline, home):
    first = deadline()
    need = people.contact.records(home)
    again = deadline(Deadline(urgency=1, level=1, amount=2, unit="workdays"))
    assert again.pk == first.pk
    do_what_is_due(at=need.at + dt.timedelta(minutes=1))
    now = Need.objects.get(pk=need.pk)
    assert now.due_at != need.due_at and now.steps.filter(move="recalculate").count() == 1


def test_ended_the_one_above_holds_again(people, office, deadline, home):
    rule = deadline()
    with pytest.raises(BadInput):
        end_need_rule(number=rule.pk, on=ON, today=ON, **office())
    end_need_rule(number=rule.pk, on=ON + DAY, today=ON, **office())
    assert people.contact.records(home).rule == rule
    with pytest.raises(Conflict, match="already ended"):
        end_need_rule(number=rule.pk, on=ON + DAY, today=ON, **office())

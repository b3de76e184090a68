"""What the verbs of categories refuse, whatever the door; the database keeps the code."""

import pytest
from django.db import IntegrityError, transaction

from geodata.base.errors import BadInput, Conflict, NotAllowed, NotFound
from geodata.base.scope import Scope
from geodata.people.models import CareCategory
from geodata.people.setting_categories import Values, add_category, change_category, end_category
from tests import village as v
from tests.roles import owner

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("told_in_english")]
VALUES = Values("例类别", "Example")


@pytest.fixture
def office(places):
    return {"by": v.user(), "scope": v.every_right(places.homes[0])}


@pytest.mark.parametrize("code", ["", "ab", "Nine", "1st", "a-b", "x" * 41])
def test_a_code_of_another_form_is_refused(office, code):
    with pytest.raises(BadInput, match="cannot be recorded"):
        add_category(code=code, values=VALUES, **office)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        (Values(" ", "Example"), "name"),
        (Values("例", "x" * 61), "name_en"),
        (Values("例", "Example", reverify_days=0), "reverify_days"),
        (Values("例", "Example", notice_days=4), "notice_days"),
    ],
)
def test_what_cannot_be_taken_is_told_with_its_field(office, values, field):
    with pytest.raises(BadInput) as refused:
        add_category(code="example", values=values, **office)
    assert refused.value.field == field


def test_a_code_is_given_once(office):
    with pytest.raises(Conflict, match="already a care category"):
        add_category(code="low_income", values=VALUES, **office)


def test_what_is_not_there_is_neither_changed_nor_ended(office):
    for verb in (
        lambda: change_category(code="nothing", values=VALUES, **office),
        lambda: end_category(code="nothing", on=None, **office),
    ):
        with pytest.raises(NotFound):
            verb()


def test_nobody_without_the_right_adds_one():
    with pytest.raises(NotAllowed):
        add_category(code="example", values=VALUES, by=v.user(), scope=Scope())


def test_the_same_values_change_nothing(office):
    before = CareCategory.objects.get(code="low_income")
    values = Values(before.name, before.name_en, before.special, before.reverify_days, before.notice_days)
    change_category(code="low_income", values=values, **office)
    assert not before.changes.exists()


def test_the_code_never_changes(places):
    category = CareCategory.objects.get(code="low_income")
    category.code = "rich"
    with owner(), pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        category.save()

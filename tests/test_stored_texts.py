"""What came into the register before texts were made one is written as what comes in now, once, with its history."""

import io
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

from geodata import migrations
from geodata.accounts.models import PhoneNumber
from geodata.base import texts
from geodata.base.stored_texts import STRENGTHS, even_texts
from geodata.people.models import Household, Resident
from tests import village as v
from tests.roles import owner

pytestmark = pytest.mark.django_db


def model(name):
    return apps.get_model("geodata", name)


def run(*, apply=True):
    with owner():
        return even_texts(model, apply=apply)


@pytest.fixture
def places():
    return v.county()


@pytest.fixture
def old(places):
    """A household, a resident, an area and a phone as they were typed."""
    home = v.household(places.grids[0])
    typed = {
        "number": "０１－０００１",
        "head_name": "王 例\u200b芳",
        "address": "例路１２号",
        "door": "３—２０１",
        "phones": ["138 0013 8000", "13800138000"],
    }
    with owner():
        Household.objects.filter(pk=home.pk).update(**typed)
        Resident.objects.create(household=home, village=home.village, name="买买提.例力", relation=" 妻 ")
        places.west.name = "例　西村"
        places.west.save()
        PhoneNumber.give({v.user().pk: "+86 138-0013-8001"})
    return home


def test_stored_texts_are_written_as_those_that_come_in_now(old):
    output = run()
    old.refresh_from_db()
    assert (old.head_name, old.number, old.address, old.door) == ("王例芳", "01-0001", "例路12号", "3-201")
    assert old.phones == ["13800138000"]
    assert Resident.objects.values_list("name", "relation").get() == ("买买提·例力", "妻")
    with owner():
        assert PhoneNumber.objects.get().number == "13800138001"
    assert output.changed["Household.head_name"] == output.changed["Area.name"] == 1


def test_a_second_time_nothing_is_left_to_do(old):
    run()
    again = run()
    assert not again.changed
    assert not again.left


def test_what_a_household_was_called_stays_in_its_history(old):
    run()
    with owner():
        former = old.changes.order_by("-pgh_id").first()
        assert (former.head_name, former.number) == ("王 例\u200b芳", "０１－０００１")
        assert former.pgh_context["reason"] == "One way to write texts"


def test_a_number_that_another_household_has_is_left_and_counted(places, old):
    other = v.household(places.grids[0])
    with owner():
        Household.objects.filter(pk=other.pk).update(number="01-0001")
    output = run()
    old.refresh_from_db()
    assert (output.left["Household.number"], old.number, old.head_name) == (1, "０１－０００１", "王例芳")


def test_of_two_that_come_to_one_number_the_first_gets_it(places, old):
    other = v.household(places.grids[0])
    with owner():
        Household.objects.filter(pk=other.pk).update(number="01—0001")
    output = run()
    assert (output.changed["Household.number"], output.left["Household.number"]) == (1, 1)


def test_what_is_no_phone_stays(places):
    home = v.household(places.grids[0], phones=["无电话", "138 0013 8000"])
    run()
    home.refresh_from_db()
    assert home.phones == ["无电话", "13800138000"]


def test_without_apply_it_is_only_told(old):
    out = io.StringIO()
    with owner():
        call_command("even_texts", stdout=out)
    old.refresh_from_db()
    assert "Household.head_name" in out.getvalue()
    assert old.head_name == "王 例\u200b芳"


def test_a_migration_does_it_once(old):
    (module,) = Path(migrations.__file__).parent.glob("*_stored_texts_are_evened.py")
    with owner():
        import_module(f"geodata.migrations.{module.stem}").forwards(apps, None)
    old.refresh_from_db()
    assert old.head_name == "王例芳"


def test_every_column_has_a_strength_that_is_stable():
    """Evened twice is evened once, or the second run would never find nothing."""
    odd = [
        "王 芳",
        "買賣.提",
        "ＡＢ－１",
        "3 — 201",
        "\u202d01-0001\u202c",
        "a.\u3000b",
        "例 路 １２ 号",
        "㍿ ﷺ",
        "¥ ￥",
    ]
    for strengths in STRENGTHS.values():
        for column, strength in strengths.items():
            for text in odd:
                once = strength([text] if column == "phones" else text)
                assert strength(once) == once, (column, text)
    assert texts.name("王 芳") == "王芳"

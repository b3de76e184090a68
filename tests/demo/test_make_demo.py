"""`manage.py make_demo`: what it says, what it refuses, what it takes away."""

import datetime as dt
import io

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core.management import CommandError, call_command

from geodata.accounts.models import User
from geodata.base.errors import Conflict
from geodata.contacts.models import ContactLink
from geodata.demo.removing import CONFIGURATION, EMPTIED, real_rows, remove_demo
from geodata.needs.settings_models import NeedCategory, NeedRule
from geodata.people.models import CareCategory, Household, OfPlace, OfVillage
from geodata.posts.departments import Department
from geodata.territory.models import Area
from geodata.visits.models import Visit, VisitRule
from tests import village as v
from tests.demo.small import load_small_demo

pytestmark = pytest.mark.django_db


def make_demo(*arguments: str) -> str:
    out = io.StringIO()
    call_command("make_demo", "--households", "600", *arguments, stdout=out)
    return out.getvalue()


def test_it_prints_what_was_built_and_the_logins():
    said = make_demo("--password", "printed-once")
    assert "households        623" in said and "villages          38" in said
    assert "county township village leader contact water agriculture planner auditor admin" in said
    assert "printed-once" in said


def test_the_password_may_come_from_the_environment(monkeypatch):
    monkeypatch.setenv("DEMO_PASSWORD", "from-outside")
    assert "from-outside" in make_demo()
    assert User.objects.get(username="county").check_password("from-outside")


def test_the_whole_demo_is_relative_to_its_day():
    make_demo("--day", "2026-03-01")
    assert Visit.objects.order_by("-day").first().day == dt.date(2026, 2, 28)
    # A year, and before it the last visit of each household: three seldom rounds at most.
    assert dt.date(2022, 3, 1) < Visit.objects.order_by("day").first().day < dt.date(2025, 3, 1)


def test_where_areas_are_it_says_so_and_does_nothing():
    v.county()
    assert "already holds areas" in make_demo()
    assert Household.objects.count() == 4 and not User.objects.filter(username="county").exists()


def test_it_refuses_too_few_households():
    with pytest.raises(CommandError, match="at least 400"):
        call_command("make_demo", "--households", "10")


def test_it_refuses_logins_that_are_taken():
    User.objects.create(username="admin", name="例", synthetic=True)
    with pytest.raises(CommandError, match="admin"):
        make_demo()
    assert not Area.objects.exists()


def test_replace_builds_the_demo_anew():
    load_small_demo()
    before = set(Household.objects.values_list("token", flat=True))
    make_demo("--replace", "--seed", "8")
    assert Household.objects.count() == 623
    assert before.isdisjoint(Household.objects.values_list("token", flat=True))


def test_replace_refuses_where_one_real_row_stands():
    load_small_demo()
    home = Household.objects.first()
    home.synthetic = False
    home.save()
    with pytest.raises(CommandError, match="Household"):
        make_demo("--replace")
    assert ContactLink.objects.exists()


def test_a_former_row_that_was_real_counts_as_real(defaults):
    home = v.county().homes[0]
    Household.objects.filter(pk=home.pk).update(synthetic=False)
    Household.objects.filter(pk=home.pk).update(synthetic=True)
    assert "HouseholdEvent" in real_rows()


def test_removing_leaves_only_configuration(defaults):
    VisitRule.objects.create(occupancy="seasonal", area=v.county().town, days=60, period="[2020-01-01,)")
    county = Area.objects.get(level=Area.Level.COUNTY)
    since = (dt.date(2020, 1, 1), None)
    NeedRule.objects.create(area=county, urgency=1, level=2, amount=9, unit="days", period=since)
    water = Department.objects.create(code="water", name="例水利局", area=county, period=since)
    NeedCategory.objects.filter(code="water").update(department=water)
    rules = VisitRule.objects.filter(area=None).count()
    remove_demo()
    kept = {m for m in apps.get_app_config("geodata").get_models() if m._base_manager.exists()}
    assert {CareCategory, VisitRule} <= kept
    assert all(not hasattr(m, "synthetic") for m in kept)
    assert VisitRule.objects.count() == rules
    assert NeedCategory.objects.get(code="water").department is None
    assert NeedRule.objects.exists() and not NeedRule.objects.exclude(area=None).exists()


def test_what_other_applications_keep_of_a_user_goes_first():
    Authenticator.objects.create(user=v.user(), type=Authenticator.Type.TOTP, data={})
    remove_demo()
    assert not User.objects.exists() and not Authenticator.objects.exists()


def test_no_table_that_leads_to_people_or_areas_is_forgotten_when_removing():
    """A new table either leads to a household (by its village too), or to one that does, or has to be listed."""
    leads = {Household, *OfVillage.__subclasses__(), *OfPlace.__subclasses__()}
    keys = [
        (model, field.related_model)
        for model in apps.get_app_config("geodata").get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and not field.many_to_many and field.db_constraint
    ]
    for _ in keys:
        leads |= {model for model, target in keys if target in leads}
    emptied = {*EMPTIED, User}
    left = {model for model, target in keys if target in emptied} - leads - emptied - {*CONFIGURATION}
    assert left == set()


def test_a_conflict_tells_what_to_do():
    v.county()
    with pytest.raises(Conflict) as refused:
        load_small_demo()
    assert refused.value.remedy

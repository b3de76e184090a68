"""What begins, ends and is recorded of industry, by posts of the area."""

import datetime as dt
from decimal import Decimal

import pytest
from django.apps import apps
from django.utils.translation import override

from geodata.audit.models import AccessEntry
from geodata.base.errors import BadInput, Conflict, NotAllowed, NotFound
from geodata.base.periods import today
from geodata.industry import keeping as k
from geodata.industry.models import CoopMembership, EnterpriseVillage, Guidance, IncomeSample
from geodata.people.models import Household
from tests.roles import owner

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def coop(office, places):
    return k.found_cooperative(name="例合作社", village=places.west, product="例柑橘", keeper=office.village)


def firm(office, places):
    return k.found_enterprise(name="例公司", area=places.town, business="例加工", keeper=office.township)


def expert(office, places):
    return k.take_specialist_in(
        name="例专家", unit="例农科所", field="例果树", area=places.county, keeper=office.county
    )


def test_a_household_joins_a_cooperative_once_and_goes_with_its_end(office, places):
    made, home = coop(office, places), places.homes[0]
    k.join_cooperative(cooperative=made, household=home, keeper=(told := office.village))
    with pytest.raises(Conflict):
        k.join_cooperative(cooperative=made, household=home, keeper=told)
    k.end_cooperative(cooperative=made, keeper=told)
    assert CoopMembership.objects.on(today() + DAY).count() == 0
    with pytest.raises(Conflict):
        k.join_cooperative(cooperative=made, household=places.homes[1], keeper=told)


def test_nobody_joins_who_has_left(office, places):
    made = coop(office, places)
    with owner():
        Household.objects.filter(pk=places.homes[0].pk).update(occupancy="moved_away")
    home = Household.objects.get(pk=places.homes[0].pk)
    with pytest.raises(Conflict):
        k.join_cooperative(cooperative=made, household=home, keeper=office.village)


def test_two_cooperatives_of_a_village_have_two_names(office, places):
    coop(office, places)
    with pytest.raises(Conflict):
        coop(office, places)


def test_each_keeps_up_to_date_what_lies_in_the_own_area_and_it_is_on_record(office, places):
    for who, area in ((office.village, places.east), (office.planner, places.west)):
        with pytest.raises(NotAllowed):
            k.found_cooperative(name="例", village=area, product="例", keeper=who)
    with pytest.raises(NotAllowed):
        k.found_enterprise(name="例", area=places.county, business="例", keeper=office.township)
    made = firm(office, places)
    with owner():
        entry = AccessEntry.objects.get(action="industry_changed")
    assert (entry.subject, entry.details["what"]) == (f"enterprise:{made.pk}", "made")


def test_an_enterprise_is_paired_with_a_village_until_it_ends(office, places):
    made = firm(office, places)
    k.pair(enterprise=made, village=places.west, liaison="例张三", keeper=(told := office.township))
    with pytest.raises(Conflict):
        k.pair(enterprise=made, village=places.west, keeper=told)
    k.end_enterprise(enterprise=made, keeper=told)
    assert EnterpriseVillage.objects.on(today() + DAY).count() == 0
    with pytest.raises(Conflict):
        k.end_enterprise(enterprise=made, keeper=told)


def test_guidance_is_recorded_once_of_a_day_on_which_the_specialist_served(office, places):
    told = {"specialist": expert(office, places), "village": places.west, "topic": "pests", "persons": 20}
    told["keeper"] = office.village
    made = k.record_guidance(day=today(), **told)
    with pytest.raises(Conflict):
        k.record_guidance(day=today(), **told)
    for day in (today() + DAY, today() - DAY):
        with pytest.raises(BadInput):
            k.record_guidance(day=day, **told)
    k.take_back(made, area=places.west, keeper=told["keeper"])
    assert not Guidance.objects.exists()


def test_what_is_no_value_of_a_column_is_told_by_its_name(office, places):
    with pytest.raises(BadInput) as told:
        k.record_guidance(
            specialist=expert(office, places), village=places.west, day=today(), topic="fun", persons=2,
            keeper=office.village,
        )  # fmt: skip
    assert told.value.field == "topic"


def test_a_sale_weighs_something(office, places):
    told = {"village": places.west, "day": today(), "product": "例柑橘", "yuan": Decimal(900)}
    k.record_sale(kg=Decimal("300.5"), **told, keeper=office.village)
    with pytest.raises(Conflict, match="more than nothing"), override("en"):
        k.record_sale(kg=Decimal(0), **told, keeper=office.village)
    with pytest.raises(Conflict, match="earns nothing or more"), override("en"):
        k.record_sale(kg=Decimal(1), **(told | {"yuan": Decimal(-1)}), keeper=office.village)


def test_an_offer_holds_until_a_day_to_come(office, places):
    told = {"kind": "fund", "title": "例贷款", "provider": "例银行", "area": places.town, "places": 5}
    k.make_offer(until=today(), **told, keeper=office.township)
    with pytest.raises(BadInput):
        k.make_offer(until=today() - DAY, **told, keeper=office.township)


def test_a_mean_income_is_of_five_households_or_more_and_told_anew_in_place(office, places):
    told = {"village": places.west, "year": 2025, "group": "member", "mean": Decimal(21_000)}
    with pytest.raises(Conflict):
        k.tell_income(households=4, **told, keeper=office.village)
    k.tell_income(households=5, **told, keeper=office.village)
    k.tell_income(households=9, **told, keeper=office.village)
    assert [row.households for row in IncomeSample.objects.all()] == [9]
    with pytest.raises(Conflict):
        k.tell_income(households=4, **told, keeper=office.village)
    with pytest.raises(Conflict, match="is nothing or more"), override("en"):
        k.tell_income(households=9, **(told | {"mean": Decimal(-1)}), keeper=office.village)


def test_what_is_not_there_is_not_found(office):
    with pytest.raises(NotFound):
        k.one(IncomeSample.objects.all(), 0, field="income")


INCOME = ("income", "yuan", "salary", "wage", "earn")


def test_no_table_that_leads_to_a_household_or_a_person_has_a_column_of_incomes():
    """Incomes are statistics of villages. What is granted to a household, and what it was paid, is no income."""
    granted = {"Entitlement", "EntitlementEvent"}
    found = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("geodata").get_models()
        if {"household", "resident", "member", "user"} & {each.name for each in model._meta.local_fields}
        or model.__name__ in ("Household", "Resident", "Member", "User")
        for field in model._meta.local_fields
        if any(word in field.name for word in INCOME) and model.__name__ not in granted
    ]
    assert found == []

"""Figures of industry: by village, by topic and by product, each with what it is of."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from geodata.base.periods import today
from geodata.industry import keeping as k
from geodata.industry import summary as s
from tests.industry.conftest import farms

pytestmark = pytest.mark.django_db


def days() -> dict[str, dt.date]:
    return {"first": today() - dt.timedelta(days=30), "last": today(), "on": today()}


def test_members_are_counted_of_those_with_crop_or_livestock(office, places):
    west = [home for home in places.homes if home.village_id == places.west.pk]
    farms(west[0])
    farms(west[0], kind="livestock")
    farms(west[1], scale=None)
    told = office.village
    made = k.found_cooperative(name="例合作社", village=places.west, product="例柑橘", keeper=told)
    for home in west[::2]:
        k.join_cooperative(cooperative=made, household=home, keeper=told)
    (row,) = s.by_village(told.scope, None, **days())
    assert (row.area, row.farming, row.members) == (places.west, 2, 1)


def test_a_scale_of_nothing_and_trade_are_no_farming(office, places):
    farms(places.homes[0], scale=0)
    farms(places.homes[0], kind="trade")
    told = office.village
    (row,) = s.by_village(told.scope, None, **days())
    assert row.farming == 0


def test_villages_without_an_enterprise_are_a_gap(office, places):
    told = office.county
    made = k.found_enterprise(name="例公司", area=places.county, business="例加工", keeper=told)
    before = s.without_enterprise(told.scope, places.town, on=today()).count()
    k.pair(enterprise=made, village=places.west, keeper=told)
    left = list(s.without_enterprise(told.scope, places.town, on=today()))
    assert len(left) == before - 1 and places.west not in left


def test_guidance_by_topic_and_sales_by_product_are_of_the_days_that_are_asked(office, places):
    told = office.county
    expert = k.take_specialist_in(name="例", unit="例", field="例", area=places.county, keeper=told)
    for village, topic in ((places.west, "pests"), (places.east, "pests"), (places.west, "sales")):
        k.record_guidance(
            specialist=expert, village=village, day=today(), topic=topic, persons=10, keeper=told
        )
    for day in (today(), today() - dt.timedelta(days=31)):
        k.record_sale(
            village=places.west, day=day, product="例柑橘", kg=Decimal(100), yuan=Decimal(500), keeper=told
        )
    assert s.by_topic(told.scope, None, **days()) == [("pests", 2, 20), ("sales", 1, 10)]
    assert s.by_product(told.scope, None, **days()) == [("例柑橘", Decimal(100), Decimal(500))]
    assert s.by_topic(told.scope, places.east, **days()) == [("pests", 1, 10)]


def test_a_difference_of_means_tells_both_numbers_and_is_none_where_one_is_missing(office, places):
    told = office.township
    for village, group, n, mean in (
        (places.west, "member", 10, 20_000), (places.east, "member", 30, 24_000), (places.west, "non_member", 5, 19_000),
    ):  # fmt: skip
        k.tell_income(village=village, year=2025, group=group, households=n, mean=Decimal(mean), keeper=told)
    k.tell_income(village=places.west, year=2024, group="member", households=5, mean=Decimal(1), keeper=told)
    now, before = s.differences(told.scope, None, on=today())
    assert (now.members, now.others, now.yuan) == (40, 5, Decimal(4_000))
    assert (before.members, before.others, before.yuan) == (5, 0, None)


def test_it_takes_five_queries_however_many_villages_there_are(office):
    told = office.county
    with CaptureQueriesContext(connection) as seen:
        s.by_village(told.scope, None, **days())
    assert len(seen) == 5

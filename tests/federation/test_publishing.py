"""What a county publishes: signed once, children add up, and of what is sensitive no more than a reader without details is told."""

import datetime as dt
import json
from collections.abc import Iterable
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from geodata.audit.models import AccessEntry
from geodata.base.errors import NotFound
from geodata.base.scope import Grant, Right, Scope
from geodata.coverage.counts import coverage
from geodata.coverage.disclosure import CLOSED, answer_of, month_ends
from geodata.federation.models import PublishedCoverage
from geodata.federation.publishing import payload_of, publish_due, published
from geodata.federation.signing import is_signed, public_key
from geodata.jobs.daily import everything
from tests import village as v
from tests.federation.conftest import OTHER, SECRET

FIRST_OF_MONTH = dt.date(2026, 7, 1)


def edition(today: dt.date) -> dict[str, Any]:
    publish_due(today=today, scope=everything())
    return dict(json.loads(PublishedCoverage.objects.get(day=today - dt.timedelta(days=1)).payload))


def numbers(told: dict[str, Any], figure: str, codes: Iterable[str]) -> list[int | str]:
    place = told["figures"].index(figure)
    rows = {row["code"]: row["counts"][place] for row in told["rows"]}
    return [rows[code] for code in codes]


def test_nothing_is_published_without_a_key(county: v.County, settings: Settings):
    settings.PUBLISHING_KEY = ""
    assert publish_due(today=v.TODAY, scope=everything()) == 0
    with pytest.raises(NotFound):
        published(area="430382", since=None, collector="province", at=v.NOON)


def test_it_is_signed_once_and_stays(county: v.County):
    assert publish_due(today=v.TODAY, scope=everything()) == 1
    row = PublishedCoverage.objects.get()
    assert is_signed(row.payload, row.signature, key=public_key(SECRET))
    v.household(county.grids[0], v.middle(0, 0))
    assert publish_due(today=v.TODAY, scope=everything()) == 0
    assert PublishedCoverage.objects.get().payload == row.payload


def test_a_signature_is_of_this_text_by_this_key(county: v.County):
    publish_due(today=v.TODAY, scope=everything())
    row = PublishedCoverage.objects.get()
    assert not is_signed(row.payload + " ", row.signature, key=public_key(SECRET))
    assert not is_signed(row.payload, row.signature, key=public_key(OTHER))
    assert not is_signed(row.payload, "no signature", key=public_key(SECRET))


def test_county_townships_and_villages_add_up_as_coverage_has_them(county: v.County):
    told = edition(v.TODAY)
    top, *below = numbers(told, "households", ["430382", "430382100", "430382101"])
    assert top == sum(map(int, below)) == 4
    answer = coverage(area=county.county, by="village", on=v.TODAY - dt.timedelta(days=1), scope=everything())
    for figure in told["figures"]:
        rows = [row for row in answer.rows if row.code]
        assert numbers(told, figure, [str(row.code) for row in rows]) == [row.counts[figure] for row in rows]
    assert {row["level"] for row in told["rows"]} == {"county", "township", "village"}


def test_an_ordinary_day_tells_nothing_sensitive(county: v.County):
    told = edition(v.TODAY)
    assert not {"special", "exempt", "visited", "never"} & {*told["figures"]}
    assert "households" in told["figures"] and "unlinked" in told["figures"]


def test_what_only_details_tell_is_never_told(county: v.County):
    assert not [name for name in edition(FIRST_OF_MONTH)["figures"] if answer_of(name) is CLOSED]


def test_the_end_of_a_month_hides_as_a_reader_without_details_is_told(
    county: v.County, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("geodata.base.periods.today", lambda: FIRST_OF_MONTH)
    v.category("low_income")
    for home in county.homes[:3]:
        v.care(home)
    told = edition(FIRST_OF_MONTH)
    reader = Scope((Grant(frozenset({Right.COUNTS}), code="430382"),))
    day = month_ends(FIRST_OF_MONTH)[0]
    for by in ("township", "village"):
        rows = [row for row in coverage(area=county.county, by=by, on=day, scope=reader).rows if row.code]
        for figure in told["figures"]:
            assert numbers(told, figure, [str(row.code) for row in rows]) == [
                row.told[figure] for row in rows
            ]
    special = numbers(told, "special", ["430382", "430382100", "430382100201", "430382100202"])
    assert not {1, 2, 3, 4} & {*special}


def test_who_takes_it_is_on_record(county: v.County):
    publish_due(today=v.TODAY, scope=everything())
    days = published(area="430382", since=None, collector="province", at=v.NOON)
    assert [row.day for row in days] == [v.TODAY - dt.timedelta(days=1)]
    entry = AccessEntry.objects.get(action="coverage_taken")
    assert (entry.subject, entry.details) == ("430382", {"who": "province", "rows": 1})


def test_days_since_one_come_in_their_order(county: v.County):
    for back in (3, 2, 1, 0):
        publish_due(today=v.TODAY - dt.timedelta(days=back), scope=everything())
    since = v.TODAY - dt.timedelta(days=3)
    days = published(area="430382", since=since, collector="province", at=v.NOON)
    assert [row.day for row in days] == [since + dt.timedelta(days=after) for after in range(3)]


def test_a_county_is_told_without_a_row_of_another(county: v.County):
    def told() -> str:
        return payload_of(county.county, day=v.TODAY, today=FIRST_OF_MONTH, scope=everything())

    alone = told()
    for code in ("430383", "430383100", "430383100201", "430383100201001"):
        neighbour = v.area(code)
    v.household(neighbour)
    assert told() == alone

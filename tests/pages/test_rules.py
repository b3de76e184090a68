"""The county office sets how often households are visited; nobody else does."""

import datetime as dt

import pytest

from geodata.base.periods import today
from geodata.coverage import facts
from geodata.visits.models import VisitRule
from tests import village as v


def form(**changes: object) -> dict[str, object]:
    usual = {"group": "lived_in", "area": "430382100201", "days": 60, "modes": ["door", "phone"]}
    return {**usual, "since": today().isoformat(), **changes}


def test_a_rule_is_set_and_holds_at_once(places, county):
    v.visit(places.homes[4], today(), by=county.user, mode="phone")
    assert county.post("/rules/", form()).status_code == 302
    page = county.text(f"/households/{places.homes[4].token}/")
    assert "every 60 days" in page and "by phone" in page
    assert facts.differences(on=today()) == []


def test_the_page_lists_rules_with_their_days(places, county):
    later = today() + dt.timedelta(days=9)
    county.post("/rules/", form(since=later.isoformat()))
    page = county.text("/rules/")
    assert f"From {later:%-d %b %Y}" in page and "Everywhere" in page


def test_a_wrong_value_is_told_beside_its_field(county):
    for wrong, said in (
        ({"since": "2020-01-01"}, "Past figures stay as they were counted"),
        ({"modes": ["phone"]}, "Visits at the door always count"),
        ({"days": 0}, "greater than or equal to 1"),
    ):
        answer = county.post("/rules/", form(**wrong))
        assert answer.status_code == 422 and said in answer.content.decode(), wrong
    assert county.post("/rules/", form(area="430381")).status_code == 404
    assert not VisitRule.objects.exclude(area=None).exists()


def test_a_rule_is_ended_from_tomorrow_on(county):
    county.post("/rules/", form())
    rule = VisitRule.objects.get(area__code="430382100201")
    VisitRule.objects.filter(pk=rule.pk).update(period=(today() - dt.timedelta(days=3), None))
    county.post("/rules/end/", {"rule": rule.pk})
    rule.refresh_from_db()
    assert rule.period.upper == today() + dt.timedelta(days=1)


@pytest.mark.parametrize(
    "who", ["insider", "neighbour", "outsider", "contact", "planner", "auditor", "administrator"]
)
def test_it_is_for_the_county_office_alone(request, county, who):
    other = request.getfixturevalue(who)
    assert (other.get("/rules/").status_code, other.post("/rules/", form()).status_code) == (403, 403)
    assert other.post("/rules/end/", {"rule": 1}).status_code == 403


def test_a_rule_of_everywhere_is_not_ended_here(county):
    assert county.post("/rules/end/", {"rule": VisitRule.objects.first().pk}).status_code == 404

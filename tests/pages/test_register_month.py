"""/register/month/: the balance of a month, its lists and its file, to those who keep the register of villages."""

import io

import openpyxl
import pytest

from geodata.audit.models import AccessEntry
from geodata.base.periods import today
from geodata.people.placing import occupy
from tests.roles import owner

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
HERE = "/register/month/"


@pytest.fixture(autouse=True)
def somebody_left(places):
    with owner():
        return occupy(household=places.homes[0], occupancy="moved_away", on=today())


def behind(number: str, area: str = "430382100201") -> str:
    return f"{HERE}households/?area={area}&month={today():%Y-%m}&number={number}"


def test_the_reader_sees_this_month_of_the_own_area_and_opens_each_number(insider, somebody_left):
    shown = insider.text(HERE)
    assert "Went otherwise" in shown and behind("went_otherwise").replace("&", "&amp;") in shown
    assert somebody_left.head_name in insider.text(behind("went_otherwise"))
    assert somebody_left.head_name in insider.text(behind("before"))
    assert somebody_left.head_name not in insider.text(behind("after"))


def test_lines_are_of_townships_and_of_villages_where_they_are_asked_for(county):
    assert "例西村" not in county.text(f"{HERE}?area=430382").split("<tbody")[1]
    assert "例西村" in county.text(f"{HERE}?area=430382&by=village").split("<tbody")[1]


def test_the_file_says_what_the_page_says_and_is_on_record(insider):
    answer = insider.get("/register/month.xlsx?area=430382100201")
    rows = list(openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).worksheets[0].values)
    heads = next(row for row in rows if row[0] == "Area code")
    total = dict(zip(heads, rows[rows.index(heads) + 2], strict=True))
    assert (total["Went otherwise"], total["Difference"]) == (1, -1)
    with owner():
        assert AccessEntry.objects.get(action="export").details["list"] == "register_month"


def test_a_neighbour_finds_none_of_it(neighbour):
    for path in (f"{HERE}?area=430382100201", behind("before"), "/register/month.xlsx?area=430382100201"):
        assert neighbour.get(path).status_code == 404


@pytest.mark.parametrize("who", ["planner", "contact", "auditor", "department"])
def test_who_keeps_no_register_of_a_village_does_not_open_it(request, who):
    for path in (HERE, behind("before"), "/register/month.xlsx"):
        assert request.getfixturevalue(who).get(path).status_code == 403


@pytest.mark.parametrize("path", [behind("lost"), behind(""), f"{HERE}households/"])
def test_no_number_is_no_list(county, path):
    assert county.get(path).status_code == 404


def test_a_month_to_come_is_told_and_the_present_one_shown(insider):
    assert f"{today():%Y-%m}" in insider.text(f"{HERE}?month=2999-01")

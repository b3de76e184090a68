"""/assignments/: a department reads its tasks and no need, and answers them."""

import pytest

from geodata.needs import moving
from geodata.needs.assigning import assign
from geodata.needs.beside_models import Assignment
from tests.needs.conftest import People, home, need, people, water
from tests.pages.conftest import Reader, reader

__all__ = ("home", "need", "people", "water")
pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def given(people: People, need, water) -> Assignment:
    """To the county's department of water."""
    people.village.does(moving.accept, need)
    people.village.does(moving.escalate, need, reason="例")
    people.township.does(moving.escalate, need, reason="例")
    made: Assignment = people.county.does(assign, need, task="例：勘测水源", department=water)
    return made


@pytest.fixture
def office(people: People) -> Reader:
    return reader(people.water.by)


def send(who: Reader, given: Assignment, move: str, *, version: int = 0, **told: object):
    given.refresh_from_db()
    values = {f"{move}-{name}": value for name, value in told.items()}
    values[f"{move}-version"] = version or given.version
    answer = who.post(f"/assignments/{given.pk}/answer/", {"move": move, **values})
    given.refresh_from_db()
    return answer


def test_a_department_is_told_the_task_and_no_name(office: Reader, given, need):
    for path in ("/assignments/", f"/assignments/{given.pk}/"):
        text = office.text(path)
        assert "例：勘测水源" in text and given.number in text
        for secret in (need.household.head_name, need.household.token, need.text, *need.household.phones):
            assert secret not in text
    assert office.get(f"/needs/{need.number}/").status_code == 403


def test_who_sees_the_need_goes_to_it_and_nobody_else_sees_the_task(people: People, given, need):
    path = f"/assignments/{given.pk}/"
    assert f"/needs/{need.number}/" in reader(people.county.by).text(path)
    assert reader(people.neighbour.by).get(path).status_code == 404
    for desk in (people.planner, people.auditor):
        assert {reader(desk.by).get(one).status_code for one in (path, "/assignments/")} == {403}


def test_it_is_refused_once_and_the_county_decides_about_the_next(people: People, office, given, need, water):
    assert "Let the county decide" not in office.text(f"/assignments/{given.pk}/")
    assert send(office, given, "refuse").status_code == 422
    assert send(office, given, "refuse", reason="例：不归水利").status_code == 302
    again = people.county.does(assign, need, task="例：还是水利", department=water)
    assert "Let the county decide" in office.text(f"/assignments/{again.pk}/")
    answer = send(office, again, "refuse", reason="例：真的不归")
    assert answer.status_code == 422 and "例：真的不归" in answer.content.decode()
    assert send(office, again, "refer", reason="例：请县里定").status_code == 302
    county = reader(people.county.by)
    assert "Decide whose it is" in county.text(f"/assignments/{again.pk}/")
    assert send(office, again, "decide").status_code == 403
    assert send(county, again, "decide").status_code == 302
    assert send(office, again, "accept").status_code == 302
    assert again.state == "accepted"


def test_more_time_is_asked_for_before_it_is_due(people: People, office, given, need):
    send(office, given, "accept")
    assert send(office, given, "extend_ask", reason="例：缺料").status_code == 422
    answer = send(office, given, "extend_ask", until="2026-01-01T08:00", reason="例：缺料")
    assert answer.status_code == 422 and "例：缺料" in answer.content.decode()


def test_one_of_them_is_supervised_and_answered_by_whose_it_is(people: People, office, given, need):
    page, county = f"/needs/{need.number}/", reader(people.county.by)
    assert (
        "勘测水源" in county.text(page).partition('name="supervise-assignment"')[2].partition("</select>")[0]
    )
    told = {"supervise-assignment": given.pk, "supervise-note": "例：请抓紧"}

    def supervise(**more: object):
        need.refresh_from_db()
        sent = {"move": "supervise", "supervise-version": need.version, **told, **more}
        return county.post(f"{page}move/", sent)

    assert supervise().status_code == 302
    made = given.supervisions.get()
    assert "例：请抓紧" in office.text(f"/assignments/{given.pk}/")
    assert office.post(f"/supervisions/{made.pk}/answer/", {"answer": "例：明天去"}).status_code == 302
    assert "例：明天去" in county.text(page)
    send(office, given, "accept")
    send(office, given, "done", answer="例：已勘测")
    for other in (given.pk, given.pk + 1000):
        assert supervise(**{"supervise-assignment": other}).status_code == 422
    assert need.supervisions.count() == 1
    # Who may not is told the same of one that is there and of one that is not.
    other = reader(people.village.by)
    for named in (given.pk, given.pk + 1000):
        sent = {"move": "supervise", "supervise-version": need.version, "supervise-assignment": named}
        assert other.post(f"{page}move/", sent).status_code == 403


def test_it_is_answered_on_the_version_that_was_seen(office, given):
    send(office, given, "accept")
    answer = send(office, given, "done", version=1, answer="例：办好了")
    assert answer.status_code == 422
    assert "changed by someone else" in answer.content.decode() and "例：办好了" in answer.content.decode()


def test_the_list_goes_on_page_by_page(people: People, office, given, monkeypatch, home):
    other = people.county.records(home, level=3, text="例")
    people.county.does(moving.accept, other)
    people.county.does(assign, other, task="例：第二件", department=given.department)
    monkeypatch.setattr("gridmap.pages.needs.assigned.PAGE", 1)
    first = office.text("/assignments/?which=all")
    assert 'rel="next"' in first
    path = first.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0].replace("&amp;", "&")
    second = office.text(f"/assignments/{path}")
    assert {"例：勘测水源" in first, "例：勘测水源" in second} == {True, False}
    assert {"例：第二件" in first, "例：第二件" in second} == {True, False}
    assert "Nothing is assigned" not in office.text("/assignments/?which=late")

"""An office imports by API: the same steps as the pages, and the same for others: nothing."""

import json

import pytest

from geodata.jobs.files import content
from geodata.jobs.models import Job
from geodata.jobs.running import run_now
from geodata.people.models import Household
from tests import village as v
from tests.imports.biff import write_xls
from tests.pages.conftest import reader

WEST = "430382100201"
HEAD = "村编码,户编号,户主姓名,经度,纬度,所属网格,联系电话"
NEW = f"{WEST},007,例甲,112.505,27.905,,10500000001"
PATH = "/api/v1/imports/"


@pytest.fixture
def made(bare_county, defaults):
    return bare_county


@pytest.fixture
def office(made):
    return reader(v.officer("village_officer", made.west))


def sent(who, method, path, body=None, **more):
    more = {"data": json.dumps(body or {}), "content_type": "application/json"} | more
    return who.client.generic(method, path, headers={"Accept-Language": "en"}, **more)


def uploaded(who, *rows, kind="households", name="roster.csv"):
    text = "\n".join([HEAD, *rows]).encode()
    return sent(
        who, "POST", f"{PATH}?kind={kind}&name={name}", data=text, content_type="application/octet-stream"
    )


def checked(who, *rows, **body):
    told = uploaded(who, *rows).json()
    address = f"{PATH}{told['id']}/"
    answer = sent(who, "PUT", f"{address}mapping/", {"mapping": told["mapping"], "datum": "wgs84"})
    assert answer.status_code == 200, answer.content
    answer = sent(who, "POST", f"{address}check/", body)
    assert answer.status_code == 200, answer.content
    return address, answer.json()


def test_a_workbook_of_excel_97_goes_the_same_way(office, tmp_path):
    cells = [HEAD.split(","), [*NEW.split(",")[:3], 112.505, 27.905, "", 10500000001.0]]
    data = write_xls(tmp_path / "roster.xls", cells).read_bytes()
    address = f"{PATH}?kind=households&name=roster.xls"
    told = sent(office, "POST", address, data=data, content_type="application/octet-stream").json()
    address = f"{PATH}{told['id']}/"
    sent(office, "PUT", f"{address}mapping/", {"mapping": told["mapping"], "datum": "wgs84"})
    assert sent(office, "POST", f"{address}check/", {}).json()["counts"]["new"] == 1
    sent(office, "POST", f"{address}apply/")
    run_now(Job.objects.latest("created"))
    home = Household.objects.get(number="007")
    assert (home.head_name, home.phones) == ("例甲", ["10500000001"])


def test_a_long_file_is_checked_in_the_background(office, settings):
    told = uploaded(office, NEW).json()
    settings.AT_ONCE_MS = 0
    address = f"{PATH}{told['id']}/"
    sent(office, "PUT", f"{address}mapping/", {"mapping": told["mapping"], "datum": "wgs84"})
    answer = sent(office, "POST", f"{address}check/", {})
    assert (answer.status_code, answer.json()["state"]) == (202, "checking")
    job = Job.objects.get(pk=answer.json()["job"])
    assert office.get(f"/api/v1/jobs/{job.pk}/").json()["state"] == "queued"
    run_now(job)
    assert office.get(address).json()["counts"]["new"] == 1


def test_a_large_file_is_read_in_the_background(office, settings):
    settings.AT_ONCE_MS = 0
    answer = uploaded(office, NEW)
    told = answer.json()
    assert (answer.status_code, told["kind"], told["state"], told["files"]) == (
        202,
        "imports.read",
        "queued",
        [],
    )
    assert uploaded(office, NEW).json()["id"] == told["id"]
    run_now(Job.objects.get(pk=told["id"]))
    done = office.get(f"/api/v1/jobs/{told['id']}/").json()
    found = office.get(f"{PATH}{done['result']['import']}/").json()
    assert (found["state"], found["rows"], found["name"]) == ("uploaded", 1, "roster.csv")


def waiting_upload(office, settings, *rows):
    settings.AT_ONCE_MS = 0
    return Job.objects.get(pk=uploaded(office, *rows).json()["id"])


def test_what_waits_for_its_job_lies_sealed_and_is_offered_to_nobody(office, settings):
    file = waiting_upload(office, settings, NEW).files.get()
    assert "例甲".encode() not in b"".join(content(file))
    assert [office.get(f"{start}files/{file.pk}/").status_code for start in ("/", "/api/v1/")] == [404, 404]


@pytest.mark.parametrize("end", ["done", "refused", "cancelled"])
def test_it_is_gone_when_its_job_has_ended_however_it_ends(office, settings, end):
    job = waiting_upload(office, settings, *[NEW] * (end != "refused"))
    if end == "cancelled":
        sent(office, "POST", f"/api/v1/jobs/{job.pk}/cancel/")
    else:
        run_now(job)
    job.refresh_from_db()
    assert (job.state, job.files.count()) == ({"refused": "failed"}.get(end, end), 0)
    assert ("no rows" in job.error) == (end == "refused")


def test_only_who_may_import_it_has_a_large_file_read(made, settings):
    settings.AT_ONCE_MS = 0
    auditor = reader(v.officer("auditor", None))
    assert uploaded(auditor, NEW).status_code == 403
    assert not Job.objects.exists()


def test_the_whole_way_and_back(office):
    address, told = checked(office, NEW)
    assert (told["state"], told["counts"]["new"]) == ("checked", 1)
    assert sent(office, "POST", f"{address}apply/").status_code == 202
    run_now(Job.objects.latest("created"))
    assert office.get(address).json()["state"] == "applied"
    assert Household.objects.get(number="007").head_name == "例甲"
    assert sent(office, "POST", f"{address}undo/").json()["state"] == "undone"
    assert not Household.objects.filter(number="007").exists()


def test_problems_are_rows_with_line_column_value_and_remedy(office):
    address, told = checked(office, NEW, f"{WEST},008,例乙,abc,27.9,,")
    assert told["counts"]["problems"] == 1
    [row] = office.get(f"{address}rows/?list=problems").json()["results"]
    assert (row["line"], row["column"], row["value"]) == (3, "经度", "abc")
    assert row["remedy"]
    assert sent(office, "POST", f"{address}apply/").status_code == 409


def test_rows_with_problems_are_left_out_when_asked(office):
    _address, told = checked(office, NEW, f"{WEST},008,例乙,abc,27.9,,", leave_out=True)
    assert (told["counts"]["problems"], told["counts"]["left_out"]) == (0, 1)


def test_a_question_is_told_with_its_choices_and_answered(office, made):
    row = f"{WEST},900,{made.homes[0].head_name},112.505,27.905,,"
    address, told = checked(office, row)
    assert [(one["key"], sorted(one["choices"]), one["answer"]) for one in told["questions"]] == [
        ("same", ["other", "same"], "")
    ]
    again = sent(office, "POST", f"{address}check/", {"answers": {"same.2": "other"}}).json()
    assert (again["counts"]["open"], again["counts"]["new"]) == (0, 1)


def test_what_stands_in_the_way_of_taking_back_is_a_problem_document(office):
    address, _told = checked(office, NEW)
    sent(office, "POST", f"{address}apply/")
    run_now(Job.objects.latest("created"))
    v.visit(Household.objects.get(number="007"), v.TODAY, by=v.user())
    answer = sent(office, "POST", f"{address}undo/")
    assert answer.status_code == 409
    assert "007 例甲" in answer.json()["errors"][0]["value"]
    told = office.get(address).json()
    assert (told["state"], [one["subject"] for one in told["obstacles"]]) == ("applied", ["007 例甲"])


@pytest.fixture
def undoing(office, settings):
    """The address of an import of many rows that is being taken back."""
    address, _told = checked(office, NEW)
    sent(office, "POST", f"{address}apply/")
    run_now(Job.objects.latest("created"))
    settings.AT_ONCE_MS = 0
    answer = sent(office, "POST", f"{address}undo/")
    assert (answer.status_code, answer.json()["state"]) == (202, "undoing")
    assert office.get(f"/api/v1/jobs/{answer.json()['job']}/").json()["kind"] == "imports.undo"
    return address


def test_many_rows_are_taken_back_in_the_background(office, undoing):
    assert sent(office, "POST", f"{undoing}undo/").status_code == 409
    run_now(Job.objects.get(kind="imports.undo"))
    assert office.get(undoing).json()["state"] == "undone"
    assert not Household.objects.filter(number="007").exists()


def test_what_a_job_found_in_the_way_is_told_by_the_import(office, undoing):
    v.visit(Household.objects.get(number="007"), v.TODAY, by=v.user())
    run_now(Job.objects.get(kind="imports.undo"))
    told = office.get(undoing).json()
    assert (told["state"], told["obstacles"][0]["subject"]) == ("applied", "007 例甲")


def test_only_its_user_sees_the_job_and_only_those_of_the_office_the_import(office, made, undoing):
    job = office.get(undoing).json()["job"]
    own = reader(v.officer("village_officer", made.west))
    assert own.get(undoing).json()["state"] == "undoing"
    assert own.get(f"/api/v1/jobs/{job}/").status_code == 404
    for place in (made.east, made.far):
        other = reader(v.officer("village_officer", place))
        assert other.get(undoing).status_code == 404
        assert sent(other, "POST", f"{undoing}undo/").status_code == 404


def test_a_file_that_is_none_is_a_problem_document(office):
    answer = uploaded(office, name="roster.exe")
    assert answer.status_code == 400
    assert answer["Content-Type"].startswith("application/problem+json")


def test_a_body_that_is_too_large_is_refused(office, monkeypatch):
    monkeypatch.setattr("api.parsers.limits", lambda: type("Small", (), {"bytes": 10})())
    assert uploaded(office, NEW).status_code == 413


def test_given_up_it_cannot_go_on(office):
    address, _told = checked(office, NEW)
    assert sent(office, "POST", f"{address}abandon/").json()["state"] == "abandoned"
    assert sent(office, "POST", f"{address}check/").status_code == 409


@pytest.mark.parametrize("place", ["east", "far"])
def test_the_neighbour_and_the_outsider_find_nothing(office, made, place):
    address, _told = checked(office, NEW)
    other = reader(v.officer("village_officer", getattr(made, place)))
    assert other.get(address).status_code == 404
    assert other.get(PATH).json()["results"] == []
    assert sent(other, "POST", f"{address}apply/").status_code == 404


def test_the_county_sees_the_imports_of_its_villages(office, made):
    address, _told = checked(office, NEW)
    county = reader(v.officer("county_officer", made.county))
    assert county.get(address).status_code == 200


@pytest.mark.parametrize("kind", ["auditor", "administrator"])
def test_without_the_right_nothing_is_answered(made, kind):
    who = reader(v.officer(kind, None))
    assert who.get(PATH).status_code == 403
    assert uploaded(who, NEW).status_code == 403

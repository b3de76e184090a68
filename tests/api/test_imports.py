"""An office imports by API: the same steps as the pages, and the same for others: nothing."""

import json

import pytest

from geodata.jobs.files import content
from geodata.jobs.models import Job
from geodata.jobs.running import run_now
from geodata.people.models import Household, Placement
from tests import village as v
from tests.files.test_geofiles import write, zipped
from tests.imports.biff import write_xls
from tests.pages.conftest import reader

WEST = "430382100201"
HEAD = "村编码,户编号,户主姓名,经度,纬度,所属网格,联系电话"
NEW = f"{WEST},007,例甲,112.505,27.905,,10500000001"
PATH = "/api/v1/imports/"


@pytest.fixture
def places(bare_county, defaults):
    return bare_county


@pytest.fixture
def office(places):
    return reader(v.officer("village_officer", places.west))


def sent(who, method, path, body=None, **more):
    more = {"data": json.dumps(body or {}), "content_type": "application/json"} | more
    return who.client.generic(method, path, headers={"Accept-Language": "en"}, **more)


def uploaded(who, *rows, kind="households", name="roster.csv", head=HEAD):
    text = "\n".join([head, *rows]).encode()
    return sent(
        who, "POST", f"{PATH}?kind={kind}&name={name}", data=text, content_type="application/octet-stream"
    )


def mapped(who, *rows, **more):
    answer = uploaded(who, *rows).json()
    address = f"{PATH}{answer['id']}/"
    return address, sent(
        who, "PUT", f"{address}mapping/", {"mapping": answer["mapping"], "datum": "wgs84", **more}
    )


def checked(who, *rows, **body):
    address, answer = mapped(who, *rows)
    assert answer.status_code == 200, answer.content
    answer = sent(who, "POST", f"{address}check/", body)
    assert answer.status_code == 200, answer.content
    return address, answer.json()


def test_a_workbook_of_excel_97_goes_the_same_way(office, tmp_path):
    cells = [HEAD.split(","), [*NEW.split(",")[:3], 112.505, 27.905, "", 10500000001.0]]
    data = write_xls(tmp_path / "roster.xls", cells).read_bytes()
    address = f"{PATH}?kind=households&name=roster.xls"
    answer = sent(office, "POST", address, data=data, content_type="application/octet-stream").json()
    address = f"{PATH}{answer['id']}/"
    sent(office, "PUT", f"{address}mapping/", {"mapping": answer["mapping"], "datum": "wgs84"})
    assert sent(office, "POST", f"{address}check/", {}).json()["counts"]["new"] == 1
    sent(office, "POST", f"{address}apply/")
    run_now(Job.objects.latest("created"))
    home = Household.objects.get(number="007")
    assert (home.head_name, home.phones) == ("例甲", ["10500000001"])


def test_a_long_file_is_checked_in_the_background(office, settings):
    body = uploaded(office, NEW).json()
    settings.AT_ONCE_MS = 0
    address = f"{PATH}{body['id']}/"
    sent(office, "PUT", f"{address}mapping/", {"mapping": body["mapping"], "datum": "wgs84"})
    answer = sent(office, "POST", f"{address}check/", {})
    assert (answer.status_code, answer.json()["state"]) == (202, "checking")
    job = Job.objects.get(pk=answer.json()["job"])
    assert office.get(f"/api/v1/jobs/{job.pk}/").json()["state"] == "queued"
    run_now(job)
    assert office.get(address).json()["counts"]["new"] == 1


def test_a_large_file_is_read_in_the_background(office, settings):
    settings.AT_ONCE_MS = 0
    answer = uploaded(office, NEW)
    document = answer.json()
    assert (answer.status_code, document["kind"], document["state"], document["files"]) == (
        202,
        "imports.read",
        "queued",
        [],
    )
    assert uploaded(office, NEW).json()["id"] == document["id"]
    run_now(Job.objects.get(pk=document["id"]))
    done = office.get(f"/api/v1/jobs/{document['id']}/").json()
    body = office.get(f"{PATH}{done['result']['import']}/").json()
    assert (body["state"], body["rows"], body["name"]) == ("uploaded", 1, "roster.csv")


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


def test_only_who_may_import_it_has_a_large_file_read(places, settings):
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


def test_new_households_are_known_since_the_day_that_was_sent(office):
    address, answer = mapped(office, NEW, since="2024-05-01")
    assert answer.json()["options"]["since"] == "2024-05-01"
    assert sent(office, "POST", f"{address}check/").status_code == 200
    sent(office, "POST", f"{address}apply/")
    run_now(Job.objects.latest("created"))
    assert Placement.objects.get(household__number="007").period.lower.isoformat() == "2024-05-01"


@pytest.mark.parametrize("day", ["2024-02-31", "1999-12-31", "2999-01-01", "1 May 2024"])
def test_a_day_since_which_nobody_can_be_known_is_a_problem_of_that_field(office, day):
    address, answer = mapped(office, NEW, since=day)
    if answer.status_code == 200:
        answer = sent(office, "POST", f"{address}check/")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "since")
    assert not Household.objects.filter(number="007").exists()


def test_a_day_is_refused_where_an_import_has_no_use_for_it(office):
    document = uploaded(
        office, f"{WEST},007,2025-02-03,u1", kind="visits", head="村编码,户编号,走访日期,走访人"
    ).json()
    body = {"mapping": document["mapping"], "datum": "", "since": "2024-05-01"}
    answer = sent(office, "PUT", f"{PATH}{document['id']}/mapping/", body)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "since")


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


def test_a_question_is_told_with_its_choices_and_answered(office, places):
    row = f"{WEST},900,{places.homes[0].head_name},112.505,27.905,,"
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
    body = office.get(address).json()
    assert (body["state"], [one["subject"] for one in body["obstacles"]]) == ("applied", ["007 例甲"])


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
    answer = office.get(undoing).json()
    assert (answer["state"], answer["obstacles"][0]["subject"]) == ("applied", "007 例甲")


def test_only_its_user_sees_the_job_and_only_those_of_the_office_the_import(office, places, undoing):
    job = office.get(undoing).json()["job"]
    own = reader(v.officer("village_officer", places.west))
    assert own.get(undoing).json()["state"] == "undoing"
    assert own.get(f"/api/v1/jobs/{job}/").status_code == 404
    for place in (places.east, places.far):
        other = reader(v.officer("village_officer", place))
        assert other.get(undoing).status_code == 404
        assert sent(other, "POST", f"{undoing}undo/").status_code == 404


def test_a_file_that_is_none_is_a_problem_document(office):
    answer = uploaded(office, name="roster.exe")
    assert answer.status_code == 400
    assert answer["Content-Type"].startswith("application/problem+json")


def test_a_body_that_is_too_large_is_refused(office, monkeypatch):
    monkeypatch.setattr("api.base.parsers.limits", lambda: type("Small", (), {"bytes": 10})())
    assert uploaded(office, NEW).status_code == 413


def test_given_up_it_cannot_go_on(office):
    address, _told = checked(office, NEW)
    assert sent(office, "POST", f"{address}abandon/").json()["state"] == "abandoned"
    assert sent(office, "POST", f"{address}check/").status_code == 409


def test_the_county_sees_the_imports_of_its_villages(office, places):
    address, _told = checked(office, NEW)
    county = reader(v.officer("county_officer", places.county))
    assert county.get(address).status_code == 200


@pytest.mark.parametrize("kind", ["auditor", "administrator"])
def test_without_the_right_nothing_is_answered(places, kind):
    who = reader(v.officer(kind, None))
    assert who.get(PATH).status_code == 403
    assert uploaded(who, NEW).status_code == 403


def test_a_shapefile_whose_encoding_is_in_doubt_is_read_once_it_is_chosen(office, tmp_path):
    path = write(tmp_path / "homes.shp", names=["例东组", "陈东"], encoding="GB18030")
    path.with_suffix(".cpg").write_text("BIG5", encoding="ascii")
    data, address = zipped(path).read_bytes(), f"{PATH}?kind=households&name=homes.zip"
    doubt = sent(office, "POST", address, data=data, content_type="application/octet-stream")
    assert (doubt.status_code, doubt.json()["errors"][0]["field"]) == (400, "encoding")
    chosen = f"{address}&encoding=gb18030"
    answer = sent(office, "POST", chosen, data=data, content_type="application/octet-stream")
    assert (answer.status_code, answer.json()["rows"]) == (201, 2)

"""An office imports a file through the pages, from the upload to taking it back."""

import io
import math
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from geodata.audit.models import AccessEntry
from geodata.imports.models import ImportRun
from geodata.jobs import at_once
from geodata.jobs.models import Job
from geodata.jobs.running import run_now
from geodata.people.models import Household, Placement
from geodata.posts.models import Post
from tests import village as v
from tests.files.test_geofiles import write, zipped
from tests.pages.conftest import reader

WEST, EAST = "430382100201", "430382100202"
HEAD = "村编码,户编号,户主姓名,经度,纬度,所属网格,联系电话"
NEW = f"{WEST},007,例甲,112.505,27.905,,10500000001"
S = ImportRun.State


def sent_in(
    who: Any, *rows: str, head: str = HEAD, kind: str = "households", name: str = "roster.csv"
) -> str:
    """Where the upload leads to."""
    file = SimpleUploadedFile(name, "\n".join([head, *rows]).encode())
    answer = who.post("/imports/new/", {"kind": kind, "file": file, "layer": ""})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.url)


def upload(who: Any, *rows: str, **more: str) -> ImportRun:
    sent_in(who, *rows, **more)
    return ImportRun.objects.latest("pk")


def columns(run: ImportRun, **other: str) -> dict[str, str]:
    told = {f"column.{n}": run.mapping[name] for n, name in enumerate(run.recognised["headings"])}
    return told | {name.replace("_", "."): field for name, field in other.items()}


def checked(who: Any, *rows: str, datum: str = "wgs84", **other: Any) -> ImportRun:
    run = upload(who, *rows, **other)
    answer = who.post(f"/imports/{run.pk}/columns/", columns(run))
    if answer.url.endswith("/place/"):
        answer = who.post(f"/imports/{run.pk}/place/", {"datum": datum})
    assert answer.status_code == 302, answer.content.decode()
    return ImportRun.objects.get(pk=run.pk)


def written(who: Any, run: ImportRun) -> ImportRun:
    assert who.post(f"/imports/{run.pk}/apply/", {}).status_code == 302
    run_now(Job.objects.latest("created"))
    return ImportRun.objects.get(pk=run.pk)


def test_an_office_without_imports_is_told_what_can_come_in(insider):
    page = insider.text("/imports/")
    assert "Nothing has been imported here yet" in page
    assert "Imports" in page


def test_the_proposed_columns_are_shown_with_values(insider):
    run = upload(insider, NEW)
    page = insider.text(f"/imports/{run.pk}/columns/")
    assert '<option value="head_name" selected>' in page
    assert "例甲" in page


def test_a_column_is_corrected_by_hand(insider):
    run = upload(insider, f"{WEST},007,例甲,例路1号", head="村编码,户编号,户主,怪名")
    answer = insider.post(f"/imports/{run.pk}/columns/", columns(run, column_3="address"))
    assert answer.url == f"/imports/{run.pk}/"
    assert "007 例甲" in insider.text(f"/imports/{run.pk}/new/")
    assert ImportRun.objects.get(pk=run.pk).mapping["怪名"] == "address"


def test_the_datum_is_asked_with_evidence_and_ten_points(insider, places):
    home = places.homes[0]
    run = upload(insider, f"{WEST},{home.number},{home.head_name},112.505,27.905,001,")
    insider.post(f"/imports/{run.pk}/columns/", columns(run))
    page = insider.text(f"/imports/{run.pk}/place/?datum=gcj02")
    assert 'value="bd09"' in page
    assert "gridmap.spots" in page
    assert "0 m" in page


def test_points_keep_their_numbers_on_the_map_where_one_lies_elsewhere(insider):
    rows = [f"{WEST},9{n:02d},例{n},{lon},27.905,," for n, lon in enumerate((112.501, 12.5, 112.503))]
    run = upload(insider, *rows)
    insider.post(f"/imports/{run.pk}/columns/", columns(run))
    page = insider.text(f"/imports/{run.pk}/place/?datum=wgs84")
    assert "[1, 27.905, 112.501], [3, 27.905, 112.503]" in page
    assert page.count("Not on the map") == 1


def test_without_a_datum_the_page_says_so(insider):
    run = upload(insider, NEW)
    insider.post(f"/imports/{run.pk}/columns/", columns(run))
    answer = insider.post(f"/imports/{run.pk}/place/", {})
    assert answer.status_code == 422
    assert "does not say in which datum" in answer.content.decode()


def test_what_would_happen_is_shown_before_anything_is_written(insider, places):
    before = Household.objects.count()
    home = places.homes[0]
    run = checked(insider, NEW, f"{WEST},{home.number},例改名,,,,")
    page = insider.text(f"/imports/{run.pk}/")
    assert "1 new and 1 changed rows will be imported" in page
    assert "例改名" in insider.text(f"/imports/{run.pk}/changed/")
    assert str(places.homes[1]) in insider.text(f"/imports/{run.pk}/gone/")
    assert Household.objects.count() == before


def test_it_is_written_by_a_job_and_taken_back(insider):
    run = written(insider, checked(insider, NEW))
    assert run.state == S.APPLIED
    assert Household.objects.get(number="007").head_name == "例甲"
    assert "Undo this import" in insider.text(f"/imports/{run.pk}/")
    assert insider.post(f"/imports/{run.pk}/undo/", {}).status_code == 302
    assert not Household.objects.filter(number="007").exists()
    assert "Undone" in insider.text(f"/imports/{run.pk}/")


def test_posts_that_a_file_fills_and_ends_are_on_record_one_by_one(insider, auditor):
    head = "网格编码,职务,姓名,手机号,任职日期,离任日期,登录名"
    run = written(
        insider, checked(insider, f"{WEST}001,网格长,例长,10500000001,,,", head=head, kind="leaders")
    )
    assert run.state == S.APPLIED
    post = Post.objects.get(kind="small_leader", area__code=f"{WEST}001")
    posts = AccessEntry.objects.filter(details__post="small_leader").order_by("at")
    filled = posts.get()
    assert (filled.action, filled.user, filled.subject) == ("post_filled", insider.user, post.user.username)
    assert filled.details == {"post": "small_leader", "area": f"{WEST}001", "import": run.pk}
    whole = AccessEntry.objects.get(action="import_written")
    assert (whole.subject, whole.details["new"], whole.details["kind"]) == (WEST, 1, "leaders")
    assert whole.request_id
    insider.post(f"/imports/{run.pk}/undo/", {})
    assert posts.last().action == "post_ended"
    assert AccessEntry.objects.filter(action="import_undone").count() == 1
    page = auditor.text("/records/")
    for words in ("Carried out an import", "Undid an import", "Uploaded an import or went on with it"):
        assert words in page


def test_while_it_is_written_the_page_follows_the_job(insider):
    run = checked(insider, NEW)
    insider.post(f"/imports/{run.pk}/apply/", {})
    Job.objects.update(state="running", done=30, total=120, step="例步骤", step_began=v.NOON, moved=v.NOON)
    page = insider.text(f"/imports/{run.pk}/")
    assert "data-poll" in page and "30 of 120" in page and "例步骤" in page


def test_a_cancelled_job_leaves_it_checked_with_the_reason(insider):
    run = checked(insider, NEW)
    insider.post(f"/imports/{run.pk}/apply/", {})
    Job.objects.update(state="cancelled", finished=v.NOON)
    assert "The import was cancelled" in insider.text(f"/imports/{run.pk}/")
    assert ImportRun.objects.get(pk=run.pk).state == S.CHECKED


@pytest.fixture
def in_the_background(monkeypatch):
    monkeypatch.setitem(at_once.MICROSECONDS, "import.check", math.inf)


def test_a_large_file_is_read_by_a_job_that_leads_on_to_the_columns(insider, settings):
    settings.AT_ONCE_MS = 0
    address = sent_in(insider, NEW)
    page = insider.text(address)
    assert "Read an uploaded file" in page and "roster.csv" in page and "<h2>Files</h2>" not in page
    run_now(Job.objects.get())
    onwards = f"/imports/{ImportRun.objects.get().pk}/columns/"
    assert onwards in insider.text(address)
    assert "例甲" in insider.text(onwards)


def test_a_large_file_that_is_none_is_refused_by_its_job(insider, settings):
    settings.AT_ONCE_MS = 0
    address = sent_in(insider)
    run_now(Job.objects.get())
    assert "The file has headings, but no rows." in insider.text(address)
    assert not ImportRun.objects.exists()


def test_many_rows_to_mend_are_made_by_a_job(insider, monkeypatch):
    run = checked(insider, f"{WEST},008,例乙,abc,27.9,,")
    monkeypatch.setitem(at_once.MICROSECONDS, "mending.xlsx", math.inf)
    assert "This list has more than 0 rows" in insider.text(f"/imports/{run.pk}/problems.xlsx")
    insider.post(f"/imports/{run.pk}/problems.xlsx", {})
    job = run_now(Job.objects.get())
    assert (job.state, job.result["record"]["rows"], job.files.count()) == ("done", 1, 1)


def test_a_long_file_is_checked_by_a_job_that_the_page_follows(insider, in_the_background):
    run = checked(insider, NEW)
    assert run.state == S.CHECKING
    job, page = Job.objects.get(), insider.text(f"/imports/{run.pk}/")
    assert f'data-poll="/jobs/{job.pk}/"' in page and f"/jobs/{job.pk}/cancel/" in page
    run_now(job)
    assert "1 new and 0 changed rows will be imported" in insider.text(f"/imports/{run.pk}/")


def test_a_cancelled_check_leaves_the_columns_as_confirmed_with_the_reason(insider, in_the_background):
    run = checked(insider, NEW)
    answer = insider.post(f"/jobs/{Job.objects.get().pk}/cancel/", {"import": run.pk})
    assert answer.url == f"/imports/{run.pk}/"
    assert insider.get(answer.url).url == f"/imports/{run.pk}/place/"
    assert "Checking was cancelled." in insider.text(f"/imports/{run.pk}/place/")
    assert ImportRun.objects.get(pk=run.pk).state == S.MAPPED


def test_a_file_that_a_job_cannot_understand_says_why(insider, in_the_background):
    run = checked(insider, NEW, datum="")
    run_now(Job.objects.get())
    assert "does not say in which datum" in insider.text(f"/imports/{run.pk}/place/")


def test_while_it_is_checked_nothing_else_can_be_decided(insider, in_the_background):
    run = checked(insider, NEW)
    assert insider.post(f"/imports/{run.pk}/apply/", {}).status_code == 409
    assert insider.post(f"/imports/{run.pk}/answers/", {"leave_out": "yes"}).status_code == 409
    assert insider.post(f"/imports/{run.pk}/abandon/", {}).status_code == 409
    assert insider.post(f"/imports/{run.pk}/columns/", columns(run)).status_code == 422


def test_a_colleague_of_the_office_sees_that_it_is_checked_but_not_the_job(
    insider, in_the_background, places
):
    run = checked(insider, NEW)
    page = reader(v.officer("village_officer", places.west)).text(f"/imports/{run.pk}/")
    assert "data-again" in page and "data-poll" not in page


def test_what_stands_in_the_way_of_taking_back_is_named(insider):
    run = written(insider, checked(insider, NEW))
    v.visit(Household.objects.get(number="007"), v.TODAY, by=v.user())
    answer = insider.post(f"/imports/{run.pk}/undo/", {})
    assert answer.status_code == 409
    assert "007 例甲" in answer.content.decode()
    assert ImportRun.objects.get(pk=run.pk).state == S.APPLIED
    assert "007 例甲" in insider.text(f"/imports/{run.pk}/")


@pytest.fixture
def undoing(insider, settings):
    """An import of many rows that is being taken back, and its job."""
    run = written(insider, checked(insider, NEW))
    settings.AT_ONCE_MS = 0
    assert insider.post(f"/imports/{run.pk}/undo/", {}).url == f"/imports/{run.pk}/"
    return ImportRun.objects.get(pk=run.pk), Job.objects.get(kind="imports.undo")


def test_many_rows_are_taken_back_by_a_job_that_the_page_follows(insider, undoing):
    run, job = undoing
    assert (run.state, Household.objects.filter(number="007").exists()) == (S.UNDOING, True)
    page = insider.text(f"/imports/{run.pk}/")
    assert "Being undone" in page and "Undo this import" not in page
    assert f'data-poll="/jobs/{job.pk}/"' in page and f"/jobs/{job.pk}/cancel/" in page
    run_now(job)
    assert "Undone at" in insider.text(f"/imports/{run.pk}/")
    assert not Household.objects.filter(number="007").exists()
    assert job.result == {"undone": True, "page": f"/imports/{run.pk}/"} and job.step == "Undone"


def test_what_a_job_finds_in_the_way_is_named_on_the_page(insider, undoing):
    run, job = undoing
    v.visit(Household.objects.get(number="007"), v.TODAY, by=v.user())
    run_now(job)
    page = insider.text(f"/imports/{run.pk}/")
    assert 'id="obstacles"' in page and "007 例甲" in page and "Undo this import" in page
    assert "something is in the way" in insider.text(f"/jobs/{job.pk}/")
    assert ImportRun.objects.get(pk=run.pk).state == S.APPLIED


def test_taking_back_is_cancelled_and_nothing_is_taken_back(insider, undoing):
    run, job = undoing
    insider.post(f"/jobs/{job.pk}/cancel/", {"import": run.pk})
    page = insider.text(f"/imports/{run.pk}/")
    assert "Undoing was cancelled. Nothing was undone." in page and "Undo this import" in page
    assert Household.objects.filter(number="007").exists()


def test_what_one_has_cancelled_others_of_the_area_can_go_on_with(insider, county, undoing):
    run, job = undoing
    assert "Being undone" in county.text(f"/imports/{run.pk}/")
    insider.post(f"/jobs/{job.pk}/cancel/", {})
    page = county.text(f"/imports/{run.pk}/")
    assert "Undoing was cancelled." in page and "Undo this import" in page


def test_while_it_is_taken_back_nothing_else_can_be_done(insider, undoing):
    run, _job = undoing
    for step in ("undo/", "apply/", "answers/", "abandon/"):
        assert insider.post(f"/imports/{run.pk}/{step}", {}).status_code == 409
    assert Job.objects.filter(kind="imports.undo").count() == 1


def test_a_colleague_sees_that_it_is_taken_back_but_not_the_job(undoing, places, neighbour, outsider):
    run, job = undoing
    colleague = reader(v.officer("village_officer", places.west))
    page = colleague.text(f"/imports/{run.pk}/")
    assert "Being undone" in page and "data-again" in page and "data-poll" not in page
    assert [who.get(f"/jobs/{job.pk}/").status_code for who in (colleague, neighbour, outsider)] == [404] * 3
    assert [who.get(f"/imports/{run.pk}/").status_code for who in (neighbour, outsider)] == [404, 404]


def test_the_same_file_again_says_no_change(insider):
    written(insider, checked(insider, NEW))
    run = checked(insider, NEW)
    page = insider.text(f"/imports/{run.pk}/")
    assert "No change" in page
    assert "Import now" not in page


def test_problems_are_told_by_line_column_value_and_remedy(insider):
    run = checked(insider, NEW, f"{WEST},008,例乙,abc,27.9,,")
    page = insider.text(f"/imports/{run.pk}/problems/")
    assert all(word in page for word in ('data-label="Line">3</th>', "经度", "abc", "This is not a number."))
    assert "Import now" not in insider.text(f"/imports/{run.pk}/")
    assert insider.post(f"/imports/{run.pk}/apply/", {}).status_code == 409


def test_a_row_with_a_problem_is_told_neither_as_new_nor_as_changed(insider, places):
    home = places.homes[0]
    run = checked(insider, NEW, f"{WEST},{home.number},例改,abc,27.9,,", f"{WEST},008,例乙,abc,27.9,,")
    assert [run.counts[name] for name in ("new", "changed", "changes", "problems")] == [1, 0, {}, 2]
    assert "例改" not in insider.text(f"/imports/{run.pk}/changed/")
    assert "008" not in insider.text(f"/imports/{run.pk}/new/")


def test_a_row_with_a_problem_is_told_once(insider):
    run = checked(insider, NEW, f"{WEST},008,例乙,112.5305,27.905,,电话不详")
    assert (run.counts["problems"], run.counts["remarks"]) == (1, 0)


def test_each_problem_has_its_own_remedy_where_they_differ(insider):
    run = checked(insider, NEW, NEW, f"{WEST},008,例乙,,,,", f"{WEST},008,例乙,,,,")
    page = insider.text(f"/imports/{run.pk}/")
    assert "the other is in line 2" in page and "the other is in line 4" in page


def test_what_coordinates_were_said_to_stand_in_is_told_in_words(insider):
    run = checked(insider, f"{WEST},007,例甲,,,,", f"{WEST},008,例乙,112.51,27.91,,", datum="gcj02")
    assert "GCJ-02 (phone maps)" in insider.text(f"/imports/{run.pk}/")


def test_rows_with_problems_come_as_a_workbook_to_mend_and_upload_again(insider):
    run = checked(insider, NEW, f"{WEST},008,=例乙,abc,27.9,,")
    book = insider.get(f"/imports/{run.pk}/problems.xlsx").getvalue()
    rows = list(openpyxl.load_workbook(io.BytesIO(book)).active.iter_rows(values_only=True))
    assert rows[0][:3] == ("村编码", "户编号", "户主姓名") and rows[0][-2:] == ("Problem", "Remedy")
    assert rows[1][:4] == (WEST, "008", "=例乙", "abc")
    assert len(rows) == 2
    file = SimpleUploadedFile("mended.xlsx", book)
    assert insider.post("/imports/new/", {"kind": "households", "file": file}).status_code == 302
    assert AccessEntry.objects.filter(action="export", details__import=run.pk).exists()


def test_rows_with_problems_are_left_out_on_demand(insider):
    run = checked(insider, NEW, f"{WEST},008,例乙,abc,27.9,,")
    insider.post(f"/imports/{run.pk}/answers/", {"leave_out": "yes"})
    run = written(insider, ImportRun.objects.get(pk=run.pk))
    assert (run.state, Household.objects.filter(number__in=["007", "008"]).count()) == (S.APPLIED, 1)
    assert insider.get(f"/imports/{run.pk}/problems.xlsx").status_code == 200


def test_a_row_that_is_left_out_is_not_missing_from_the_file(insider, places):
    home = places.homes[0]
    run = checked(insider, f"{WEST},{home.number},{home.head_name},abc,27.9,,")
    gone = run.counts["gone"]
    insider.post(f"/imports/{run.pk}/answers/", {"leave_out": "yes"})
    run.refresh_from_db()
    assert (run.counts["gone"], run.counts["left_out"]) == (gone, 1)
    assert str(home) not in insider.text(f"/imports/{run.pk}/gone/")


def test_a_question_is_answered_on_the_page(insider, places):
    home = places.homes[0]
    run = checked(insider, f"{WEST},900,{home.head_name},112.505,27.905,,")
    page = insider.text(f"/imports/{run.pk}/")
    assert 'name="answer.same"' in page and 'name="answer.same.2"' in page
    insider.post(f"/imports/{run.pk}/answers/", {"answer.same": "", "answer.same.2": "other"})
    assert "Import now" in insider.text(f"/imports/{run.pk}/")


def test_the_register_that_changed_meanwhile_is_shown_again(insider):
    run = checked(insider, NEW)
    written(insider, checked(insider, NEW.replace("例甲", "例丁")))
    run = written(insider, run)
    assert run.state == S.CHECKED
    assert "has changed since this was shown" in insider.text(f"/imports/{run.pk}/")


def test_id_numbers_are_dropped_and_said_so(insider):
    run = upload(insider, f"{WEST},007,例甲,11010119900307773X", head="村编码,户编号,户主姓名,身份证号")
    page = insider.text(f"/imports/{run.pk}/columns/")
    assert "holds ID numbers and was dropped" in page
    assert "11010119900307773X" not in page


def test_given_up_it_stays_in_the_list(insider):
    run = checked(insider, NEW)
    assert insider.post(f"/imports/{run.pk}/abandon/", {}).url == "/imports/"
    assert "discarded" in insider.text("/imports/")
    assert insider.get(f"/imports/{run.pk}/").status_code == 200


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("roster.csv", b"", "empty"),
        ("roster.csv", "户编号,户主姓名\n".encode(), "no rows"),
        ("roster.exe", b"MZ", "are not supported"),
        ("roster.xlsx", b"PK\x03\x04 no zip", "Excel workbook"),
    ],
)
def test_a_file_that_is_none_is_refused_in_words(insider, name, content, words):
    answer = insider.post("/imports/new/", {"kind": "households", "file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not ImportRun.objects.exists()


def test_a_file_that_is_too_large_is_left_out_and_said_so(insider, monkeypatch):
    monkeypatch.setattr("gridmap.uploads.limits", lambda: type("Small", (), {"bytes": 10})())
    answer = insider.post(
        "/imports/new/", {"kind": "households", "file": SimpleUploadedFile("a.csv", b"x" * 99)}
    )
    assert answer.status_code == 422
    assert "No file was received, or it is larger than" in answer.content.decode()


def test_uploads_have_a_rate(insider, settings):
    settings.IMPORT_RATE = "1/hour"
    upload(insider, NEW)
    file = SimpleUploadedFile("roster.csv", f"{HEAD}\n{NEW}".encode())
    assert insider.post("/imports/new/", {"kind": "households", "file": file}).status_code == 429


STEPS = [
    "",
    "columns/",
    "place/",
    "new/",
    "changed/",
    "gone/",
    "problems/",
    "remarks/",
    "left_out/",
    "problems.xlsx",
]


@pytest.mark.parametrize("step", STEPS)
def test_the_office_and_the_county_find_each_step(insider, county, step):
    run = checked(insider, NEW, f"{WEST},008,例乙,abc,27.9,,")
    path = f"/imports/{run.pk}/{step}"
    assert [who.get(path).status_code for who in (insider, county)] == [200, 200]


@pytest.mark.parametrize("step", ["columns/", "place/", "answers/", "apply/", "undo/", "abandon/"])
def test_others_change_nothing(insider, neighbour, outsider, planner, contact, step):
    run = checked(insider, NEW)
    answers = [
        who.post(f"/imports/{run.pk}/{step}", {}).status_code for who in (neighbour, outsider, planner)
    ]
    assert answers == [404, 404, 404]
    assert contact.post(f"/imports/{run.pk}/{step}", {}).status_code == 403


@pytest.mark.parametrize("who", ["contact", "auditor", "administrator", "department"])
def test_without_the_right_there_is_no_import(request, who):
    someone = request.getfixturevalue(who)
    assert [someone.get(path).status_code for path in ("/imports/", "/imports/new/")] == [403, 403]


def test_a_planner_imports_areas_and_no_households(planner):
    page = planner.text("/imports/new/")
    assert 'value="areas"' in page and 'value="households"' not in page
    run = checked(planner, "430382100203,例新村", head="code,name", kind="areas", name="areas.csv")
    assert written(planner, run).state == S.APPLIED


@pytest.mark.parametrize("name", ["{{7*7}}", "<img src=x onerror=alert(1)>", "{% load x %}"])
def test_hostile_text_in_a_file_is_shown_as_text(insider, name):
    run = upload(insider, f'{WEST},007,"{name}",112.505,27.905,,', name="a.csv")
    insider.post(f"/imports/{run.pk}/columns/", columns(run))
    for step in ("columns/", "place/"):
        page = insider.text(f"/imports/{run.pk}/{step}")
        assert "<img src=x" not in page and "49" not in page.split(f"{WEST}")[-1][:40]
    insider.post(f"/imports/{run.pk}/place/", {"datum": "wgs84"})
    assert "<img src=x" not in insider.text(f"/imports/{run.pk}/new/")


def test_new_households_are_known_since_the_day_that_the_page_was_told(insider):
    run = upload(insider, NEW)
    insider.post(f"/imports/{run.pk}/columns/", columns(run) | {"since": "2024-05-01"})
    assert 'value="2024-05-01"' in insider.text(f"/imports/{run.pk}/columns/")
    insider.post(f"/imports/{run.pk}/place/", {"datum": "wgs84"})
    written(insider, run)
    assert Placement.objects.get(household__number="007").period.lower.isoformat() == "2024-05-01"


@pytest.mark.parametrize("day", ["2024-02-31", "1999-12-31", "2999-01-01"])
def test_a_day_since_which_nobody_can_be_known_is_refused(insider, day):
    run = upload(insider, NEW)
    answers = [insider.post(f"/imports/{run.pk}/columns/", columns(run) | {"since": day})]
    answers.append(insider.post(f"/imports/{run.pk}/place/", {"datum": "wgs84"}))
    assert answers[0].status_code == 422 or answers[1].status_code == 422
    assert ImportRun.objects.get(pk=run.pk).state != S.CHECKED


def test_the_encoding_of_a_shapefile_can_be_chosen(insider, tmp_path):
    path = write(tmp_path / "homes.shp", names=["例东组", "陈东"], encoding="GB18030")
    path.with_suffix(".cpg").write_text("BIG5", encoding="ascii")
    told = {"kind": "households", "layer": ""}
    zip_of = zipped(path).read_bytes()
    refused = insider.post("/imports/new/", told | {"file": SimpleUploadedFile("homes.zip", zip_of)})
    assert refused.status_code == 422
    assert "例东组" in refused.content.decode()
    file = SimpleUploadedFile("homes.zip", zip_of)
    assert insider.post("/imports/new/", told | {"file": file, "encoding": "gb18030"}).status_code == 302

"""/today/: whom I look after, in the order of who waits longest; and the ledger."""

import datetime as dt
import json
import re
from pathlib import Path

import pytest
from django.conf import settings

from geodata.jobs import files
from geodata.jobs.models import Job
from geodata.jobs.running import run_now
from geodata.periods import today
from gridmap.pages.today import TEMPLATES
from tests import village as v


def test_a_contact_member_begins_here(places, contact):
    assert contact.get("/").url == "/today/"
    page = contact.text("/today/")
    assert places.homes[0].head_name in page and places.homes[4].head_name not in page
    assert ": every 31 days, last met 3 days ago" in page


def test_a_grid_leader_sees_the_grid_the_longest_waiting_first(places, by_post):
    page = by_post("small_leader", places.grids[0]).text("/today/")
    assert page.index(places.homes[4].head_name) < page.index(places.homes[0].head_name)


def test_special_and_overdue_come_first(places, by_post):
    v.care(places.homes[1], "low_income")
    page = by_post("small_leader", places.grids[1]).text("/today/")
    assert "Special and overdue 1" in page


def test_an_office_keeps_its_figures_and_may_look_here(insider):
    assert insider.get("/").status_code == 200
    assert "You look after no household today" in insider.text("/today/")


@pytest.mark.parametrize("who", ["planner", "auditor", "administrator", "department"])
def test_who_records_no_visits_has_no_such_page(request, who):
    assert request.getfixturevalue(who).get("/today/").status_code == 403


def test_the_four_figures_stand_above_and_open_into_the_ledger(places, contact):
    v.visit(places.homes[0], today(), by=contact.user, visitors=(contact.user.pk, v.user().pk))
    page = contact.text("/today/")
    assert "</b> visits" in page and "<b>3</b> person-times" in page
    assert "(1 / 1)" in page and "/visits/?first=" in page


def test_only_here_may_the_position_be_asked_for(contact):
    assert "geolocation=(self)" in contact.get("/today/")["Permissions-Policy"]
    assert "geolocation=()" in contact.get("/visits/")["Permissions-Policy"]


def test_the_shell_holds_nobody_and_no_household(places, contact):
    page = contact.text("/today/shell/")
    assert places.homes[0].head_name not in page and 'data-account=""' in page


def test_nobody_is_told_so_in_a_status(nobody, contact):
    assert nobody.get("/today/ready/").status_code == 401
    told = contact.get("/today/ready/").json()
    assert (told["account"], told["day"]) == (contact.user.pk, today().isoformat())
    assert len(told["csrf"]) == 64


def test_the_worker_keeps_files_and_the_shell_alone(nobody):
    answer = nobody.get("/today/worker.js")
    told = json.loads(answer.content.decode().split("TOLD = ")[1].split(";\n")[0])
    assert answer["Content-Type"].startswith("text/javascript")
    assert told["shell"] == "/today/shell/"
    assert all(name.startswith("/static/gridmap/") for name in told["files"])


def test_the_workers_version_knows_every_part_of_the_shell():
    page = Path(settings.BASE_DIR, "templates", "pages", "today.html").read_text(encoding="utf-8")
    assert set(re.findall(r'"(parts/today_\w+\.html)"', page)) <= set(TEMPLATES)
    assert all(name in TEMPLATES for name in re.findall(r'extends "([^"]+)"', page))


def test_signing_out_clears_what_the_phone_kept(contact):
    assert contact.post("/logout/", {})["Clear-Site-Data"] == '"cache"'


WEST = "430382100201"


def test_the_ledger_finds_what_was_noted(places, insider):
    v.visit(places.homes[0], today(), by=insider.user, note="例：屋顶漏雨")
    page = insider.text("/visits/?which=noted")
    assert "例：屋顶漏雨" in page and "1 line" in page


def test_each_day_of_the_ledger_opens_its_visit(places, insider):
    made = v.visit(places.homes[0], today(), by=insider.user)
    assert f'href="/visits/{made.client_id}/"' in insider.text("/visits/")


def test_the_ledger_lists_visits_with_the_four_figures(places, insider):
    page = insider.text("/visits/")
    assert places.homes[0].head_name in page
    assert "<b>1</b> visits" in page and "(1 / 3)" in page


def test_the_ledger_is_filtered_by_days_and_outcome(places, insider):
    v.visit(places.homes[4], today(), by=insider.user, outcome="absent")
    assert places.homes[4].head_name in insider.text("/visits/?outcome=absent")
    assert places.homes[0].head_name not in insider.text("/visits/?outcome=absent")
    before = today() - dt.timedelta(days=100)
    assert "There is no visit of these days" in insider.text(f"/visits/?last={before}&first={before}")


def test_a_wrong_filter_is_told_beside_its_field(insider):
    assert "The first day is after the last one" in insider.text("/visits/?first=2026-02-01&last=2026-01-01")
    assert "Enter a valid date" in insider.text("/visits/?first=soon")


def test_mine_are_those_i_went_on(places, insider):
    v.visit(places.homes[4], today(), by=insider.user)
    page = insider.text("/visits/?which=mine")
    assert places.homes[4].head_name in page and places.homes[0].head_name not in page


@pytest.mark.parametrize("page", ["/visits/", "/visits/export.csv", "/visits/export.xlsx"])
def test_the_ledger_of_an_area_is_for_its_people(insider, neighbour, outsider, page):
    asked = f"{page}?area={WEST}"
    assert [who.get(asked).status_code for who in (insider, neighbour, outsider)] == [200, 404, 404]


def test_who_sees_no_details_sees_no_ledger(planner, department, auditor):
    assert [who.get("/visits/").status_code for who in (planner, department, auditor)] == [403, 403, 403]


def test_a_contact_member_takes_no_ledger_away(contact):
    assert (contact.get("/visits/").status_code, contact.get("/visits/export.csv").status_code) == (200, 403)


def test_the_file_has_the_rows_and_no_formula(places, insider):
    v.visit(places.homes[4], today(), by=insider.user, note="=1+1")
    text = b"".join(insider.get("/visits/export.csv").streaming_content).decode()
    assert "'=1+1" in text and places.homes[0].head_name in text


@pytest.fixture
def long(settings):
    settings.AT_ONCE_MS = 0


@pytest.mark.owner("jobs are seen by nobody but their user, as whom the requests run")
def test_a_long_ledger_becomes_a_file_in_the_background(places, insider, long):
    asked = f"/visits/export.csv?area={WEST}&outcome=met"
    assert "Make the CSV file" in insider.text(asked)
    assert insider.post(asked, {}).status_code == 302
    job = run_now(Job.objects.get())
    text = b"".join(files.content(job.files.get())).decode()
    assert job.state == "done" and places.homes[0].head_name in text
    assert (job.result["record"]["list"], job.done) == ("visits", job.total)


def test_nobody_starts_the_long_ledger_of_another_area(neighbour, outsider, contact, long):
    asked = f"/visits/export.csv?area={WEST}"
    assert [who.post(asked, {}).status_code for who in (neighbour, outsider)] == [404, 404]
    assert contact.post("/visits/export.csv", {}).status_code == 403

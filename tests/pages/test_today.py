"""/today/: whom I look after, in the order of who waits longest; and the ledger."""

import datetime as dt
import json
import re
from pathlib import Path

import pytest
from django.conf import settings

from geodata.base.periods import today
from geodata.jobs import files
from geodata.jobs.models import Job
from geodata.jobs.running import run_now
from gridmap.pages.visits.shell import shell_templates
from tests import village as v


def test_a_contact_member_begins_here(places, contact):
    assert contact.get("/").url == "/today/"
    page = contact.text("/today/")
    assert places.homes[0].head_name in page and places.homes[4].head_name not in page
    assert ": due in 28 days" in page


def test_a_grid_leader_sees_the_grid_the_longest_waiting_first(places, by_post):
    page = by_post("small_leader", places.grids[0]).text("/today/")
    assert page.index(places.homes[4].head_name) < page.index(places.homes[0].head_name)


def test_special_and_overdue_come_first(places, by_post):
    v.care(places.homes[1], "low_income")
    page = by_post("small_leader", places.grids[1]).text("/today/")
    assert "Special and overdue 1" in page


def test_an_office_keeps_its_figures_and_may_look_here(insider):
    assert insider.get("/").status_code == 200
    assert "You look after no households today" in insider.text("/today/")


@pytest.mark.parametrize("who", ["planner", "auditor", "administrator", "department"])
def test_who_records_no_visits_has_no_such_page(request, who):
    assert request.getfixturevalue(who).get("/today/").status_code == 403


def test_the_four_figures_stand_above_and_open_into_the_ledger(places, contact):
    v.visit(
        places.homes[0], today(), by=contact.user, visitors=(contact.user.pk, v.member(places.west).user.pk)
    )
    page = contact.text("/today/")
    assert "Visits <b>" in page and "Person-times <b>3</b>" in page
    assert "(1 / 1)" in page and "/visits/?first=" in page


def test_only_here_may_the_position_be_asked_for(contact):
    assert "geolocation=(self)" in contact.get("/today/")["Permissions-Policy"]
    assert "geolocation=()" in contact.get("/visits/")["Permissions-Policy"]


def test_the_shell_holds_nobody_and_no_household(places, contact):
    page = contact.text("/today/shell/")
    assert places.homes[0].head_name not in page and 'data-account=""' in page


def test_nobody_is_told_so_in_a_status(nobody, contact):
    assert nobody.get("/today/ready/").status_code == 401
    answer = contact.get("/today/ready/").json()
    assert (answer["account"], answer["day"]) == (contact.user.pk, today().isoformat())
    assert len(answer["csrf"]) == 64


def test_the_worker_keeps_files_and_the_shell_alone(nobody):
    answer = nobody.get("/today/worker.js")
    document = json.loads(answer.content.decode().split("TOLD = ")[1].split(";\n")[0])
    assert answer["Content-Type"].startswith("text/javascript")
    assert (document["shell"], document["offline"]) == ("/today/shell/", "/today/offline/")
    assert document["pages"] == ["/", "/today/"], "of others it keeps nothing"
    assert answer["Service-Worker-Allowed"] == "/"
    assert all(name.startswith(("/static/gridmap/", "/static/vendor/lucide/")) for name in document["files"])


def test_without_a_network_it_looks_and_speaks_as_with_one(contact, nobody):
    contact.client.cookies["look"] = "dark.large"
    asked = re.search(r'data-worker="([^"]+)"', contact.text("/today/"))[1].replace("&amp;", "&")
    assert asked == "/today/worker.js?look=dark.large&language=en"
    worker = nobody.get(asked).content.decode()
    document = json.loads(worker.split("TOLD = ")[1].split(";\n")[0])
    plain = nobody.get("/today/worker.js").content.decode().split(";\n")[0]
    assert document["version"] not in plain
    for page in (document["shell"], document["offline"]):
        told = nobody.client.get(page, headers={"Accept-Language": "zh-hans"}).content.decode()
        assert 'lang="en" data-theme="dark" data-size="large"' in told, page


def test_a_look_or_language_that_there_is_not_is_the_usual(nobody):
    told = nobody.text("/today/shell/?look=%22%3E.x&language=xx")
    assert 'lang="en" data-theme="auto" data-size="normal"' in told


@pytest.mark.parametrize(("who", "scope"), [("contact", "/"), ("insider", "/today/")])
def test_an_offices_pages_pass_through_no_worker(request, who, scope):
    assert f'data-scope="{scope}"' in request.getfixturevalue(who).text("/today/")


def test_the_page_that_stands_in_for_others_says_what_works(nobody):
    page = nobody.text("/today/offline/")
    assert "There is no network" in page and 'href="/today/"' in page and "they wait on the phone" in page


def test_an_app_has_a_name_icons_and_begins_at_home(nobody):
    answer = nobody.get("/today/app.webmanifest")
    assert answer["Content-Type"].startswith("application/manifest+json")
    told = answer.json()
    assert (told["name"], told["start_url"], told["scope"], told["display"]) == (
        "Gridmap",
        "/",
        "/",
        "standalone",
    )
    assert {one["purpose"] for one in told["icons"]} == {"any", "maskable"}
    assert {"192x192", "512x512"} <= {one["sizes"] for one in told["icons"]}
    chinese = nobody.client.get("/today/app.webmanifest", headers={"Accept-Language": "zh-hans"}).json()
    assert (chinese["lang"], chinese["name"]) == ("zh-hans", "网格走访图")


def test_every_page_names_the_app_and_its_colours(contact, nobody):
    page = nobody.text("/login/")
    assert 'rel="manifest" href="/today/app.webmanifest"' in page and page.count('name="theme-color"') == 2
    contact.client.cookies["look"] = "dark.normal"
    assert contact.text("/today/").count('name="theme-color"') == 1


def test_the_bar_of_a_phone_is_for_those_who_begin_here(contact, insider, by_post, places):
    page = contact.text("/visits/")
    bar = page.split('<nav class="bar"')[1].split("</nav>")[0]
    assert re.findall(r'href="([^"]+)" data-place', bar) == [
        "/today/",
        "/today/#map",
        "/visits/?which=mine",
        "/me/",
    ]
    assert bar.count('aria-current="page"') == 1 and 'data-place="records" aria-current="page"' in bar
    assert '<nav class="bar"' in by_post("small_leader", places.grids[0]).text("/today/")
    assert '<nav class="bar"' not in insider.text("/today/")


def test_the_workers_version_knows_every_part_of_the_shell():
    page = Path(settings.BASE_DIR, "templates", "visits", "today.html").read_text(encoding="utf-8")
    folder = Path(settings.BASE_DIR, "templates")
    parts = re.findall(r'(?:extends|include) "((?:base|visits|components)[^"]+)"', page)
    assert len(parts) > 3
    assert {folder / name for name in parts} <= set(shell_templates())


def test_signing_out_clears_what_the_phone_kept(contact):
    assert contact.post("/logout/", {})["Clear-Site-Data"] == '"cache"'


WEST = "430382100201"


def test_the_ledger_finds_what_was_noted(places, insider):
    v.visit(places.homes[0], today(), by=insider.user, note="例：屋顶漏雨")
    page = insider.text("/visits/?which=noted")
    assert "例：屋顶漏雨" in page and "1 record" in page


def test_each_day_of_the_ledger_opens_its_visit(places, insider):
    made = v.visit(places.homes[0], today(), by=insider.user)
    assert f'href="/visits/{made.client_id}/"' in insider.text("/visits/")


def test_the_ledger_lists_visits_with_the_four_figures(places, insider):
    page = insider.text("/visits/")
    assert places.homes[0].head_name in page
    assert "Visits <b>1</b>" in page and "(1 / 3)" in page


def test_the_ledger_is_filtered_by_days_and_outcome(places, insider):
    v.visit(places.homes[4], today(), by=insider.user, outcome="absent")
    assert places.homes[4].head_name in insider.text("/visits/?outcome=absent")
    assert places.homes[0].head_name not in insider.text("/visits/?outcome=absent")
    before = today() - dt.timedelta(days=100)
    assert "No visits in this list" in insider.text(f"/visits/?last={before}&first={before}")


def test_a_wrong_filter_is_told_beside_its_field(insider):
    assert "The first day is after the last one" in insider.text("/visits/?first=2026-02-01&last=2026-01-01")
    assert "Enter a valid date" in insider.text("/visits/?first=soon")


def test_mine_are_those_i_went_on(places, insider):
    v.visit(places.homes[4], today(), by=insider.user)
    page = insider.text("/visits/?which=mine")
    assert places.homes[4].head_name in page and places.homes[0].head_name not in page


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
    path = f"/visits/export.csv?area={WEST}&outcome=met"
    assert "Make the CSV file" in insider.text(path)
    assert insider.post(path, {}).status_code == 302
    job = run_now(Job.objects.get())
    text = b"".join(files.content(job.files.get())).decode()
    assert job.state == "done" and places.homes[0].head_name in text
    assert (job.result["record"]["list"], job.done) == ("visits", job.total)


def test_nobody_starts_the_long_ledger_of_another_area(neighbour, outsider, contact, long):
    path = f"/visits/export.csv?area={WEST}"
    assert [who.post(path, {}).status_code for who in (neighbour, outsider)] == [404, 404]
    assert contact.post("/visits/export.csv", {}).status_code == 403

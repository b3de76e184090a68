"""The auditor's page."""

import datetime as dt

import pytest
from django.utils import timezone

from geodata.accounts.concept import Action as Account
from geodata.audit.concept import Action as Access
from geodata.audit.models import AccessEntry
from geodata.audit.record import record_access
from geodata.jobs.files import content
from geodata.jobs.models import Job
from geodata.jobs.running import run_now
from geodata.jobs.service import start
from gridmap.pages.audit import access_log
from tests import village as v


def entry(action=Account.SIGN_IN, *, days=0, user=None, subject="", **details):
    at = timezone.now() - dt.timedelta(days=days)
    return record_access(user=user, action=action, at=at, subject=subject, details=details, request_id="r-1")


def test_the_latest_comes_first(auditor):
    entry(subject="older", days=2)
    entry(subject="newer", days=1)
    page = auditor.text("/records/")
    assert page.index("newer") < page.index("older")


def test_an_export_is_told_with_its_list_and_rows(auditor, county):
    entry(Access.EXPORT, user=county.user, subject="430382", gap="no_contact", rows=17, category="")
    page = auditor.text("/records/")
    assert "Without a contact member" in page
    assert "Rows 17" in page


def test_changes_and_moves_are_told_in_words(auditor):
    entry(Access.EXPORT, kind="moved_out", state="confirmed")
    entry(Access.EXPORT, move="follow_up")
    entry(Access.EXPORT, state="given", assignment=7)
    page = auditor.text("/records/")
    assert not {code for code in ("moved_out", "follow_up", "state given", "move ") if code in page}
    assert "Follow up" in page


def test_what_an_export_was_asked_for_is_told_in_words(auditor):
    entry(
        Access.EXPORT, list="needs", open=True, level=2, urgency=3, counted="not_ended", rows=5, format="csv"
    )
    entry(Access.EXPORT, list="today", rows=12, format="phone")
    page = auditor.text("/records/")
    for words in (
        "Not settled yet yes",
        "Ledger of needs",
        "Own households, for today",
        "File Kept on a phone",
    ):
        assert words in page, words
    assert not {code for code in ("open True", "not_ended", "Table today", "File phone") if code in page}


@pytest.mark.parametrize(
    ("asked", "shown"),
    [("action=export", "b"), ("who=cadre", "a"), ("who=CADRE", "a"), ("who=intruder", "c"), ("", "abc")],
)
def test_records_are_found_by_action_and_account(auditor, asked, shown):
    cadre = v.user("cadre")
    entry(user=cadre, subject="subject-a")
    entry(Access.EXPORT, user=auditor.user, subject="subject-b")
    entry(Account.SIGN_IN_REFUSED, subject="intruder")
    page = auditor.text(f"/records/?{asked}").split("<tbody>")[1]
    found = {"a": "subject-a" in page, "b": "subject-b" in page, "c": "intruder" in page}
    assert "".join(name for name, there in found.items() if there) == shown


def test_days_limit_what_is_shown_both_included(auditor):
    for days in (1, 2, 3):
        entry(subject=f"day-{days}", days=days)
    day = timezone.localdate() - dt.timedelta(days=2)
    page = auditor.text(f"/records/?first={day}&last={day}")
    assert [f"day-{days}" in page for days in (1, 2, 3)] == [False, True, False]


def test_records_go_on_page_by_page(auditor, monkeypatch):
    monkeypatch.setattr(access_log, "PAGE", 2)
    for number in range(5):
        entry(subject=f"n{number}", days=number)
    page, seen = auditor.text("/records/?action=sign_in"), []
    for _page in range(3):
        seen += [f"n{number}" for number in range(5) if f">n{number}<" in page]
        if "Earlier records" in page:
            page = auditor.text(
                "/records/"
                + page.split('rel="next"')[0].split('href="')[-1].split('"')[0].replace("&amp;", "&")
            )
    assert seen == ["n0", "n1", "n2", "n3", "n4"]


@pytest.mark.parametrize("asked", ["first=x", "before=x", "before=2026-01-01.x", "who=%00", "action=dance"])
def test_what_makes_no_sense_is_no_error(auditor, asked):
    assert auditor.get(f"/records/?{asked}").status_code == 200


def test_nothing_found_says_so(auditor):
    assert "No records match" in auditor.text("/records/?who=nobody")


def test_the_page_asks_a_fixed_number_of_queries(auditor, django_assert_max_num_queries):
    for _number in range(10):
        entry(user=v.user())
    auditor.get("/records/")
    with django_assert_max_num_queries(14):
        auditor.get("/records/")


def test_what_was_found_is_taken_away_as_csv_and_that_is_on_record(auditor):
    entry(subject="=1+1", days=1)
    entry(Access.EXPORT, subject="left out", days=1)
    answer = auditor.get("/records/export.csv?action=sign_in")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert "'=1+1" in text
    assert "left out" not in text
    assert f"※ Exported by {auditor.user.name} at" in text.splitlines()[-1]
    taken = AccessEntry.objects.get(action=Access.EXPORT, user=auditor.user)
    assert (taken.details["format"], taken.details["action"]) == ("csv", "sign_in")
    assert "Action signed in" in auditor.text("/records/?action=export")


def test_only_an_auditor_takes_the_record_away(county, administrator):
    assert [who.get("/records/export.csv").status_code for who in (county, administrator)] == [403, 403]


@pytest.mark.owner("jobs are seen by nobody but their user")
def test_a_long_record_is_made_by_a_job(auditor, settings):
    settings.AT_ONCE_MS = 0
    entry(subject="found", days=1)
    entry(Access.EXPORT, subject="left out", days=1)
    assert "This list has more than 0 rows" in auditor.text("/records/export.csv?action=sign_in")
    auditor.post("/records/export.csv?action=sign_in", {})
    job = run_now(Job.objects.get(by=auditor.user))
    text = b"".join(content(job.files.get())).decode()
    assert "found" in text and "left out" not in text
    assert job.result["record"] == {"action": "sign_in", "rows": text.count("\r\n") - 2, "format": "csv"}


@pytest.mark.owner("jobs are seen by nobody but their user")
def test_the_record_is_made_for_auditors_alone(county):
    job = run_now(start("reports.records", by=county.user, at=timezone.now()))
    assert (job.state, job.files.count()) == ("failed", 0)

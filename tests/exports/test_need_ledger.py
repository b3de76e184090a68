"""The ledger of needs is taken away as its page shows it: by the same filter, where one may, and without sensitive ones."""

import io
import uuid
from dataclasses import fields

import pytest
from django.utils import timezone, translation
from pypdf import PdfReader

from geodata.audit.models import AccessEntry
from geodata.base.errors import NotAllowed
from geodata.base.periods import today
from geodata.contacts.rights import scope_of
from geodata.exports.need_ledger import NeedLedger, as_arguments, as_filter, write_ledger
from geodata.files.reading import read_table
from geodata.imports.kinds.importer import take
from geodata.imports.kinds.registry import kind_of
from geodata.imports.runs.options import Wishes
from geodata.needs.finding import Filter
from geodata.needs.recording import NeedReport, record_need
from geodata.papers.needs import ledger_parts
from geodata.papers.pdf import bound
from tests import village as v
from tests.pages.conftest import reader


@pytest.fixture(autouse=True)
def in_chinese():
    with translation.override("zh-hans"):
        yield


@pytest.fixture
def office(places):
    user = v.officer("village_officer", places.west)
    scope = scope_of(user, on=today())
    for category, title, secret in (
        ("water", "例井", False),
        ("roads", "例路", False),
        ("other", "例密", True),
    ):
        report = NeedReport(
            uuid.uuid4(), "problem", category, today(), household=places.homes[0].token, title=title, sensitive=secret
        )  # fmt: skip
        record_need(report=report, by=user, scope=scope, at=v.NOON, today=today())
    return user


def ledger(user, **asked) -> NeedLedger:
    return NeedLedger(Filter(**asked), user, scope_of(user, on=today()), timezone.localtime())


def titles(told: NeedLedger) -> set[str]:
    return {cells[9] for cells in told.rows()}


def test_its_filter_decides_and_no_sensitive_need_is_in_it(office, places):
    assert titles(ledger(office, area=places.west)) == {"例井", "例路"}
    assert titles(ledger(office, category="water", open=True)) == {"例井"}
    assert titles(ledger(office, late=True)) == {"例井", "例路"}
    assert dict(ledger(office, category="water").said())["诉求类别"] == "饮水"


def test_all_that_its_filter_asks_is_said_in_the_file(office):
    known = {
        "state": "new", "category": "water", "kind": "problem", "level": 1, "urgency": 1, "source": "office", "open": True,
        "late": True, "mine": True, "number": "430382100-2026-0001", "grid": "none", "counted": "not_ended", "first": today(), "last": today(),
    }  # fmt: skip
    assert {*known, "area", "order"} == {one.name for one in fields(Filter)}
    assert [name for name, value in known.items() if not ledger(office, **{name: value}).said()] == []


@pytest.mark.parametrize("form", ["xlsx", "csv", "gpkg"])
def test_what_was_taken_away_comes_in_again_as_no_change(office, places, tmp_path, form):
    path = tmp_path / f"needs.{form}"
    with path.open("wb") as target:
        write_ledger(form, ledger(office, area=places.west), target)
    report = take(kind_of("needs"), read_table(path), on=today(), wishes=Wishes())
    assert (report.problems, report.open_questions, report.unchanged) == ([], [], 2)


def test_on_paper_it_is_a4_across_and_says_that_its_needs_are_invented(office, places):
    target = io.BytesIO()
    bound(list(ledger_parts(ledger(office, area=places.west))), target)
    [page] = PdfReader(target).pages
    text = page.extract_text()
    assert page.mediabox.width > page.mediabox.height
    assert "例井" in text and "例密" not in text and "虚构" in text


def test_who_may_take_nothing_away_there_is_refused(office, places):
    contact = v.member(places.west).user
    with pytest.raises(NotAllowed):
        ledger(contact)
    with pytest.raises(NotAllowed):
        ledger(office, area=places.east)


def test_a_job_is_told_the_same_filter(places):
    asked = Filter(area=places.west, state="new", level=1, open=True, first=today(), order="due")
    assert as_filter(as_arguments(asked), on=today()) == asked


def test_the_page_of_needs_leads_to_its_file_which_is_on_record(office, places):
    desk = reader(office)
    assert f"/needs/export.xlsx?area={places.west.code}" in desk.text(f"/needs/?area={places.west.code}")
    assert f"/needs/export.gpkg?area={places.west.code}" in desk.text(f"/needs/?area={places.west.code}")
    assert "/needs/export.gpkg" not in desk.text("/needs/"), "layers of a map need a place"
    answer = desk.get(f"/needs/export.csv?area={places.west.code}&category=water")
    text = b"".join(answer.streaming_content).decode()
    assert answer.status_code == 200 and "例井" in text and "例路" not in text
    entry = AccessEntry.objects.filter(action="export").latest("at")
    assert (entry.details["list"], entry.details["rows"], entry.details["category"]) == ("needs", 1, "water")
    assert desk.get(f"/needs/export.csv?area={places.far.code}").status_code == 404
    assert desk.get("/needs/export.gpkg").status_code == 404

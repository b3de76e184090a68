"""Every address that makes a file or paper, or reads an upload, says how it is bounded: nobody holds a thread with it.

They are found, not listed: whatever a view can reach in our code that makes or reads files. A new one fails until it
stands in `BOUNDED` and hands its work to a job beyond the bound, or in `OTHERWISE` with the reason.
"""

import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from types import CodeType, FunctionType, ModuleType
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import FileResponse, StreamingHttpResponse
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from api.base import parsers
from geodata.accounts.concept import Action
from geodata.audit.record import record_access
from geodata.base.periods import today
from geodata.cards.models import Card
from geodata.exports import files
from geodata.files import sandbox
from geodata.imports.runs import error_workbook
from geodata.jobs.models import Job
from geodata.papers import cards, pdf, rosters
from geodata.plans import files as plan_files
from tests.attack.calling import HANDLER
from tests.attack.world import World, one_transaction

pytestmark = pytest.mark.django_db

OURS = ("geodata.", "api.", "gridmap.")
DEAR: set[Any] = {
    FileResponse,
    StreamingHttpResponse,
    parsers.AnyBytes,
    parsers.GridFile,
    parsers.GeoJsonFile,
    sandbox.read_apart,
    pdf.paper,
    files.write_xlsx,
    files.lines_as_csv,
    error_workbook.write_mending,
    plan_files.geopackage,
}
"""What makes a file, prints, or takes an upload."""


@dataclass(frozen=True)
class Bounded:
    """Asked by somebody of whom it has something: with a bound of nothing it begins a job, or offers one by POST."""

    role: str
    path: str
    kind: str
    post: bytes | None = None
    content_type: str = "application/octet-stream"


WEST = "430382100201"
GRIDS = b'{"type": "FeatureCollection", "features": []}'
ROWS = "户编号,户主姓名\n1,例甲\n".encode()
UPLOAD = encode_multipart(
    BOUNDARY, {"kind": "households", "layer": "", "file": SimpleUploadedFile("a.csv", ROWS)}
)
BOUNDED = {
    **{
        f"export_{form}": Bounded(
            "village", f"/gaps/export.{form}?gap=households&area={WEST}", "reports.gaps"
        )
        for form in ("xlsx", "csv", "geojson", "gpkg")
    },
    "export_file": Bounded("village", f"/exports/{WEST}/households.csv", "reports.extract"),
    **{
        f"needs_{form}": Bounded("village", f"/needs/export.{form}?area={WEST}", "reports.needs")
        for form in ("xlsx", "csv", "geojson", "gpkg")
    },
    "needs_pdf": Bounded("village", f"/needs/export.pdf?area={WEST}", "reports.needs_on_paper"),
    "ledger_xlsx": Bounded("village", f"/visits/export.xlsx?area={WEST}", "reports.ledger"),
    "ledger_csv": Bounded("village", f"/visits/export.csv?area={WEST}", "reports.ledger"),
    "roster_pdf": Bounded("village", f"/rosters/{WEST}/roster.pdf", "reports.roster"),
    "cards_pdf": Bounded("village", f"/cards/{WEST}/cards.pdf", "reports.cards"),
    "campaign_lists": Bounded("village", "/campaigns/{campaign}/lists.pdf", "reports.call_sheets"),
    "records_export": Bounded("auditor", "/records/export.csv", "reports.records"),
    "accounts_xlsx": Bounded("village", "/accounts/list.xlsx", "reports.accounts"),
    "import_mending": Bounded("village", "/imports/{import}/problems.xlsx", "imports.mending"),
    "import_upload": Bounded("village", "/imports/new/", "imports.read", UPLOAD, MULTIPART_CONTENT),
    "api:imports": Bounded("village", "/api/v1/imports/?kind=households&name=a.csv", "imports.read", ROWS),
    "api:plan_file": Bounded(
        "planner", "/api/v1/plans/{plan}/file/", "redrawing.file", GRIDS, parsers.GeoJsonFile.media_type
    ),
    "api:plan_geopackage": Bounded("planner", "/api/v1/plans/{plan}/file.gpkg", "redrawing.geopackage"),
}
OTHERWISE = {
    "file": "sent piece by piece as it was stored: no work",
    "coverage_paper": "one sheet with the areas of one map: as many as the page draws",
    "phone_list": "the leaders and members of one village: some dozens of rows",
    "household_file": "one household",
    "household_sheet": "one household, at the rate of files",
    **dict.fromkeys(
        ("campaign_report_pdf", "campaign_report_xlsx"),
        "counts: units of one level and at most 60 grids on paper, a line for each grid in a spreadsheet",
    ),
    "policy_leaflet": "the policies in force in one county: some dozens, at the rate of files",
    **dict.fromkeys(
        ("projects_xlsx", "projects_csv"), "what a county builds: some hundred lines, at the rate of files"
    ),
    "register_month_xlsx": "the areas of one level: as many lines as the page shows",
    "divisions": "an administrator's before there is any data: the list of one prefecture, read apart",
    "api:need_attachments": "one file of 10 MB at most, read apart within its bounds and at the rate of imports",
    "api:file": "sent piece by piece as it was stored: no work",
    "ogc_items": "asked for and sent piece by piece, five thousand lines at a time",
}
"""Why no job is needed."""


def views() -> Iterator[tuple[str, Any]]:
    """(name, function or class) of every address."""

    def walk(resolver: URLResolver, space: str) -> Iterator[tuple[str, Any]]:
        for found in resolver.url_patterns:
            if isinstance(found, URLResolver):
                yield from walk(found, f"{found.namespace}:" if found.namespace else space)
            else:
                assert isinstance(found, URLPattern)
                view = inspect.unwrap(found.callback)
                yield (
                    f"{space}{found.name}",
                    getattr(found.callback, "cls", None) or getattr(found.callback, "view_class", view),
                )

    return walk(get_resolver(), "")


def names_in(code: CodeType) -> set[str]:
    inner = [names_in(part) for part in code.co_consts if isinstance(part, CodeType)]
    return set(code.co_names).union(*inner)


@cache
def reaches(thing: Any) -> frozenset[Any]:
    """Ours and dear things that a view can get to by the names in its code."""
    found: set[Any] = set()
    waiting: list[Any] = [thing]
    while waiting:
        one = waiting.pop()
        if one in found:
            continue
        found.add(one)
        if one not in DEAR:
            waiting += [each for each in neighbours(one) if is_ours(each)]
    return frozenset(found)


def is_ours(thing: Any) -> bool:
    """Our code, or one of the dear things."""
    if not isinstance(thing, FunctionType | type):
        return False
    return (thing.__module__ or "").startswith(OURS) or thing in DEAR


def neighbours(thing: Any) -> Iterator[Any]:
    thing = inspect.unwrap(thing) if callable(thing) and not isinstance(thing, type) else thing
    if isinstance(thing, type):
        for value in vars(thing).values():
            bare = getattr(value, "__func__", getattr(value, "fget", value))
            yield from neighbours(inspect.unwrap(bare)) if isinstance(bare, FunctionType) else ()
            yield from value if isinstance(value, list) else ()
    elif isinstance(thing, FunctionType):
        names = names_in(thing.__code__)
        values = [thing.__globals__[name] for name in names if name in thing.__globals__]
        for value in values:
            if isinstance(value, ModuleType) and value.__name__.startswith(OURS):
                yield from (getattr(value, name) for name in names if hasattr(value, name))
            elif isinstance(value, FunctionType | type):
                yield value


def dear_addresses() -> set[str]:
    return {name for name, view in views() if any(thing in DEAR for thing in reaches(view))}


def test_every_dear_address_says_how_it_is_bounded():
    found = dear_addresses()
    assert found == BOUNDED.keys() | OTHERWISE.keys()


def test_a_view_that_makes_a_file_is_found():
    def made(request: object) -> FileResponse:
        return FileResponse(b"")

    def idle(request: object) -> None:
        return None

    assert FileResponse in reaches(made)
    assert not reaches(idle) & DEAR


@pytest.fixture
def nothing_is_made(monkeypatch, settings) -> None:
    """A bound of nothing; and whoever reads or prints within the request fails."""
    settings.AT_ONCE_MS = 0

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("A request did it itself.")

    monkeypatch.setattr(sandbox, "_run", refuse)
    for paper in (rosters, cards):
        monkeypatch.setattr(paper, "paper", refuse)


@pytest.mark.owner("the world is made by the owner, and requests run as the web role by themselves")
@pytest.mark.parametrize("name", BOUNDED)
def test_beyond_its_bound_a_job_does_it(world, name, nothing_is_made):
    asked = BOUNDED[name]
    with one_transaction():
        prepare(world)
        status, location, said = begun(world, asked)
        job = Job.objects.filter(kind=asked.kind, by=world.callers[asked.role].user).first()
    assert job, said
    assert status == 202 or (status, location) == (302, f"/jobs/{job.pk}/")


def prepare(world: World) -> None:
    """A card to be printed, and a line on record."""
    record_access(user=None, action=Action.SIGN_IN, at=timezone.now())
    home = world.homes["own"].row
    link = home.links.get()
    Card.objects.create(
        kind=Card.Kind.CONTACT,
        household=home,
        village_id=home.village_id,
        link=link,
        member=link.member,
        printed_on=today(),
    )


def begun(world: World, asked: Bounded) -> tuple[int, str, str]:
    """Status, Location and body of the request; where it offers a job, of the one that starts it."""
    client = Client(headers={"Accept-Language": "en"})
    client.handler = HANDLER
    client.cookies[settings.SESSION_COOKIE_NAME] = world.callers[asked.role].session
    named = world.numbers | world.keys
    path = asked.path.format(**{what: numbers["own"] for what, numbers in named.items()})
    if asked.post is None:
        answer = client.get(path)
        if answer.status_code == 200 and b"more than 0 rows" in answer.content:
            answer = client.post(path)
    else:
        answer = client.generic("POST", path, asked.post, content_type=asked.content_type)
    return answer.status_code, answer.headers.get("Location", ""), answer.content.decode()[-500:]

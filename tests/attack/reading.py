"""Everything that one reader is answered, from every address, as text that can be laid beside the same of another world.

What is the same in two worlds tells nobody in which of them he is. So there is nothing to understand in an answer: pages,
prints, files, drawings and documents are read alike, and a new address is read by itself (tests/attack/addresses.py).
"""

import io
import json
import re
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product

from django.core.cache import cache
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client
from pypdf import PdfReader
from pypdf.generic import ContentStream, DictionaryObject, StreamObject

from api.ogc.collections import COLLECTIONS
from geodata.accounts.models import User
from geodata.coverage.figures import FIGURES
from geodata.display.metrics import METRICS
from geodata.exports.extracts.registry import EXTRACTS
from geodata.jobs.models import Job
from geodata.jobs.running import run_now
from gridmap.pages.base.asked import gap_of
from tests.attack.addresses import Address, addresses, numbers
from tests.attack.calling import HANDLER
from tests.attack.world import one_transaction

BY_CARE = ("special", "special_overdue", "unvisited", "exempt")
LEVELS = (
    ("county", "township"),
    ("county", "village"),
    ("county", "grid"),
    ("town", "village"),
    ("village", "grid"),
)
WINDOWS = (30, 90, 180, 366)
PARTED = (1, 14, 89, 91)
"""Windows that must not be asked: two of them side by side tell of a day."""
FILES = (
    "gaps/export.xlsx",
    "gaps/export.csv",
    "gaps/export.geojson",
    "gaps/export.gpkg",
    "visits/export.csv",
    "visits/export.xlsx",
)
NEW_EACH_TIME = (
    re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"'),
    re.compile(r'nonce="[^"]*"'),
    re.compile(r"\b[A-Za-z0-9]{64}\b"),
    re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b"),
    re.compile(r"\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?"),
    re.compile(r"\b[0-9a-f]{16}\b"),
    re.compile(r'"seal": "[^"]*", "now": \d+'),
)
JOB_WAITS = re.compile(r"waiting for \d+ s")
"""Said of the whole service, and longer by a digit after ten seconds: the length of that answer is no news either."""
TOLD_BY = ("Location", "ETag", "Content-Type", "Content-Disposition", "Content-Length")


@dataclass
class Reader:
    """`places`: codes of a county, town, village and grid; `keys`: what else stands in addresses, by kind."""

    user: User
    places: Mapping[str, str]
    keys: Mapping[str, Iterable[object]]
    days: Iterable[str]
    categories: Iterable[str]
    drawings: Iterable[object] = field(default_factory=list)
    """Bodies of drawings that are sent to every plan."""
    counts: bool = True
    """May he count? Else each address is asked once."""

    def __post_init__(self) -> None:
        self.client = Client(raise_request_exception=False, headers={"Accept-Language": "en"})
        self.client.handler = HANDLER
        self.client.force_login(self.user)

    def read(self, *only: str) -> dict[str, str]:
        """By address, with what was sent: all that is answered, or `only` these. What a request changed is taken back."""
        if only:
            return {path: self._asked("get", path) for path in only}
        found = {path: self._asked("get", path) for path in dict.fromkeys(self.paths())}
        for plan, body in product(self.keys["plan"], self.drawings):
            for what in ("drawing/check/", "slivers/"):
                found[f"{plan} {what} {body}"] = self._asked("post", f"/api/v1/plans/{plan}/{what}", body)
        for plan, kind in product(self.keys["plan"], ("split", "rebalance")):
            found[f"{plan} {kind}"] = self._proposed(plan, kind)
        return found

    def paths(self) -> Iterator[str]:
        for address in addresses():
            yield from self._filled(address)
        if self.counts:
            yield from self._coverage()
            yield from self._lists()
        numbers = "&".join(f"plan={plan}" for plan in self.keys["plan"])
        yield from ("/", f"/plans/compare/?{numbers}")

    def _filled(self, address: Address) -> Iterator[str]:
        values = [self._values(name, address) for name in address.arguments]
        for told in product(*values):
            named = dict(zip(address.arguments, told, strict=True))
            path = "/" + re.sub(r"<(\w+)>", lambda found, named=named: str(named[found[1]]), address.pattern)
            yield path if named else f"{path}?area={self.places['county']}"

    def _values(self, name: str, address: Address) -> list[object]:
        """Nothing: of those there are none here."""
        if name == "code":
            return list(self.places.values())
        if name == "number":
            kind = next((what for start, what in numbers().items() if address.pattern.startswith(start)), "")
            return list(self.keys.get(kind, ()))
        if name == "extract":
            return list(EXTRACTS)
        if name == "collection":
            return list(COLLECTIONS)
        if name == "form":
            return ["csv", "gpkg"]
        if name == "token" and address.pattern.startswith("link/"):
            return []
        return list(self.keys.get(name, ()))

    def _coverage(self) -> Iterator[str]:
        county, days = self.places["county"], list(self.days)
        for place, by in LEVELS:
            path = f"/coverage/?area={self.places[place]}&by={by}"
            yield from (f"{path}&window={window}" for window in WINDOWS)
            yield from (f"{path}&on={on}" for on in days)
            yield from (f"{path}&category={category}" for category in self.categories)
        for name in map(gap_of, (*METRICS, *BY_CARE)):
            yield f"/coverage/?area={county}&by=village&metric={name}&sort=-{name}&on={days[-1]}"
        for by, form, category in product(("village", "grid"), ("json", "geojson"), ("", *self.categories)):
            path = f"/api/v1/coverage/?area={county}&by={by}&format={form}"
            yield f"{path}&category={category}" if category else path
        yield from (f"/api/v1/coverage/?area={county}&by=grid&window={window}" for window in PARTED)

    def _lists(self) -> Iterator[str]:
        for figure in FIGURES:
            yield f"/gaps/?gap={gap_of(figure)}&area={self.places['county']}"
            yield f"/api/v1/households/?figure={figure}&area={self.places['village']}"
        for category in self.categories:
            yield f"/gaps/?gap=households&category={category}"
            yield f"/api/v1/households/?category={category}"
        yield from (
            f"/gaps/?gap=households&area={self.places['county']}&sort={way}last_met" for way in ("", "-")
        )
        for path, gap in product(FILES, ("households", "special")):
            yield f"/{path}?gap={gap}&area={self.places['county']}"
        for level, figure in product(("townships", "villages", "grids"), ("special", "unvisited", "never")):
            yield f"/ogc/collections/coverage_{level}/items?filter=NOT ({figure} > 1) OR {figure} IN (1, 2, 3)"
        yield "/ogc/collections/households/items?filter=special = TRUE OR NOT (status = 'ok')"

    def _proposed(self, plan: object, kind: str) -> str:
        """What a plan looks like when a proposal has gone into it, job and all."""
        with one_transaction():
            told = self.send("post", f"/api/v1/plans/{plan}/propose/", {"kind": kind, "target": 6})
            job = Job.objects.filter(by=self.user).order_by("created").last()
            if job is None:
                return text_of(told)
            run_now(job)
            answers = [
                self.send("get", path)
                for path in (
                    f"/api/v1/plans/{plan}/drawing/",
                    f"/plans/{plan}/",
                    "/jobs/",
                    f"/api/v1/jobs/{job.pk}/",
                )
            ]
            return "\n".join(text_of(answer) for answer in answers)

    def _asked(self, method: str, path: str, body: object = None) -> str:
        with one_transaction():
            return text_of(self.send(method, path, body))

    def send(self, method: str, path: str, body: object = None) -> HttpResponse:
        cache.clear()
        if body is None:
            return self.client.get(path)
        return self.client.generic(method.upper(), path, json.dumps(body), content_type="application/json")


def text_of(response: HttpResponse | StreamingHttpResponse) -> str:
    """Status, what the head tells, and the body, without what is new each time."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    head = [
        str(response.status_code),
        *(f"{name}: {response.headers[name]}" for name in TOLD_BY if name in response.headers),
    ]
    content, waits = JOB_WAITS.subn("…", _unpacked(body))
    if body[:4] in (b"PK\x03\x04", b"SQLi", b"%PDF") or waits:
        head = [line for line in head if not line.startswith("Content-Length")]
    text = "\n".join([*head, content])
    for pattern in NEW_EACH_TIME:
        text = pattern.sub("…", text)
    return re.sub(r"ETag: .*|Content-Length: .*", "", text) if "text/html" in text[:200] else text


def _unpacked(body: bytes) -> str:
    """What a workbook, a GeoPackage or a paper holds, as text."""
    if body[:4] == b"%PDF":
        pages = PdfReader(io.BytesIO(body)).pages
        return "\n".join(line for page in pages for line in (page.extract_text(), *_drawn(page)))
    if body[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            names = sorted(name for name in book.namelist() if not name.startswith("docProps"))
            return "\n".join(book.read(name).decode("utf-8", "replace") for name in names)
    if body[:6] == b"SQLite":
        with tempfile.NamedTemporaryFile(suffix=".gpkg") as file:
            file.write(body)
            file.flush()
            base = sqlite3.connect(f"file:{file.name}?mode=ro", uri=True)
            tables = [
                name
                for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")
            ]
            rows = [
                f"{table}: {row}"
                for table in tables
                if not table.startswith("rtree")
                for row in base.execute(f'SELECT * FROM "{table}"')
            ]
            base.close()
            return "\n".join(rows)
    return body.decode("utf-8", "replace")


def _drawn(part: DictionaryObject) -> Iterator[str]:
    """Lines and colours of a page and of what it places; letters are told apart, for the minute is among them."""
    own = part if isinstance(part, StreamObject) else part["/Contents"].get_object()
    letters = False
    for operands, operator in ContentStream(own, None).operations:
        letters = operator == b"BT" or (letters and operator != b"ET")
        if not letters and operator != b"ET":
            yield f"{operands!r} {operator!r}"
    resources = part.get("/Resources", DictionaryObject()).get_object()
    for kind in ("/XObject", "/Pattern"):
        for name, placed in sorted(resources.get(kind, DictionaryObject()).get_object().items()):
            if (
                isinstance(placed.get_object(), StreamObject)
                and placed.get_object().get("/Subtype") != "/Image"
            ):
                yield name
                yield from _drawn(placed.get_object())

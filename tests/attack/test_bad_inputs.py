"""Bad input at every place that takes input: refused in words or taken as text, never a failure and never a call outside."""

import datetime as dt
import json
import uuid
from collections import Counter
from collections.abc import Iterable
from urllib.parse import quote

import pytest

from geodata.base.periods import today
from tests.attack.addresses import addresses
from tests.attack.calling import EXPECTED, Answer, call, tell
from tests.attack.hostile import BODIES, SHAPES, TEXTS, VALUES, of_each_class, some
from tests.attack.world import World

pytestmark = pytest.mark.django_db
LEAST = 5_000
VILLAGE = "area=430382100201"

PARAMETERS = {
    "/api/v1/areas/": (["on", "within", "level", "bbox", "nothing"], ""),
    "/api/v1/areas/430382100201/": (["on"], ""),
    "/api/v1/coverage/": (["area"], ""),
    "/api/v1/coverage/?by=grid": (["on", "window", "category", "format", "by"], VILLAGE),
    "/api/v1/households/": (
        ["area", "on", "gap", "figure", "category", "window", "bbox", "limit", "after"],
        "limit=3",
    ),
    "/api/v1/members/": (["village"], ""),
    "/api/v1/schema/": (["lang", "format", "version"], ""),
}
"""Of the API: each parameter alone, beside others that are good."""

PAGES = {
    "/coverage/": ("county", ["area", "by", "metric", "window", "category", "on", "sort"]),
    "/gaps/": ("county", ["area", "gap", "window", "category", "on", "sort", "after"]),
    "/gaps/export.csv": ("county", ["gap", "window", "category", "on", "sort"]),
    "/accounts/": ("admin", ["who", "page"]),
    "/posts/": ("county", ["q", "kind", "state", "page", "area"]),
    "/posts/fill/": ("county", ["kind", "area", "who", "person"]),
    "/records/": ("auditor", ["first", "last", "action", "who", "before"]),
    "/login/": ("anonymous", ["next"]),
}
"""All parameters of a page at once: its form looks at each by itself."""


class Tally(Counter[int]):
    """How many bad inputs were sent, and how requests were answered."""

    inputs = 0

    def note(self, answer: Answer, inputs: int = 1) -> bool:
        self[answer.status] += 1
        self.inputs += inputs
        return answer.status in EXPECTED and "Traceback (most recent" not in answer.text


@pytest.fixture(scope="module")
def tally() -> Tally:
    return Tally()


def query(pairs: Iterable[tuple[str, str]]) -> str:
    return "&".join(
        f"{name}={quote(value.encode('utf-8', 'surrogatepass'), safe='')}" for name, value in pairs
    )


@pytest.mark.parametrize("path", PARAMETERS)
def test_a_parameter_of_the_api(world: World, tally: Tally, no_network: list[object], path: str):
    names, beside = PARAMETERS[path]
    county, wrong = world.callers["county"], []
    for turn, name in enumerate(names):
        for text in some(TEXTS, turn, of=6):
            rest = "&".join(part for part in beside.split("&") if not part.startswith(f"{name}="))
            address = f"{path.split('?')[0]}?{query([(name, text)])}&{rest}".rstrip("&")
            if not tally.note(call(county, "GET", address)):
                wrong.append(address)
    assert (wrong, no_network) == ([], [])


@pytest.mark.parametrize("path", PAGES)
def test_the_parameters_of_a_page(world: World, tally: Tally, no_network: list[object], path: str):
    role, names = PAGES[path]
    wrong = []
    for text in some(TEXTS, len(path), of=4 if "export" in path else 3):
        address = f"{path}?{query((name, text) for name in names)}"
        if not tally.note(call(world.callers[role], "GET", address), len(names)):
            wrong.append(address)
    assert (wrong, no_network) == ([], [])


def good_visit() -> dict[str, object]:
    day = (today() - dt.timedelta(days=1)).isoformat()
    return {
        "client_id": str(uuid.uuid4()),
        "day": day,
        "mode": "door",
        "outcome": "met",
        "note": "",
        "brought": [],
    }


@pytest.mark.parametrize(
    "field", ["client_id", "day", "mode", "outcome", "note", "brought", "visitors", "point", "nothing"]
)
def test_a_field_of_a_visit(world: World, tally: Tally, no_network: list[object], field: str):
    address = f"/api/v1/households/{world.homes['own'].row.token}/visits/"
    wrong = []
    for value in some(VALUES, len(field)):
        body = json.dumps(good_visit() | {field: value})
        answer = call(world.callers["village"], "POST", address, data=body, content_type="application/json")
        if not tally.note(answer):
            wrong.append(repr(value)[:80])
    assert (wrong, no_network) == ([], [])


def test_the_fields_of_a_sign_in_and_of_a_contact(world: World, tally: Tally, no_network: list[object]):
    contact = f"/api/v1/households/{world.homes['own'].row.token}/contact/"
    wrong = []
    for value in some(VALUES, 0):
        told = {"username": value, "password": value, "code": value}
        asked = (
            ("anonymous", "/api/v1/token/", told),
            ("village", contact, {"member": value, "primary": value}),
        )
        for role, address, body in asked:
            sent = {"data": json.dumps(body), "content_type": "application/json"}
            if not tally.note(call(world.callers[role], "POST", address, **sent), len(body)):
                wrong.append((address, repr(value)[:80]))
    assert (wrong, no_network) == ([], [])


PARTS = ("", "drawing/check/", "halves/", "lasso/", "moves/", "propose/")


@pytest.mark.parametrize("part", PARTS)
def test_the_fields_of_a_plan(world: World, tally: Tally, no_network: list[object], part: str):
    number = world.numbers["plan"]["own"]
    path = f"/api/v1/plans/{number}/{part}" if part else "/api/v1/plans/"
    cut = {"geometry": {"type": "LineString", "coordinates": [[112.503, 27.9], [112.503, 27.91]]}}
    good: dict[str, object] = {
        "": {"name": "x", "villages": ["430382100201"], "effective": None, "reason": "", "base": "current"},
        "drawing/check/": {"lines": [cut], "grids": [{"key": "x", "name": "x"}]},
        "halves/": {"lines": [cut], "grids": [], "grid": "430382100201001"},
        "lasso/": {"lines": [cut], "grids": [], "places": [[112.505, 27.905]], "into": "430382100201001"},
        "moves/": {"move": "copy", "remarks": "", "leaders": {}},
        "propose/": {"kind": "split", "target": 105, "k": 2, "borders": "natural", "seed": 1, "along": []},
    }[part]  # type: ignore[assignment]
    assert isinstance(good, dict)
    wrong = []
    for turn, field in enumerate([*good, "nothing"], 6 * PARTS.index(part)):
        bare = [*SHAPES, *of_each_class(turn)]
        for told in [
            *bare,
            *([value] for value in SHAPES),
            *([text] for text in of_each_class(turn, count=1)),
        ]:
            body = json.dumps(good | {field: told})
            answer = call(world.callers["planner"], "POST", path, data=body, content_type="application/json")
            if not tally.note(answer):
                wrong.append((field, repr(told)[:80]))
    assert (wrong, no_network) == ([], [])


@pytest.mark.parametrize(
    "kind", ["application/json", "text/plain", "multipart/form-data; boundary=x", "x" * 300]
)
def test_a_body_that_is_no_json(world: World, tally: Tally, no_network: list[object], kind: str):
    visits = f"households/{world.homes['own'].row.token}/visits/"
    wrong = [
        (address, body[:60])
        for body in BODIES
        for address in (f"/api/v1/{visits}", "/api/v1/token/", f"/{visits}", "/login/", "/language/")
        if not tally.note(call(world.callers["village"], "POST", address, data=body, content_type=kind))
    ]
    assert (wrong, no_network) == ([], [])


@pytest.mark.parametrize("pattern", sorted({a.pattern for a in addresses() if a.arguments}))
def test_a_part_of_a_path(world: World, tally: Tally, no_network: list[object], pattern: str):
    wrong = []
    for text in some(TEXTS, len(pattern), of=16):
        part = quote(text.encode("utf-8", "surrogatepass"), safe="")
        head, _less, rest = pattern.partition("<")
        address = f"/{head}{part}{rest.partition('>')[2].replace('<token>', part)}"
        if not tally.note(call(world.callers["county"], "GET", address)):
            wrong.append(address)
    assert (wrong, no_network) == ([], [])


@pytest.mark.parametrize(
    "name",
    [
        "Accept",
        "Accept-Language",
        "Authorization",
        "Cookie",
        "X-Request-ID",
        "X-Forwarded-For",
        "Host",
        "If-None-Match",
    ],
)
def test_a_header(world: World, tally: Tally, no_network: list[object], name: str):
    wrong = []
    for text in some(TEXTS, len(name)):
        value = text.encode("utf-8", "surrogatepass").decode("latin-1").translate(dict.fromkeys(b"\r\n\0"))
        answers = [
            call(world.callers["anonymous"], "GET", address, headers={name: value})
            for address in ("/api/v1/areas/", "/login/")
        ]
        wrong += [value[:80] for answer in answers if not tally.note(answer)]
    assert (wrong, no_network) == ([], [])


def test_so_many_bad_inputs_were_sent(tally: Tally, capsys: pytest.CaptureFixture[str]):
    requests = dict(sorted(tally.items()))
    tell(capsys, f"{tally.inputs} bad inputs in {tally.total()} requests: {requests}")
    assert tally.inputs >= LEAST
    assert tally[400] > 1_000

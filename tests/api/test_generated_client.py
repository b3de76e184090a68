"""A client generated from the description alone does a day's work over HTTP: no answer surprises it."""

import datetime as dt
import importlib
import inspect
import pkgutil
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from geodata.accounts.models import User
from geodata.base.periods import today
from geodata.jobs.running import run_now
from geodata.jobs.service import start
from tests import village as v
from tests import worlds
from tests.federation.conftest import SECRET as PUBLISHING

WEST = "430382100201"
SECRET = "correct horse 例"
NAME = "client_made_for_tests"
TOOL = "import sys; from openapi_python_client.cli import app; sys.exit(app())"
# The one thing that this generator has to be told: a GeoPackage is bytes.
CONFIG = f"""post_hooks: []
package_name_override: {NAME}
content_type_overrides:
  application/geopackage+sqlite3: application/octet-stream
"""

Ask = Callable[..., Any]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    """Generated without a single warning."""
    folder = tmp_path_factory.mktemp("client")
    description, config, target = folder / "schema.yaml", folder / "config.yaml", folder / NAME
    call_command("spectacular", "--file", str(description), stdout=StringIO())
    config.write_text(CONFIG)
    options = {"--path": description, "--config": config, "--output-path": target, "--meta": "none"}
    words = [str(word) for pair in options.items() for word in pair]
    done = subprocess.run(
        [sys.executable, "-c", TOOL, "generate", "--fail-on-warning", *words],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, "WARNING" in done.stdout) == (0, False), done.stdout + done.stderr
    sys.path.insert(0, str(folder))
    yield importlib.import_module(NAME)
    sys.path.remove(str(folder))
    for name in [name for name in sys.modules if name.partition(".")[0] == NAME]:
        del sys.modules[name]


@pytest.fixture
def county(transactional_db: None) -> v.County:
    """Its own, as the server's threads look at it."""
    worlds.defaults()
    return v.lived_in_county()


def with_password(who: User) -> User:
    who.set_password(SECRET)
    who.save()
    return who


@pytest.fixture
def models(library: ModuleType) -> ModuleType:
    return importlib.import_module(f"{NAME}.models")


@pytest.fixture
def signed_in(library: ModuleType, models: ModuleType, live_server: Any) -> Callable[[User], Ask]:
    """`signed_in(user)("households.visit", …)` calls one operation with the token that signing in gave."""

    def sign_in(who: User) -> Ask:
        stranger = library.Client(base_url=live_server.url)
        body = models.TokenIn(username=with_password(who).username, password=SECRET)
        parsed = operation("token.token").sync_detailed(client=stranger, body=body).parsed
        client = library.AuthenticatedClient(base_url=live_server.url, token=parsed.token)

        def ask(name: str, *place: str, **told: Any) -> Any:
            return operation(name).sync_detailed(*place, client=client, **told)

        ask.client = client  # type: ignore[attr-defined]
        return ask

    return sign_in


@pytest.fixture
def cadre(county: v.County, signed_in: Callable[[User], Ask]) -> Ask:
    return signed_in(v.officer("village_officer", county.west, name="qingxi"))


def operation(name: str) -> ModuleType:
    return importlib.import_module(f"{NAME}.api.{name}")


def operations(library: ModuleType) -> Iterator[str]:
    root = importlib.import_module(f"{NAME}.api")
    for found in pkgutil.walk_packages(root.__path__, f"{root.__name__}."):
        if not found.ispkg:
            yield found.name.removeprefix(f"{root.__name__}.")


def test_every_question_without_a_place_is_answered_in_a_known_shape(library, county, signed_in, settings):
    settings.PUBLISHING_KEY = PUBLISHING
    ask = signed_in(v.officer("county_officer", county.county))
    asked = []
    for name in operations(library):
        needed = inspect.signature(operation(name)._get_kwargs).parameters.values()
        if all(each.default is not inspect.Parameter.empty for each in needed):
            method = operation(name)._get_kwargs()["method"]
            if method == "get":
                answer = ask(name)
                assert (answer.status_code, type(answer.parsed).__name__ != "Problem") == (200, True), name
                asked.append(name)
    assert len(asked) >= 12


def test_areas_come_with_their_borders(cadre, models):
    level = models.AreasLevel("grid")
    features = cadre("areas.areas", level=level).parsed.features
    assert [area.id for area in features] == [f"{WEST}001", f"{WEST}002"]
    assert features[0].geometry.type_ == "MultiPolygon"


def test_coverage_adds_up(cadre, models):
    parsed = cadre("coverage.coverage", area=WEST, by=models.CoverageBy("grid")).parsed
    assert parsed.total.households == sum(row.households for row in parsed.results) == 3


def test_the_next_page_is_where_next_says(cadre, models):
    first = cadre("households.households", limit=2).parsed
    more = cadre.client.get_httpx_client().get(first.next_)
    second = models.HouseholdsOut.from_dict(more.json())
    tokens = [home.properties.token for home in [*first.features, *second.features]]
    assert (len(set(tokens)), second.next_) == (3, None)


def test_one_household(cadre, county):
    parsed = cadre("households.household", county.homes[0].token).parsed
    assert (parsed.properties.token, parsed.properties.last_met) == (
        county.homes[0].token,
        today() - dt.timedelta(days=3),
    )


def test_a_visit_is_recorded_once_and_another_by_its_id_refused(cadre, county, models):
    visit = models.VisitIn(client_id=uuid.uuid4(), day=today())
    answers = [cadre("households.visit", county.homes[1].token, body=visit) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 200]
    visit.note = "换了内容"
    refused = cadre("households.visit", county.homes[1].token, body=visit)
    assert (refused.status_code, refused.parsed.type_) == (409, "urn:gridmap:problem:conflict")


def test_a_plan_is_drawn_on_the_version_that_was_seen(county, signed_in, models):
    ask = signed_in(v.officer("planner", county.county))
    response = ask("plans.plan_made", body=models.PlanIn(name="例方案", villages=[WEST]))
    number, seen = str(response.parsed.number), response.headers["ETag"]
    lines = ask("plans.drawing", number).parsed.lines
    drawn = [models.DrawnLine(geometry=border([[112.503, 27.9], [112.503, 27.91]], models))]
    drawn += [models.DrawnLine(geometry=border(line.geometry.coordinates, models)) for line in lines]
    body = models.DrawingIn(lines=drawn)
    saved = ask("plans.drawing_saved", number, body=body, if_match=seen)
    again = ask("plans.drawing_saved", number, body=body, if_match=seen)
    assert [(answer.status_code, len(getattr(answer.parsed, "grids", []))) for answer in (saved, again)] == [
        (200, 3),
        (412, 0),
    ]


def border(coordinates: list[list[float]], models: ModuleType) -> Any:
    return models.DrawnLineGeometry(type_="LineString", coordinates=coordinates)


def test_a_plan_goes_out_as_a_file_and_comes_back_as_one(county, signed_in, models):
    ask = signed_in(v.officer("planner", county.county))
    answer = ask("plans.plan_made", body=models.PlanIn(name="例方案", villages=[WEST]))
    number = str(answer.parsed.number)
    taken = ask("plans.plan_geopackage", number).parsed
    types = importlib.import_module(f"{NAME}.types")
    same = ask("plans.plan_filed", number, body=types.File(payload=taken.payload)).parsed.differences
    assert (same.new, same.gone, same.changed) == ([], [], [])


def test_a_job_is_followed_and_its_export_taken(cadre, county):
    job = run_now(exported(User.objects.get(username="qingxi")))
    (listed,) = cadre("jobs.jobs").parsed.jobs
    parsed = cadre("jobs.job", str(job.pk)).parsed
    assert (listed.id, parsed.state.value, parsed.percent) == (job.pk, "done", 100)
    taken = cadre("files.file", Path(parsed.files[0].url.rstrip("/")).name).parsed
    assert taken.payload.read(2) == b"PK"


def exported(who: User) -> Any:
    return start(
        "reports.extract",
        by=who,
        at=timezone.now(),
        arguments={"extract": "households", "area": WEST, "on": today().isoformat(), "form": "xlsx"},
        subject=WEST,
    )


def test_the_tokens_end_is_the_end(cadre):
    assert cadre("token.end_token").status_code == 204
    refused = cadre("me.me")
    assert (refused.status_code, refused.parsed.status) == (401, 401)

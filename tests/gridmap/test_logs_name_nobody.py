"""Nothing that names a person or opens a door is written to a log: pages, refusals, errors and jobs, then a search."""

import io
import json
import logging
import stat
from collections.abc import Iterator

import pytest
from django.contrib.sessions.models import Session
from django.db import IntegrityError, connection
from django.test import Client
from django.utils import timezone

from geodata.accounts import links
from geodata.accounts.links import new_link
from geodata.accounts.models import ApiToken
from geodata.base.periods import today
from geodata.cards.models import Card
from geodata.jobs.models import Job
from geodata.jobs.running import run_now
from geodata.jobs.service import start
from geodata.people.models import Household
from gridmap import logs, slow_statements
from gridmap.local import cluster, paths, web
from tests import village as v
from tests.jobs import kinds  # noqa: F401  (registers them)
from tests.roles import owner

NAME, PHONE, CARD = "例MARKNAME", "10000009999", "markcardmarkcardmark12"
pytestmark = pytest.mark.owner("jobs are seen by nobody but their user, as whom the requests run")


class Lines(logging.StreamHandler):
    """What the service would have written."""

    def __init__(self) -> None:
        super().__init__(io.StringIO())
        self.setFormatter(logs.JsonLines())

    @property
    def text(self) -> str:
        return self.stream.getvalue()


@pytest.fixture
def lines() -> Iterator[Lines]:
    handler = Lines()
    logging.getLogger().addHandler(handler)
    try:
        yield handler
    finally:
        logging.getLogger().removeHandler(handler)


@pytest.fixture
def home(places: v.County) -> Household:
    with owner():
        row = places.homes[0]
        Household.objects.filter(pk=row.pk).update(head_name=NAME, phones=[PHONE])
        Card.objects.create(
            kind=Card.Kind.POLICY, household=row, village_id=row.village_id, token=CARD, printed_on=today()
        )
    row.refresh_from_db()
    return row


def secrets(home: Household, *more: str) -> list[str]:
    return [home.token, home.number, NAME, PHONE, CARD, *more]


def marks_in(lines: Lines, marks: list[str]) -> list[str]:
    logged = json.dumps([json.loads(line) for line in lines.text.splitlines()], ensure_ascii=False)
    escaped = [mark.encode("unicode_escape").decode() for mark in marks]
    return [mark for mark in {*marks, *escaped} if mark in logged]


def test_requests_refusals_and_errors_name_nobody(places: v.County, home: Household, lines: Lines):
    who = v.officer("village_officer", places.west)
    client = Client(raise_request_exception=False)
    client.force_login(who)
    link = "/link/{}/{}/".format(*new_link(v.user()))
    token = ApiToken.issue(user=who, at=timezone.now())
    for path in (
        f"/households/{home.token}/", f"/households/{home.token}/?q={NAME}", f"/households/{home.token}/nowhere/",
        f"/c/{CARD}/", f"/{NAME}/{PHONE}/", f"/gaps/?q={NAME}", f"/api/v1/households/{home.token}/",
        f"/api/v1/households/?search={PHONE}", f"/api/v1/{home.token}/", link, f"/exports/{PHONE}/{NAME}.csv",
    ):  # fmt: skip
        for asked in (client, Client()):
            asked.get(path)
            asked.post(path, {"head_name": NAME})
    strict = Client(enforce_csrf_checks=True, headers={"Referer": f"https://elsewhere.example/{home.token}"})
    strict.force_login(who)
    strict.post(f"/households/{home.token}/visits/", {"note": NAME}, secure=True)
    Client().get("/api/v1/me/", headers={"Authorization": f"Bearer {token[:-1]}"})
    assert "households/<str:token>/" in lines.text
    assert marks_in(lines, secrets(home, token, link.split("/")[3])) == []


def test_a_line_of_an_unknown_address_tells_no_route(db: None, client: Client, lines: Lines):
    client.get(f"/{NAME}/")
    assert json.loads(lines.text.splitlines()[-1])["route"] == ""


def broken(*_asked: object, **_more: object) -> None:
    with connection.cursor() as cursor:
        insert = "INSERT INTO django_session (session_key, session_data, expire_date) VALUES (%s, %s, now())"
        cursor.execute(insert, [NAME, PHONE])
        try:
            cursor.execute(insert, [NAME, PHONE])
        except IntegrityError as refused:
            raise ValueError(f"{NAME} {PHONE}") from refused


@pytest.mark.parametrize("path", ["/today/", "/api/v1/me/"])
def test_an_error_tells_where_it_was_and_not_what_it_says(
    places: v.County, home: Household, lines: Lines, monkeypatch: pytest.MonkeyPatch, path: str
):
    monkeypatch.setattr("geodata.contacts.rights._scope", broken)
    client = Client(raise_request_exception=False)
    client.force_login(v.officer("village_officer", places.west))
    assert client.get(path).status_code == 500
    assert marks_in(lines, secrets(home)) == []
    assert "test_logs_name_nobody.py" in lines.text and "builtins.ValueError" in lines.text
    assert "23505 django_session django_session_pkey" in lines.text


def test_a_job_that_fails_names_nobody(
    places: v.County, home: Household, lines: Lines, monkeypatch: pytest.MonkeyPatch
):
    who = v.officer("village_officer", places.west)
    monkeypatch.setattr("tests.jobs.kinds._fail", broken)
    job = start("trial.write", by=who, at=timezone.now(), arguments={"rows": 1, "fail": NAME}, about=NAME)
    with pytest.raises(ValueError, match=NAME):
        run_now(job)
    logging.getLogger("gridmap.jobs").error("a job failed", exc_info=ValueError(NAME))
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(args::text, ' ') FROM procrastinate_jobs")
        assert NAME not in cursor.fetchone()[0]
    assert marks_in(lines, secrets(home)) == []


def test_slips_are_asked_for_made_taken_and_used_and_no_log_tells_a_link(
    places: v.County, lines: Lines, monkeypatch: pytest.MonkeyPatch
):
    made: list[str] = []
    new_code = links._new_code
    monkeypatch.setattr(links, "_new_code", lambda: made.append(new_code()) or made[-1])
    logging.getLogger().setLevel(logging.INFO)
    who, member = v.officer("township_officer", places.town), v.member(places.west).user
    client = Client(raise_request_exception=False)
    client.force_login(who)
    client.post(f"/accounts/slips/?area={places.west.code}", {})
    client.post("/api/v1/accounts/slips/", {"village": places.west.code}, content_type="application/json")
    job = run_now(Job.objects.get(kind="accounts.slips"))
    file = f"/files/{job.files.get().pk}/"
    client.get(file)
    assert client.post(file).content[:4] == b"%PDF"
    assert client.post(file).status_code == 404
    code = next(code for code in made if links.holder_of(str(member.pk), code))
    person = Client()
    opened = person.get(f"/link/{member.pk}/{code}/")
    assert code not in str(list(Session.objects.values_list("session_data", flat=True)))
    person.post(opened.url, {"password1": "short", "password2": "short"})
    person.post(opened.url, {"password1": "nine green bottles", "password2": "nine green bottles"})
    person.get(f"/link/{member.pk}/{code}/")
    assert made and "accounts/slips/" in lines.text
    marks = [mark for code in made for mark in (code, code.replace("-", ""))]
    assert marks_in(lines, [*marks, member.username, "nine green bottles"]) == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(args::text, ' ') FROM procrastinate_jobs")
        assert not any(mark in cursor.fetchone()[0] for mark in marks[:1])


def test_a_slow_statement_is_told_without_its_values(db: None, lines: Lines, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(slow_statements, "SLOW", 0.0)
    Household.objects.filter(head_name=NAME).exists()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT '{NAME}'")
    assert '"statement": "SELECT' in lines.text
    assert marks_in(lines, [NAME]) == []


def test_what_speaks_of_the_machine_keeps_its_words(lines: Lines):
    class OperationalError(Exception):
        pass

    logging.getLogger("gridmap").error("x", exc_info=OperationalError("connection refused\nDETAIL: 例"))
    assert "connection refused" in lines.text and "例" not in lines.text


def test_the_databases_log_holds_no_statement_and_no_value():
    for line in (
        "log_min_error_statement = panic", "log_min_duration_statement = -1", "log_parameter_max_length = 0",
        "log_min_messages = log", "log_error_verbosity = terse",
    ):  # fmt: skip
        assert f"\n{line}\n" in cluster.SETTINGS


def test_the_web_server_writes_no_list_of_addresses():
    assert not [
        word for word in web.command(web.HERE, 8000) if "access-log" in word and "no-access-log" not in word
    ]


def test_logs_are_for_nobody_else(tmp_path):
    place = tmp_path / "log"
    place.mkdir(mode=0o755)
    (place / "web.log").touch(mode=0o644)
    with paths.log_file(place / "web.log") as log:
        log.write("a\n")
    assert stat.S_IMODE((place / "web.log").stat().st_mode) == 0o600
    assert stat.S_IMODE(place.stat().st_mode) == 0o700
    assert stat.S_IMODE(paths.closed(tmp_path / ".local", way=True).stat().st_mode) in (0o700, 0o711)

"""The files for a server of one's own agree with the service that they are for."""

import configparser
import re

import pytest
from django.conf import settings
from django.core.management import get_commands

from gridmap.local import cluster
from gridmap.serving.bodies import LARGEST, MB
from tests.deploy.files import DEPLOY, UNITS, assignments, command, nginx, said, unit
from tests.docs.test_operations import PAGE, read_variables

NGINX = nginx((DEPLOY / "nginx" / "gridmap.conf").read_text())


def seconds(word: str) -> int:
    return int(word.rstrip("s"))


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.stem)
def test_a_unit_starts_what_there_is_as_nobody_in_particular(path) -> None:
    words = " ".join(command(path, "python")).split()
    names = [words[place + 1] for place, word in enumerate(words) if word == "manage.py"]
    assert all(name in get_commands() for name in names)
    assert names or words[1:] == ["-m", "gridmap.serving"]
    told = unit(path)
    assert told["User"] == ["gridmap"]
    assert told["ProtectSystem"] == ["strict"]
    # The reader of strangers' files makes walls of its own out of them.
    assert "RestrictNamespaces" not in told


def test_a_unit_gives_what_is_under_way_its_time() -> None:
    (stop,) = unit(DEPLOY / "systemd" / "gridmap-web.service")["TimeoutStopSec"]
    assert int(stop) > settings.WEB_GRACE_SECONDS


def test_only_what_owns_the_tables_is_told_their_owner() -> None:
    told = {path.stem for path in UNITS if any("owner.env" in file for file in unit(path)["EnvironmentFile"])}
    assert told == {"gridmap-backup", "gridmap-forget"}


def test_each_timer_has_its_service() -> None:
    timers = {path.stem for path in (DEPLOY / "systemd").glob("*.timer")}
    assert timers == {"gridmap-backup", "gridmap-forget"}
    assert timers <= {path.stem for path in UNITS}


def test_nginx_takes_in_what_the_service_takes_in() -> None:
    assert said(NGINX, "client_max_body_size") == [[f"{LARGEST // MB}m"]]
    assert said(NGINX, "proxy_request_buffering") == [["on"]]
    assert said(NGINX, "proxy_next_upstream") == [["off"]]


def test_nginx_leaves_a_connection_before_the_service_does() -> None:
    ((idle,),) = said(NGINX, "keepalive_timeout")
    assert seconds(idle) < settings.WEB_HEAD_SECONDS
    ((answer,),) = said(NGINX, "proxy_read_timeout")
    assert seconds(answer) > settings.WEB_GRACE_SECONDS


def test_nginx_says_itself_who_asks_and_under_which_number() -> None:
    headers = dict(words for words in said(NGINX, "proxy_set_header") if len(words) == 2)
    assert headers["X-Forwarded-For"] == "$remote_addr"
    assert headers["X-Request-ID"] == "$request_id"
    assert headers["X-Forwarded-Proto"] == "$scheme"


def test_nginx_writes_no_path_and_no_address_of_a_caller() -> None:
    ((_name, *parts),) = [words for words in said(NGINX, "log_format") if words[0] == "gridmap"]
    line = "".join(parts)
    assert "$gridmap_part" in line
    assert not re.search(r"\$(request|uri|request_uri|args|remote_addr|remote_user|http_\w+)\b", line)


@pytest.mark.parametrize("text", ["server { listen 80; ", "listen 80", "server { } }"])
def test_what_nginx_would_not_read_is_seen(text: str) -> None:
    with pytest.raises(ValueError, match=r"no end|no ;|too many"):
        nginx(text)


def test_the_pooler_gives_a_connection_to_a_transaction() -> None:
    pooler = configparser.ConfigParser(comment_prefixes=(";",))
    pooler.read(DEPLOY / "pgbouncer" / "pgbouncer.ini")
    assert pooler["pgbouncer"]["pool_mode"] == "transaction"
    # Sent by each web process, which sets its limits so.
    assert "options" in pooler["pgbouncer"]["ignore_startup_parameters"].split(",")
    port = pooler["pgbouncer"]["listen_port"]
    told = assignments(DEPLOY / "gridmap.env.example")
    assert f":{port}/" in told["WEB_DATABASE_URL"]
    assert f":{port}/" not in told["WORKER_DATABASE_URL"]


def test_behind_the_pooler_the_limits_stand_with_the_login() -> None:
    roles = (DEPLOY / "postgresql" / "roles.sql").read_text()
    limits = dict(re.findall(r"ALTER ROLE gridmap_app SET (\w+) = '(\w+)'", roles))
    defaults = read_variables()
    assert limits == {
        "statement_timeout": f"{defaults['GRIDMAP_STATEMENT_SECONDS']}s",
        "lock_timeout": f"{defaults['GRIDMAP_LOCK_SECONDS']}s",
        "idle_in_transaction_session_timeout": f"{defaults['GRIDMAP_IDLE_SECONDS']}s",
    }


def test_a_server_of_ones_own_logs_as_little_as_the_private_one() -> None:
    lines = [line.partition(" = ") for line in cluster.SETTINGS.splitlines() if not line.startswith("#")]
    private = {name: value.strip("'") for name, _sign, value in lines if name.startswith("log_")}
    del private["log_line_prefix"]
    told = assignments(DEPLOY / "postgresql" / "gridmap.conf")
    assert {name: told.get(name) for name in private} == private
    assert (told["fsync"], told["synchronous_commit"]) == ("on", "on")


def test_the_examples_name_variables_that_there_are() -> None:
    named = {name for file in DEPLOY.glob("*.env.example") for name in assignments(file)}
    assert named <= set(read_variables())
    assert "DATABASE_URL" not in assignments(DEPLOY / "gridmap.env.example")


def test_the_page_leads_through_every_file() -> None:
    files = [path for path in DEPLOY.rglob("*") if path.is_file()]
    lost = [path for path in files if f"deploy/{path.relative_to(DEPLOY).parts[0]}" not in PAGE]
    assert lost == []


def test_a_container_runs_as_nobodys_root_on_what_it_cannot_write() -> None:
    file = (DEPLOY / "container" / "Containerfile").read_text()
    compose = (DEPLOY / "container" / "compose.yaml").read_text()
    assert re.findall(r"^USER (\w+)$", file, re.MULTILINE) == ["10001"]
    assert "read_only: true" in compose
    assert "cap_drop: [ALL]" in compose

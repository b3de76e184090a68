"""The whole of deploy/ before a county: nginx, PgBouncer, web by its unit, a worker past the pooler. `python -m bench.drills front`

The files are those of deploy/, with other places, ports and no TLS.
"""

import http.client
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from bench.drills.finding import Finding, NotHere, same
from bench.drills.own_server import OwnServer
from bench.drills.place import UNBOUNDED, Serving
from bench.drills.senders import sending
from bench.drills.web import cookie_of, on_record
from gridmap.local.cluster import DATABASE, WEB
from gridmap.local.paths import CHECKOUT
from gridmap.local.steps import alone
from gridmap.management.commands.prepare import collect_static_files
from gridmap.serving.bodies import LARGEST

SECONDS, PHONES = 30, 16
DEPLOY = CHECKOUT / "deploy"
PAGES = ("/today/", "/coverage/", "/api/v1/me/", "/login/", "/no/such/page/")


def run(place: OwnServer, seconds: int = SECONDS) -> Iterator[Finding]:
    from bench.visits import cadres

    for program in ("nginx", "pgbouncer"):
        if shutil.which(program) is None:
            raise NotHere(f"{program} is not installed")
    with alone():
        collect_static_files()
    crowd = cadres(PHONES)
    cookie = cookie_of(crowd[0][0])
    phones = [(token, [home[0] for home in homes]) for _user, token, homes in crowd]
    with tempfile.TemporaryDirectory() as folder, stack(place, Path(folder)) as ports:
        front, direct, pooled = ports
        with sending(front.port, phones) as sent:
            time.sleep(seconds)
        stored, rows = on_record(sent.acknowledged), on_record(sent.begun)
        yield Finding("visits sent through nginx and PgBouncer", f"{len(sent.begun):,}", bool(sent.begun))
        yield same("acknowledged visits are stored", stored[0], len(sent.acknowledged))
        yield same("visits sent again are stored once", rows[1], rows[0])
        yield Finding("tries that failed", str(sent.failures), sent.failures == 0)
        alike = [0 < front.status(path, cookie) == direct.status(path, cookie) < 500 for path in PAGES]
        yield same("pages answer in front as behind", sum(alike), len(PAGES))
        yield same("connections of the pool without a request's settings", *clean(pooled))
        yield Finding("a body beyond 22 MB", str(too_large(front.port)), too_large(front.port) == 413)
        yield Finding("a worker past the pooler beats", *beats(direct))
        told = (Path(folder) / "gridmap.log").read_text()
        homes = {home for _token, own in phones for home in own}
        lost = [home for home in homes if home in told]
        yield Finding("households named in nginx's log", str(len(lost)), bool(told) and not lost)


@contextmanager
def stack(place: OwnServer, folder: Path) -> Iterator[tuple[Serving, Serving, int]]:
    """nginx before the web server, that server itself, and the pooler's port."""
    front, direct, pooled = (free_port() for _each in range(3))
    shutil.chown(folder, place.cluster.account.uid, place.cluster.account.gid)
    folder.chmod(0o755)
    past = f"postgres://{WEB}@/{DATABASE}?host={place.cluster.sockets}"
    told = os.environ | {
        "HOST": "127.0.0.1", "PORT": str(direct), "GRIDMAP_PROXIES": "1", "DATABASE_URL": place.url,
        "WEB_DATABASE_URL": f"postgres://{WEB}@127.0.0.1:{pooled}/{DATABASE}", "WORKER_DATABASE_URL": past,
        "GRIDMAP_API_RATE": UNBOUNDED, "GRIDMAP_PAGE_RATE": UNBOUNDED, "GRIDMAP_ADDRESS_RATE": UNBOUNDED,
    }  # fmt: skip
    told.pop("GRIDMAP_LOGIN", None)
    commands = [
        pooler(place, folder, pooled), [sys.executable, "-m", "gridmap.serving"],
        [sys.executable, "manage.py", "work"], nginx(folder, front, direct),
    ]  # fmt: skip
    processes: list[subprocess.Popen[bytes]] = []
    try:
        with (folder / "log").open("w") as log:
            processes += [
                subprocess.Popen(command, cwd=CHECKOUT, env=told, stdout=log, stderr=log)
                for command in commands
            ]
        servers = Serving(processes[3].pid, front), Serving(processes[1].pid, direct)
        give_up = time.monotonic() + 120
        while [each.status("/readyz") for each in servers] != [200, 200]:
            if time.monotonic() > give_up:
                raise SystemExit((folder / "log").read_text()[-3000:])
            time.sleep(0.2)
        yield *servers, pooled
    finally:
        for process in reversed(processes):
            process.terminate()
        for process in processes:
            process.wait(timeout=150)


def pooler(place: OwnServer, folder: Path, port: int) -> list[str]:
    text = (DEPLOY / "pgbouncer" / "pgbouncer.ini").read_text()
    host = f"gridmap = host={place.cluster.sockets} port=5432 dbname={DATABASE} user={WEB}"
    changes = {
        r"^gridmap = .*": host, r"^listen_port = .*": f"listen_port = {port}", r"^auth_type = .*": "auth_type = any",
        r"^auth_file = .*": f"unix_socket_dir =\npidfile = {folder}/pgbouncer.pid",
    }  # fmt: skip
    file = folder / "pgbouncer.ini"
    file.write_text(changed(text, changes))
    account = ["-u", place.cluster.account.name] if os.geteuid() == 0 else []
    return ["pgbouncer", *account, str(file)]


def nginx(folder: Path, port: int, upstream: int) -> list[str]:
    text = (DEPLOY / "nginx" / "gridmap.conf").read_text()
    text = text[: text.index("server {\n    listen 80;")] + text[text.index("server {\n    listen 443") :]
    changes = {
        r"^.*listen \[::\]:443.*\n": "", r"listen 443 ssl http2;": f"listen 127.0.0.1:{port};",
        r"^    ssl_.*\n": "", r"127\.0\.0\.1:8000": f"127.0.0.1:{upstream}", r"/var/log/nginx": str(folder),
        r"server_name .*;": "server_name 127.0.0.1;",
    }  # fmt: skip
    whole = f"daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx-start.log;\n"
    user = "user root;\n" if os.geteuid() == 0 else ""
    places = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy"))
    file = folder / "nginx.conf"
    file.write_text(
        f"{user}{whole}events {{ worker_connections 2048; }}\nhttp {{\n{places}{changed(text, changes)}}}\n"
    )
    return ["nginx", "-p", str(folder), "-c", str(file)]


def changed(text: str, changes: dict[str, str]) -> str:
    for pattern, value in changes.items():
        text, times = re.subn(pattern, value, text, flags=re.MULTILINE)
        if not times:
            raise SystemExit(f"{pattern} is not in the file any more")
    return text


def clean(port: int) -> tuple[int, int]:
    """How many connections that the pool gives out hold nothing of a request before, of how many."""
    question = (
        "SELECT current_setting('role'), coalesce(current_setting('gridmap.villages', true), ''),"
        " coalesce(current_setting('gridmap.user', true), '')"
    )
    found = []
    for _each in range(20):
        with psycopg.connect(f"postgres://{WEB}@127.0.0.1:{port}/{DATABASE}", autocommit=True) as pooled:
            found.append(pooled.execute(question).fetchone() == ("none", "", ""))
    return sum(found), len(found)


def too_large(port: int) -> int:
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    asking.putrequest("POST", "/api/v1/imports/")
    asking.putheader("Content-Length", str(LARGEST + 1))
    asking.endheaders()
    return asking.getresponse().status


def beats(server: Serving) -> tuple[str, bool]:
    give_up = time.monotonic() + 60
    while time.monotonic() < give_up:
        asking = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
        asking.request("GET", "/healthz")
        body = asking.getresponse().read().decode()
        if '"worker": {"ok": true' in body:
            return "yes", True
        time.sleep(1)
    return "no", False


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])

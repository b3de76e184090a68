"""Databases for measuring, beside the one that people use: `bench_22000` and the larger cities of copies, made once and kept."""

import os
import subprocess
import sys
from urllib.parse import quote

import django
import psycopg
from django.conf import settings
from django.db import connection

from gridmap.local.cluster import SUPERUSER

COUNTY = 22_000
"""Households that are invented; more of them are a city of copies (city.py)."""
OWN = ("bench_", "test_")
"""How the names of databases begin in which a bench may write, and take away what it finds."""


class NotOurs(SystemExit):
    """The database is one that people use."""


def begin() -> None:
    """Set Django up on a database of the benches' own. Raises NotOurs for any other, before anything is asked of it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gridmap.settings")
    django.setup()
    if not (name := str(settings.DATABASES["default"]["NAME"])).startswith(OWN):
        raise NotOurs(
            f"{name} is no database of the benches: they write in it and take away what they find. `python -m bench NAME`"
            f" makes one and measures there; by hand: DATABASE_URL={url_of('bench_22000')}"
        )


def url_of(name: str, *, login: str = "") -> str:
    """The address of another database on the same server, for the same login or another that needs no password."""
    at = settings.DATABASES["default"]
    login = login or quote(at.get("USER") or "") + (f":{quote(at['PASSWORD'])}" if at.get("PASSWORD") else "")
    host = quote(str(at.get("HOST") or ""), safe="")
    port = f"&port={at['PORT']}" if at.get("PORT") else ""
    return f"postgres://{login}@/{name}?host={host}{port}"


def ensure(households: int) -> str:
    """The address of a database with that many invented households, built if it is not there."""
    name = f"bench_{households}"
    parameters = connection.get_connection_params()
    with psycopg.connect(**parameters, autocommit=True) as server:
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            print(f"building {name} …", flush=True)
            if households > COUNTY:
                _multiply(server, f"{name}_building", households // COUNTY)
            else:
                server.execute(f'CREATE DATABASE "{name}_building"')
                manage(url_of(f"{name}_building"), "migrate", "--verbosity", "0")
                manage(url_of(f"{name}_building"), "make_demo", "--households", str(households))
            server.execute(f'ALTER DATABASE "{name}_building" RENAME TO "{name}"')
    # A database that was made by an earlier state of the code would be measured with its laws, and no server would serve it.
    manage(url_of(name), "migrate", "--verbosity", "0")
    return url_of(name)


def _multiply(server: psycopg.Connection[tuple[object, ...]], name: str, copies: int) -> None:
    """A city of copies of the county, whose tallies are counted before; by the superuser of a cluster of ours."""
    from bench.city import multiply

    county = ensure(COUNTY)
    count = "from bench.databases import begin; begin(); from bench.tallies import count; count()"
    subprocess.run([sys.executable, "-c", count], check=True, env=os.environ | {"DATABASE_URL": county})
    server.execute(f'CREATE DATABASE "{name}" TEMPLATE "bench_{COUNTY}"')
    multiply(url_of(name, login=SUPERUSER), copies)


def manage(url: str, *arguments: str) -> None:
    """Run manage.py on another database, in a process of its own."""
    subprocess.run(
        [sys.executable, "manage.py", *arguments], check=True, env=os.environ | {"DATABASE_URL": url}
    )

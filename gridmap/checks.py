"""Start-up checks gridmap.E001…: each says what is wrong with an installation and how to mend it.

Run by every `manage.py` command; those that ask the database (E001–E004, E010, W002) by `manage.py check --database default` and `migrate`.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as Advice
from django.db import DatabaseError, connections

from geodata.imports.sandbox import held
from geodata.people.models import CareCategory
from geodata.second_line import WEB_ROLE
from geodata.visits.models import VisitRule
from gridmap.databases import OLDEST_POSTGIS, OLDEST_SERVER, is_utf8, number, profile

Apps = Sequence[AppConfig] | None


@register(Tags.database)
def check_database(*, databases: Iterable[str] | None = None, **_: Any) -> list[CheckMessage]:
    """The server, its PostGIS and its locale. An extension that is available but not yet created is made by `migrate`."""
    return [problem for alias in databases or () for problem in _check_one(alias)]


def _check_one(alias: str) -> list[CheckMessage]:
    try:
        found = profile(connections[alias])
    except DatabaseError as error:
        hint = "Is DATABASE_URL right and the server running? Without DATABASE_URL, `make run` starts a private one."
        return [
            Error(f"The database does not answer ({type(error).__name__}).", hint=hint, id="gridmap.E001")
        ]
    problems: list[CheckMessage] = []
    if found.server // 10000 < OLDEST_SERVER:
        text = f"PostgreSQL {found.server // 10000} is too old."
        problems.append(Error(text, hint=f"Use version {OLDEST_SERVER} or newer.", id="gridmap.E002"))
    postgis = found.postgis or found.postgis_available
    if number(postgis) < OLDEST_POSTGIS:
        text = (
            f"PostGIS {postgis} is too old."
            if postgis
            else "PostGIS is not installed on the database server."
        )
        least = ".".join(map(str, OLDEST_POSTGIS))
        problems.append(Error(text, hint=f"Install PostGIS {least} or newer there.", id="gridmap.E003"))
    if not is_utf8(found.lc_ctype):
        text = f"The database's lc_ctype is {found.lc_ctype}: Chinese text would be compared and searched byte by byte."
        hint = "Create the database with LC_CTYPE 'C.UTF-8' (TEMPLATE template0)."
        problems.append(Error(text, hint=hint, id="gridmap.E004"))
    if not found.has_web_role:
        text = f"The role {WEB_ROLE} is missing, and this login may not create it."
        hint = (
            f"As the server's administrator: CREATE ROLE {WEB_ROLE} NOLOGIN; GRANT {WEB_ROLE} TO this login."
        )
        problems.append(Error(text, hint=hint, id="gridmap.E010"))
    if found.web_makes_temporary and found.postgis:
        text = f"The role {WEB_ROLE} may make temporary tables in this database."
        hint = (
            "It is taken away by `migrate` where this login owns the database. Else, as its owner: "
            f"REVOKE TEMPORARY ON DATABASE … FROM PUBLIC, {WEB_ROLE}; GRANT TEMPORARY ON DATABASE … TO this login."
        )
        problems.append(Advice(text, hint=hint, id="gridmap.W002"))
    return problems


@register(Tags.database)
def check_defaults(*, databases: Iterable[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Without care categories nobody is special, without visit rules nobody is overdue, and every report is too good."""
    return [problem for alias in databases or () for problem in _check_defaults(alias)]


def _check_defaults(alias: str) -> list[CheckMessage]:
    try:
        none = [model for model in (CareCategory, VisitRule) if not model.objects.using(alias).exists()]
    except DatabaseError:
        # Said by E001, or the tables are still to come.
        return []
    hint = "Run `manage.py prepare`, which loads the usual ones, or enter your own."
    return [
        Advice(
            f"There are no {model._meta.verbose_name_plural}: reports would be too good.",
            hint=hint,
            id="gridmap.W004",
        )
        for model in none
    ]


@register(Tags.security)
def check_trust(app_configs: Apps = None, **_: Any) -> list[CheckMessage]:
    problems: list[CheckMessage] = []
    if len(settings.SECRET_KEY) < 40 or len(set(settings.SECRET_KEY)) < 10:
        hint = "Set SECRET_KEY to 50 or more random characters, or leave it out: one is made and kept."
        problems.append(Error("SECRET_KEY can be guessed.", hint=hint, id="gridmap.E005"))
    if not settings.DEBUG and "*" in settings.ALLOWED_HOSTS:
        hint = "Set ALLOWED_HOSTS to the names under which the service is reached, separated by commas."
        problems.append(Error("ALLOWED_HOSTS lets every host name in.", hint=hint, id="gridmap.E006"))
    if settings.DEBUG and settings.HTTPS:
        hint = "GRIDMAP_DEBUG shows settings and source to everybody. Remove it where GRIDMAP_HTTPS is set."
        problems.append(Error("GRIDMAP_DEBUG is on in production.", hint=hint, id="gridmap.E007"))
    return problems


@register(Tags.security)
def check_proxies(app_configs: Apps = None, **_: Any) -> list[CheckMessage]:
    """Without knowing its proxies the service takes all callers for one, and one who guesses slows all of them down."""
    if settings.HTTPS and not settings.PROXIES:
        hint = (
            "GRIDMAP_HTTPS says that a proxy speaks TLS for the service. Set GRIDMAP_PROXIES to the number of proxies of "
            "your own that add to X-Forwarded-For; each of them has to overwrite or append, never pass on alone."
        )
        text = "GRIDMAP_PROXIES is not set: all callers behind the proxy would count as one address."
        return [Error(text, hint=hint, id="gridmap.E011")]
    if not settings.PROXIES_SAID and any(not _is_here(host) for host in settings.ALLOWED_HOSTS):
        hint = "Set GRIDMAP_PROXIES to their number, or to 0 if callers reach the service itself."
        text = "ALLOWED_HOSTS names a public host, and GRIDMAP_PROXIES does not say whether proxies stand before it."
        return [Advice(text, hint=hint, id="gridmap.W001")]
    return []


def _is_here(host: str) -> bool:
    """This machine; and `*`, of which E006 speaks."""
    return host.strip("[]").lower() in ("localhost", "testserver", "::1", "*") or host.startswith("127.")


@register(Tags.security, deploy=True)
def check_reading(app_configs: Apps = None, **_: Any) -> list[CheckMessage]:
    """Asked by `check --deploy` alone: it starts a process."""
    if (walls := held()).enough:
        return []
    hint = (
        "Allow user namespaces, or Landlock (Linux 5.13), to the service. Until then workbooks, GeoPackages and archives are "
        "refused; GRIDMAP_READ_UNCONFINED=1 reads them all the same."
    )
    return [
        Advice(
            f"The system offers no walls around the reading of files ({walls}).", hint=hint, id="gridmap.W003"
        )
    ]


@register()
def check_basemap(app_configs: Apps = None, **_: Any) -> list[CheckMessage]:
    if settings.BASEMAP == "tianditu" and not settings.BASEMAP_KEY:
        hint = "Set GRIDMAP_BASEMAP_KEY to the key that Tianditu gave you, or GRIDMAP_BASEMAP to none."
        return [Error("The Tianditu basemap has no key.", hint=hint, id="gridmap.E008")]
    if settings.BASEMAP == "xyz" and not _is_tile_address(settings.BASEMAP_URL):
        hint = "Set GRIDMAP_BASEMAP_URL to an http address with {z}, {x} and {y}, or GRIDMAP_BASEMAP to none."
        return [Error("The basemap's address cannot be used.", hint=hint, id="gridmap.E009")]
    return []


def _is_tile_address(address: str) -> bool:
    return address.startswith(("https://", "http://", "/")) and all(
        part in address for part in ("{z}", "{x}", "{y}")
    )

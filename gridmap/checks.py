"""Start-up checks gridmap.E001…: each says what is wrong with an installation and how to mend it.

Run by every `manage.py` command; those that ask the database (E001–E004, E010, E013, W002) by `manage.py check --database default` and `migrate`.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as Advice
from django.db import DatabaseError, connections, transaction

from geodata.base.manifest import Sealed
from geodata.base.resealing import places
from geodata.base.rls import WEB_ROLE
from geodata.base.sealed import ID, is_opened_by_a_key
from geodata.files.sandbox import held
from geodata.people.models import CareCategory
from geodata.visits.models import VisitRule
from gridmap.databases import OLDEST_POSTGIS, OLDEST_SERVER, is_utf8, number, profile

Apps = Sequence[AppConfig] | None


@register(Tags.database)
def check_database(*, databases: Iterable[str] | None = None, **_: Any) -> list[CheckMessage]:
    """The server, its PostGIS and its locale. An extension that is available but not yet created is made by `migrate`."""
    return [problem for alias in databases or () for problem in _check_one(alias)]


def _check_one(alias: str) -> list[CheckMessage]:
    try:
        server = profile(connections[alias])
    except DatabaseError as error:
        hint = "Is DATABASE_URL right and the server running? Without DATABASE_URL, `make run` starts a private one."
        return [
            Error(f"The database does not answer ({type(error).__name__}).", hint=hint, id="gridmap.E001")
        ]
    problems: list[CheckMessage] = []
    if server.server // 10000 < OLDEST_SERVER:
        text = f"PostgreSQL {server.server // 10000} is too old."
        problems.append(Error(text, hint=f"Use version {OLDEST_SERVER} or newer.", id="gridmap.E002"))
    postgis = server.postgis or server.postgis_available
    if number(postgis) < OLDEST_POSTGIS:
        text = (
            f"PostGIS {postgis} is too old."
            if postgis
            else "PostGIS is not installed on the database server."
        )
        least = ".".join(map(str, OLDEST_POSTGIS))
        problems.append(Error(text, hint=f"Install PostGIS {least} or newer there.", id="gridmap.E003"))
    if not is_utf8(server.lc_ctype):
        text = f"The database's lc_ctype is {server.lc_ctype}: Chinese text would be compared and searched byte by byte."
        hint = "Create the database with LC_CTYPE 'C.UTF-8' (TEMPLATE template0)."
        problems.append(Error(text, hint=hint, id="gridmap.E004"))
    if not server.has_web_role:
        text = f"The role {WEB_ROLE} is missing, and this login may not create it."
        hint = (
            f"As the server's administrator: CREATE ROLE {WEB_ROLE} NOLOGIN; GRANT {WEB_ROLE} TO this login."
        )
        problems.append(Error(text, hint=hint, id="gridmap.E010"))
    if server.web_makes_temporary and server.postgis:
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


@register(Tags.database)
def check_sealed(*, databases: Iterable[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Texts whose key is missing are lost until it is back: said before somebody looks for one."""
    return [_lost(place) for alias in databases or () for place in places() if _is_lost(alias, place)]


def _is_lost(alias: str, place: Sealed) -> bool:
    try:
        with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
            # Names of tables and columns, from manifests.
            keys = f"SELECT DISTINCT substr({place.value}, 1, %s) FROM {place.table} t WHERE {place.value} <> ''::bytea"  # noqa: S608
            cursor.execute(keys, [ID])
            return not all(is_opened_by_a_key(bytes(key)) for (key,) in cursor.fetchall())
    except DatabaseError:
        # Said by E001, or the table is still to come.
        return False


def _lost(place: Sealed) -> CheckMessage:
    hint = "Put the key that sealed them behind the present one in GRIDMAP_SEALING_KEYS (or SECRET_KEY_FALLBACKS)."
    return Error(f"Texts in {place.name} are sealed by a key that is missing.", hint=hint, id="gridmap.E013")


@register(Tags.security)
def check_trust(app_configs: Apps = None, **_: Any) -> list[CheckMessage]:
    problems: list[CheckMessage] = []
    if len(settings.SECRET_KEY) < 40 or len(set(settings.SECRET_KEY)) < 10:
        hint = "Set SECRET_KEY to 50 or more random characters, or leave it out: one is made and kept."
        problems.append(Error("SECRET_KEY can be guessed.", hint=hint, id="gridmap.E005"))
    if any(len(key) < 40 or len(set(key)) < 10 for key in settings.SEALING_KEYS):
        hint = "Set GRIDMAP_SEALING_KEYS to keys of 50 or more random characters, or leave it out."
        problems.append(Error("A key that seals texts can be guessed.", hint=hint, id="gridmap.E012"))
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


@register()
def check_outgoing(app_configs: Apps = None, **_: Any) -> list[CheckMessage]:
    """A message without a link leads nowhere, and one without a sender is refused by every server."""
    problems: list[CheckMessage] = []
    if not (settings.EMAIL_HOST or settings.WEBHOOKS):
        return problems
    if not settings.ADDRESS.startswith(("https://", "http://")):
        hint = "Set GRIDMAP_ADDRESS to the address under which the service is reached, such as https://gridmap.example.cn."
        problems.append(
            Error("Messages go out, and their links have no address.", hint=hint, id="gridmap.E014")
        )
    if settings.EMAIL_HOST and "@" not in settings.DEFAULT_FROM_EMAIL:
        hint = "Set GRIDMAP_MAIL_FROM to the e-mail address that sends them."
        problems.append(Error("E-mails have no sender.", hint=hint, id="gridmap.E015"))
    if settings.EMAIL_HOST and settings.MAIL_TLS == "none" and not _is_here(settings.EMAIL_HOST):
        hint = "Set GRIDMAP_MAIL_TLS to tls or starttls, unless the way to the mail server is your own."
        problems.append(Advice("E-mails go to their server unencrypted.", hint=hint, id="gridmap.W005"))
    return problems


def _is_tile_address(address: str) -> bool:
    return address.startswith(("https://", "http://", "/")) and all(
        part in address for part in ("{z}", "{x}", "{y}")
    )

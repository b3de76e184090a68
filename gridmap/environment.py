"""Readers of environment variables that stop the start with the variable's name and a remedy, never with a silent default."""

import base64
import os
import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

RATES = ("second", "minute", "hour", "day")


def text(name: str, default: str = "") -> str:
    """The variable, stripped. An empty one counts as not set."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, default: bool = False) -> bool:
    value = text(name).lower()
    if value in ("1", "true", "yes", "on"):
        return True
    if value in ("0", "false", "no", "off"):
        return False
    if not value:
        return default
    raise ImproperlyConfigured(f"{name} is {value!r}. Set it to 1 or 0.")


def whole(name: str, default: int, *, least: int = 0, most: int = 2**31) -> int:
    value = text(name) or str(default)
    if not value.isascii() or not value.isdigit() or not least <= int(value) <= most:
        raise ImproperlyConfigured(f"{name} is {value!r}. Set it to a whole number from {least} to {most}.")
    return int(value)


def rate(name: str, default: str) -> str:
    """How often in how long: 600/minute."""
    value = text(name, default)
    number, _slash, unit = value.partition("/")
    if not (number.isascii() and number.isdigit() and int(number)) or unit not in RATES:
        raise ImproperlyConfigured(f"{name} is {value!r}. Set it to a number and a time, such as {default}.")
    return value


def choice(name: str, options: Sequence[str], default: str) -> str:
    value = text(name, default)
    if value not in options:
        raise ImproperlyConfigured(f"{name} is {value!r}. Set it to one of: {', '.join(options)}.")
    return value


def words(name: str, default: str = "") -> list[str]:
    """A list separated by commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def origins(name: str) -> list[str]:
    """Other sites by their origins: https://maps.example.cn, several with commas between. None stands for all."""
    found = words(name)
    for origin in found:
        parts = urlsplit(origin)
        if (
            parts.scheme not in ("http", "https")
            or origin != f"{parts.scheme}://{parts.netloc}"
            or not _is_host(parts.netloc)
        ):
            raise ImproperlyConfigured(
                f"{name} is wrong at {origin[:80]!r}. Set it to origins such as https://maps.example.cn, without a path."
            )
    return found


def _is_host(place: str) -> bool:
    return bool(re.fullmatch(r"[a-z0-9][a-z0-9.-]*(:\d{1,5})?", place, re.ASCII))


def webhooks(name: str) -> dict[str, str]:
    """Addresses by the code of a county: 430382=https://…, several with commas between."""
    found = dict(pair.partition("=")[::2] for pair in words(name))
    for code, address in found.items():
        parts = urlsplit(address)
        if (
            len(code) != 6
            or not code.isdecimal()
            or parts.scheme != "https"
            or not parts.hostname
            or "@" in parts.netloc
        ):
            raise ImproperlyConfigured(
                f"{name} is wrong at {code[:6]!r}. Set it to the code of a county, =, and an https address."
            )
    return found


def signing_key(name: str) -> str:
    """32 bytes in base64, or nothing."""
    value = text(name)
    if value and _length(value) != 32:
        raise ImproperlyConfigured(f"{name} is no key. Set it to what `openssl rand -base64 32` prints.")
    return value


def _length(value: str) -> int:
    """In bytes, of base64; of anything else -1."""
    try:
        return len(base64.b64decode(value, validate=True))
    except ValueError:
        return -1


def collectors(name: str) -> dict[str, str]:
    """Names by the SHA-256 of their tokens: province=9f86d0…, several with commas between."""
    found = {}
    for pair in words(name):
        who, _equals, digest = pair.partition("=")
        if not who or not re.fullmatch(r"[0-9a-f]{64}", digest):
            raise ImproperlyConfigured(
                f"{name} is wrong at {who[:20]!r}. Set it to a name, =, and what `printf %s TOKEN | sha256sum` prints."
            )
        found[digest] = who
    return found


def children(name: str) -> tuple[dict[str, object], ...]:
    """A file of installations that publish, in TOML: docs/federation.md shows one. Each county has one of them."""
    if not (path := text(name)):
        return ()
    try:
        told = tomllib.loads(Path(path).read_text(encoding="utf-8"))
        found = tuple({**each, "areas": tuple(each["areas"])} for each in told["child"])
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise ImproperlyConfigured(
            f"{name} cannot be read. Set it to a file as docs/federation.md shows one."
        ) from error
    areas = [area for each in found for area in each["areas"]]
    if wrong := [each.get("name") for each in found if not _is_child(each)]:
        raise ImproperlyConfigured(
            f"{name} is wrong at {wrong[0]!r}. Set it to name, address (https), key, areas, token."
        )
    if len(areas) != len(set(areas)):
        raise ImproperlyConfigured(f"{name} names a county twice. Set it to one installation for each.")
    return found


def _is_child(each: dict[str, object]) -> bool:
    """Over TLS, but for this machine itself."""
    texts = [each.get(part) for part in ("name", "address", "key", "token")]
    if set(each) != {"name", "address", "key", "areas", "token"} or not all(
        isinstance(text, str) for text in texts
    ):
        return False
    parts = urlsplit(str(each["address"]))
    near = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost", "::1")
    return (
        (parts.scheme == "https" or near)
        and bool(parts.hostname)
        and "@" not in parts.netloc
        and _length(str(each["key"])) == 32
        and all(re.fullmatch(r"[0-9]{6}", str(area)) for area in each["areas"])  # type: ignore[attr-defined]
    )


def breaks(name: str, default: str) -> tuple[float, ...]:
    """Four percentages that rise: where five classes meet."""
    remedy = f"Set it to four percentages that rise, for example {default}."
    try:
        percentages = tuple(float(part) for part in words(name, default))
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is {text(name)!r}. {remedy}") from error
    if (
        len(percentages) != 4
        or list(percentages) != sorted(set(percentages))
        or not 0 < percentages[0] <= percentages[-1] < 100
    ):
        raise ImproperlyConfigured(f"{name} is {text(name)!r}. {remedy}")
    return percentages


def span(name: str, default: str) -> tuple[int, int]:
    """Two whole numbers, the least and the most: 80-120."""
    least, _dash, most = text(name, default).partition("-")
    numbers = [
        int(part) if part.isascii() and part.isdigit() else 0 for part in (least.strip(), most.strip())
    ]
    if not 0 < numbers[0] <= numbers[1]:
        raise ImproperlyConfigured(
            f"{name} is {text(name)!r}. Set it to the least and the most, for example {default}."
        )
    return numbers[0], numbers[1]


def box(name: str, default: str) -> tuple[float, float, float, float]:
    """West, south, east, north in degrees (WGS 84)."""
    remedy = f"Set it to west,south,east,north in degrees, for example {default}."
    try:
        west, south, east, north = (float(part) for part in words(name, default))
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is {text(name)!r}. {remedy}") from error
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise ImproperlyConfigured(f"{name} is {text(name)!r}, which is no box. {remedy}")
    return west, south, east, north


def database(name: str, default: str) -> dict[str, object]:
    """The address of a database in the environment, as Django's settings."""
    return address(text(name, default), name)


def databases(name: str) -> list[dict[str, object]]:
    """Addresses of several databases, with blanks between."""
    return [address(url, name) for url in text(name).split()]


def address(url: str, name: str) -> dict[str, object]:
    """postgres://user:password@host:port/name?sslmode=… as Django's settings; host= in the query names a socket's directory.

    Several hosts (user@one,two:5433/name?target_session_attrs=read-write) are tried in their order. `name` is what
    errors call the address.
    """
    remedy = "Set it to postgres://user:password@host:5432/name."
    try:
        parts = urlsplit(url)
        login, _at, places = parts.netloc.rpartition("@")
        hosts, ports = _hosts(places)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} cannot be read as an address. {remedy}") from error
    if parts.scheme not in ("postgres", "postgresql", "postgis") or not parts.path.strip("/"):
        raise ImproperlyConfigured(f"{name} must start with postgres:// and name a database. {remedy}")
    user, _colon, password = login.partition(":")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.contrib.gis.db.backends.postgis",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(user),
        "PASSWORD": unquote(password),
        "HOST": options.pop("host", "") or hosts,
        "PORT": options.pop("port", "") or ports,
        "OPTIONS": options,
    }


def _hosts(places: str) -> tuple[str, str]:
    """one:5432,two as libpq takes them: hosts by commas, and as many ports, or none at all. Raises ValueError."""
    each = [urlsplit(f"//{place}") for place in places.split(",")]
    # By hand: a host of urlsplit is in lower case, and a socket's directory is not.
    names = [unquote(_host_of(part.netloc)) for part in each]
    ports = [str(part.port or "") for part in each]
    return ",".join(names), ",".join(ports) if any(ports) else ""


def _host_of(place: str) -> str:
    inside, bracket, _port = place.partition("]")
    return inside.lstrip("[") if bracket else place.partition(":")[0]


def openid_connect(server: str, *, client: str, secret: str, name: str) -> dict[str, object]:
    """One provider for allauth, or none where no server is set."""
    if not server:
        return {}
    if not server.startswith(("https://", "http://localhost", "http://127.0.0.1")) or not client:
        raise ImproperlyConfigured(
            "GRIDMAP_OIDC_SERVER must be an https address, and GRIDMAP_OIDC_CLIENT the name by which it knows us."
        )
    settings = {"server_url": server, "oauth_pkce_enabled": True}
    app = {"provider_id": "office", "name": name, "client_id": client, "secret": secret, "settings": settings}
    return {"openid_connect": {"APPS": [app]}}

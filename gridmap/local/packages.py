"""What must come from the system: which of it is missing, and apt to fetch it where apt may be used."""

import ctypes.util
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass

from gridmap.local import binaries
from gridmap.local.errors import SetupError
from gridmap.local.steps import run, say

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
WINDOWLESS = "chromium-headless-shell"
# While this file exists, Debian's postgresql package makes no cluster of its own.
NO_MAIN_CLUSTER = "/etc/postgresql-common/createcluster.d/gridmap.conf"


@dataclass(frozen=True)
class Need:
    """Something of the system's, how to see that it is there, and its Debian package (a pattern where releases differ)."""

    name: str
    present: Callable[[], bool]
    package: str


def chromium() -> str | None:
    return next(filter(None, map(shutil.which, CHROMIUM)), None)


def browser_of_tests() -> str | None:
    """Chromium without windows, where there is one: its pages cost half the work."""
    return shutil.which(WINDOWLESS) or chromium()


def _has_chinese_font() -> bool:
    listed = subprocess.run(["fc-list", ":lang=zh"], capture_output=True, text=True, check=False)
    return bool(listed.stdout.strip())


VENV = Need(
    "Python's venv module",
    lambda: importlib.util.find_spec("ensurepip") is not None,
    rf"^python{sys.version_info.major}\.{sys.version_info.minor}-venv$",
)
LIBRARIES = [
    Need("GDAL", lambda: ctypes.util.find_library("gdal") is not None, r"^libgdal[0-9]+(t64)?$"),
    Need("GEOS", lambda: ctypes.util.find_library("geos_c") is not None, r"^libgeos-c1(v5|t64)$"),
    Need(
        "Pango", lambda: ctypes.util.find_library("pangoft2-1.0") is not None, r"^libpangoft2-1\.0-0(t64)?$"
    ),
    Need(
        "HarfBuzz's subsetting",
        lambda: ctypes.util.find_library("harfbuzz-subset") is not None,
        r"^libharfbuzz-subset0$",
    ),
]
TOOLS = [
    Need("npm", lambda: shutil.which("npm") is not None, r"^npm$"),
    Need("gettext", lambda: shutil.which("msgfmt") is not None, r"^gettext$"),
]
SERVER = Need(
    f"PostgreSQL {binaries.OLDEST} or newer with PostGIS",
    lambda: bool(binaries.usable()),
    r"^postgresql-(1[5-9]|[2-9][0-9])-postgis-3$",
)
PRINT = [
    Need("fontconfig", lambda: shutil.which("fc-list") is not None, r"^fontconfig$"),
    Need(
        "a Chinese font",
        lambda: shutil.which("fc-list") is not None and _has_chinese_font(),
        r"^fonts-noto-cjk$",
    ),
]
BROWSER = [Need("Chromium", lambda: chromium() is not None, r"^chromium$")]
LIGHTER = Need(
    "Chromium without windows", lambda: shutil.which(WINDOWLESS) is not None, rf"^{re.escape(WINDOWLESS)}$"
)


def ensure(*, browser: bool = False, server: bool = True) -> None:
    """Install what is missing, or raise with the names of all of it and the command for it."""
    needs = [VENV, *LIBRARIES, *TOOLS, *PRINT, *([SERVER] if server else []), *(BROWSER if browser else [])]
    if missing := absent(needs):
        names = ", ".join(need.name for need in missing)
        prefix = apt_prefix()
        if prefix is None:
            raise SetupError(explain(missing))
        say(f"installing {names} …")
        _install(prefix, missing)
        if still := absent(needs):
            raise SetupError(explain(still))
    if browser and not LIGHTER.present():
        _lighten()


def _lighten() -> None:
    """Fetch the lighter browser where apt has it. Without it tests take longer, and nothing else."""
    prefix = apt_prefix()
    if prefix is None or package_of(LIGHTER) is None:
        return
    say(f"installing {LIGHTER.name} …")
    with suppress(SetupError):
        _install(prefix, [LIGHTER])


def absent(needs: Iterable[Need]) -> list[Need]:
    return [need for need in needs if not need.present()]


def apt_prefix() -> list[str] | None:
    """How apt may be called without a question: as root, by passwordless sudo, or (None) not at all."""
    if shutil.which("apt-get") is None:
        return None
    if os.geteuid() == 0:
        return []
    allowed = (
        shutil.which("sudo")
        and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    )
    return ["sudo", "-n"] if allowed else None


def explain(missing: list[Need]) -> str:
    """What to install, and for Debian and Ubuntu the very command."""
    names = "\n".join(f"  - {need.name}" for need in missing)
    if shutil.which("apt-get") is None:
        return f"These are missing; install them with your system's package manager, then try again:\n{names}"
    packages = " ".join(package_of(need) or need.name for need in missing)
    return f"These are missing:\n{names}\nInstall them, then try again:\n  sudo apt-get install {packages}"


def package_of(need: Need) -> str | None:
    """The newest package of this release that fits the need's pattern, preferring a PostgreSQL that is installed."""
    listed = subprocess.run(
        ["apt-cache", "pkgnames"], capture_output=True, text=True, check=False
    ).stdout.split()
    fitting = sorted((name for name in listed if re.search(need.package, name)), key=_number, reverse=True)
    if need is SERVER:
        majors = [each.major for each in binaries.installed()]
        fitting.sort(key=lambda name: _number(name) not in majors)
    return fitting[0] if fitting else None


def _number(package: str) -> int:
    return int((re.findall(r"\d+", package) or ["0"])[0])


def _install(prefix: list[str], missing: list[Need]) -> None:
    remedy = "Look at apt's message below."
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y"]
    run(*apt, "update", remedy=remedy)
    packages = [package_of(need) for need in missing]
    if None in packages:
        raise SetupError(
            explain([need for need, package in zip(missing, packages, strict=True) if package is None])
        )
    write = f"mkdir -p $(dirname {NO_MAIN_CLUSTER}) && echo 'create_main_cluster = false' > {NO_MAIN_CLUSTER}"
    run(*prefix, "sh", "-c", write, remedy=remedy)
    try:
        run(*apt, "install", "--no-install-recommends", *filter(None, packages), remedy=remedy)
    finally:
        run(*prefix, "rm", "-f", NO_MAIN_CLUSTER, remedy=remedy)

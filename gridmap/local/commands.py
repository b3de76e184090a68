"""What `make` calls: each command takes its arguments and returns the process's exit code."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from gridmap.local import dependencies, description, leftovers, messages, packages, web, worker
from gridmap.local.cluster import Cluster, trial
from gridmap.local.demo import greeting, told_code
from gridmap.local.dependencies import PYTHON
from gridmap.local.errors import SetupError
from gridmap.local.paths import CHECKOUT, LOCAL, PACKAGES, VENV
from gridmap.local.steps import alone, say

# What set-up and its tools make in a checkout, besides the data elsewhere that Cluster.destroy() knows of.
MADE = (VENV, LOCAL, dependencies.MODULES, CHECKOUT / "staticfiles")
CACHES = (".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", "test-results")


def run(arguments: list[str]) -> int:
    """The demo county in a browser: set up what is missing, then serve until Ctrl-C."""
    with alone():
        if web_server := web.running():
            worker.launch()
            print(greeting(f"already running: {web_server.address}"))
            return 0
        host = web.host()
        port = web.port(host)
        set_up(development=False)
        # Django's own message names the cause: it goes to the terminal as it is.
        prepared = subprocess.run(
            [PYTHON, "manage.py", "prepare"], cwd=CHECKOUT, stdout=subprocess.PIPE, text=True, check=False
        )
        if prepared.returncode != 0:
            return prepared.returncode
        server = web.launch(host, port)
        worker.launch()
    home = web.address(host, port)
    try:
        return web.attend(
            server, lambda: web.launch(host, port), home, greeting(home, told_code(prepared.stdout)), revive
        )
    finally:
        worker.stop()


def install(arguments: list[str]) -> int:
    """All that a server needs to serve by units of its own: packages, programs, browser assets, messages; no database."""
    with alone():
        packages.ensure(server=False)
        dependencies.ensure_environment(development=False)
        dependencies.ensure_assets()
        messages.ensure_messages()
    return 0


def stop(arguments: list[str]) -> int:
    # The web server first: who attends it would start the worker again.
    web.stop()
    worker.stop()
    for cluster in (Cluster(), trial()):
        cluster.stop()
    return 0


def start(arguments: list[str]) -> int:
    """The private database alone."""
    cluster = Cluster()
    with alone():
        cluster.start()
    print(f"The private database answers on {cluster.sockets}.")
    return 0


def status(arguments: list[str]) -> int:
    """0 when the web server, the job worker and the database run, else 3."""
    web_server, database = web.running(), uses_own_server() or Cluster().answers()
    print(f"web server   {web_server.address if web_server else 'stopped'}")
    print(f"job worker   {'running' if worker.running() else 'stopped'}")
    print(f"database     {'DATABASE_URL' if uses_own_server() else 'running' if database else 'stopped'}")
    return 0 if web_server and worker.running() and database else 3


def test(arguments: list[str]) -> int:
    """All checks, then all tests; with arguments only the tests that they choose, which begin at once."""
    environment = _trial()
    if not arguments:
        with _migrating(**environment):
            failed = check([])
        if failed:
            return failed
    return _tests(arguments, **environment)


@contextmanager
def _migrating(**environment: str) -> Iterator[None]:
    """Meanwhile the database of the tests is migrated: for most of the checks a second core has nothing to do.

    What goes wrong with it is told by the tests, which find it missing.
    """
    command = [str(PYTHON), "-m", "tests.databases"]
    variables = {**os.environ, **environment, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, cwd=CHECKOUT, env=variables, stdout=quiet, stderr=quiet) as migrating:
        try:
            yield
        except BaseException:
            migrating.terminate()
            raise


def _tests(arguments: list[str], **environment: str) -> int:
    # What is compiled is kept, whatever the shell says: many tests start processes, and each would compile all anew.
    variables = environment | {"PYTHONDONTWRITEBYTECODE": ""}
    return _tool("pytest", "-n", str(os.cpu_count() or 1), "--dist=loadscope", *arguments, **variables)


def laws(arguments: list[str]) -> int:
    """Whether each law has a test that dies with it: tests/laws/without.py."""
    return _tool("tests.laws", *arguments, **_trial())


def _trial() -> dict[str, str]:
    """All that tests need, and where their server is, if it is one of ours."""
    cluster = None if uses_own_server() else trial()
    with alone():
        set_up(development=True, cluster=cluster)
    return {"DATABASE_URL": cluster.url} if cluster else {}


def check(arguments: list[str]) -> int:
    """Lint, form, types, leftovers and the API's description; all of them, so that one run shows everything."""
    with alone():
        packages.ensure(browser=True, server=not uses_own_server())
        dependencies.ensure_environment(development=True)
        dependencies.ensure_assets()
    codes = [
        _tool("ruff", "check", "."),
        _tool("ruff", "format", "--check", "."),
        _biome("--error-on-warnings"),
        _tool("djlint", "templates", "--lint", "--quiet"),
        _tool("mypy"),
        leftovers.report(),
        description.report(),
    ]
    return max(codes)


def format_code(arguments: list[str]) -> int:
    dependencies.ensure_environment(development=True)
    dependencies.ensure_assets()
    return max(_tool("ruff", "check", "--fix", "."), _tool("ruff", "format", "."), _biome("--write"))


def bench(arguments: list[str]) -> int:
    with alone():
        set_up(development=True)
    return _tool("bench", *arguments)


def clean(arguments: list[str]) -> int:
    """Stop everything, then remove what set-up made and nothing else."""
    web.stop()
    worker.stop()
    for cluster in (Cluster(), trial()):
        cluster.destroy()
    for leftover in (*MADE, *(CHECKOUT / cache for cache in CACHES)):
        shutil.rmtree(leftover, ignore_errors=True)
    for package in PACKAGES:
        for cache in list((CHECKOUT / package).rglob("__pycache__")):
            shutil.rmtree(cache, ignore_errors=True)
    for compiled in (CHECKOUT / "gridmap" / "locale").rglob("*.mo"):
        compiled.unlink()
    return 0


def revive() -> None:
    """What serving needs beside the web server. A failure is told, and tried again at the next pulse."""
    for each in (revive_database, worker.revive):
        try:
            each()
        except (SetupError, OSError) as problem:
            # OSError: a full disk lets no note be written, and `make run` has to outlive that.
            say(str(problem))


def revive_database() -> None:
    if not uses_own_server():
        start_again(Cluster())


def start_again(cluster: Cluster) -> None:
    """Start a private database if it was killed. Raises SetupError or OSError, as where the disk is full."""
    if not cluster.running():
        with alone():
            cluster.start()
        say("the private database had ended and was started again")


def set_up(*, development: bool, cluster: Cluster | None = None) -> None:
    """All that Django needs, in the order in which each part needs the one before."""
    packages.ensure(browser=development, server=not uses_own_server())
    dependencies.ensure_environment(development=development)
    dependencies.ensure_assets()
    messages.ensure_messages()
    if not uses_own_server():
        (cluster or Cluster()).start()


def uses_own_server() -> bool:
    """Whether DATABASE_URL names a server that is not ours to start."""
    return bool(os.environ.get("DATABASE_URL", "").strip())


def _tool(module: str, *arguments: str, **environment: str) -> int:
    say(" ".join([module, *arguments]))
    variables = {**os.environ, **environment}
    return subprocess.run(
        [PYTHON, "-m", module, *arguments], cwd=CHECKOUT, env=variables, check=False
    ).returncode


def _biome(*options: str) -> int:
    """Lint and form of our scripts, as biome.json says."""
    say(" ".join(["biome check", *options]))
    return subprocess.run([dependencies.BIOME, "check", *options], cwd=CHECKOUT, check=False).returncode


def main(words: list[str]) -> int:
    """Run the command that the first word names; without one, or with an unknown one, tell which there are."""
    command = ALL.get(words[0]) if words else None
    if command is None:
        raise SetupError(f"python -m gridmap.local {' | '.join(ALL)}")
    return command(words[1:])


ALL: dict[str, Callable[[list[str]], int]] = {
    "run": run,
    "stop": stop,
    "start": start,
    "status": status,
    "test": test,
    "install": install,
    "laws": laws,
    "check": check,
    "format": format_code,
    "bench": bench,
    "clean": clean,
}

"""The process that reads a stranger's file tries to get at what is not its own: in each way, with each layer alone, it fails."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from geodata.base.errors import BadInput
from geodata.files import sandbox, worker
from geodata.files.confinement import USER, Held
from geodata.files.reading import read_table
from tests.files.test_geofiles import write

TRIES = """
import ctypes, json, os, resource, socket, subprocess, sys, threading
from pathlib import Path
asked = json.loads(sys.argv[1])
from geodata.files import confinement
from geodata.files.worker import shut_in
folder = Path(asked["folder"])
layers = asked["layers"]
if layers == "all":
    held = shut_in(folder)
elif layers == "rooms":
    confinement.enter_rooms(folder)
elif layers == "without rooms":
    confinement.close_files(folder / "work"), confinement.close_calls()
def attempt(what):
    try:
        what()
    except (OSError, PermissionError) as error:
        return "refused"
    return "done"
def opened(path):
    return lambda: open(path).close()
def connected(family, address):
    return lambda: socket.socket(family).connect(address)
def written(path):
    return lambda: open(path, "w").close()
def started():
    if os.fork() == 0:
        os._exit(0)
libc = ctypes.CDLL(None, use_errno=True)
def called(what, *told):
    if what(*told) < 0:
        raise OSError
def ring():
    called(libc.syscall, 425, 1, ctypes.create_string_buffer(120))
def shared(make, remove):
    made = make()
    if made < 0:
        raise OSError
    remove(made)
def queue():
    called(libc.mq_open, b"/gridmap-test", os.O_CREAT | os.O_RDWR, 0o600, None)
    libc.mq_unlink(b"/gridmap-test")
parent = asked["parent"]
def others():
    beside = folder.parent
    if not [name for name in os.listdir(beside) if name.startswith("import-") and name != folder.name]:
        raise OSError
def signalled():
    os.kill(asked["parent"], 0)
tries = {
    "the key": opened(asked["key"]),
    "the database's socket": connected(socket.AF_UNIX, asked["socket"]),
    "an address on loopback": connected(socket.AF_INET, ("127.0.0.1", asked["port"])),
    "a socket without a name": connected(socket.AF_UNIX, "\\0gridmap-test"),
    "the code": written(asked["root"] + "/geodata/files/worker.py"),
    "new code": written(asked["root"] + "/geodata/files/fresh.py"),
    "the settings": opened(asked["root"] + "/gridmap/settings.py"),
    "other uploads": others,
    "the password file": opened("/etc/shadow"),
    "who runs": lambda: [os.listdir(f"/proc/{pid}") for pid in (1, asked["parent"])],
    "another's environment": opened(f"/proc/{asked['parent']}/environ"),
    "another's memory": opened(f"/proc/{asked['parent']}/mem"),
    "signals": signalled,
    "a program": lambda: subprocess.run(["/bin/true"], check=True),
    "a child": started,
    "a ring": ring,
    "root again": lambda: os.setresuid(0, 0, 0),
    "another's limits": lambda: resource.prlimit(parent, resource.RLIMIT_CORE),
    "another's processors": lambda: os.sched_setaffinity(parent, os.sched_getaffinity(0)),
    "another's turn": lambda: os.setpriority(os.PRIO_PROCESS, parent, os.getpriority(os.PRIO_PROCESS, 0)),
    "shared memory": lambda: shared(lambda: libc.shmget(0, 4096, 0o1600), lambda made: libc.shmctl(made, 0, None)),
    "a queue of messages": lambda: shared(lambda: libc.msgget(0, 0o1600), lambda made: libc.msgctl(made, 0, None)),
    "a semaphore": lambda: shared(lambda: libc.semget(0, 1, 0o1600), lambda made: libc.semctl(made, 0, 0)),
    "a named queue": queue,
    "another's group": lambda: os.setpgid(0, 0),
}
found = {name: attempt(what) for name, what in tries.items()}
found["its own limits"] = attempt(lambda: resource.setrlimit(resource.RLIMIT_CORE, (0, 0)))
found["its own folder"] = attempt(written(folder / "work" / "x"))
worker = threading.Thread(target=lambda: found.update({"a thread": "done"}))
worker.start()
worker.join()
found["user"] = os.getuid()
print(json.dumps(found))
"""
HARMLESS = {"its own folder": "done", "a thread": "done", "its own limits": "done"}
OTHERS = {
    "another's limits", "another's processors", "another's turn", "shared memory", "a queue of messages", "a semaphore",
    "a named queue", "another's group",
}  # fmt: skip
"""What seccomp alone refuses: the room is left with others by no call."""
WALLS = {
    "all": {"root again", "signals"} | {
        "the key", "the database's socket", "an address on loopback", "a socket without a name", "the code", "new code",
        "the settings", "other uploads", "the password file", "who runs", "another's environment", "another's memory",
        "a program", "a child", "a ring",
    } | OTHERS,
    "rooms": {
        "the key", "the database's socket", "an address on loopback", "a socket without a name", "the code", "new code",
        "the settings", "other uploads", "the password file", "who runs", "another's environment", "another's memory",
    },
    "without rooms": {
        "the key", "the database's socket", "an address on loopback", "a socket without a name", "the code", "new code",
        "the settings", "other uploads", "the password file", "another's environment", "another's memory", "signals",
        "a program", "a child", "a ring", "who runs",
    } | OTHERS,
}  # fmt: skip
"""What each wall alone has to refuse; all of them together refuse everything."""


@pytest.fixture
def outside(tmp_path: Path) -> Iterator[dict[str, object]]:
    """What there is to be had: a key, a socket that answers, a port that listens."""
    key = tmp_path / "secret_key"
    key.write_text("secret")
    with (
        socket.socket(socket.AF_UNIX) as named,
        socket.socket(socket.AF_UNIX) as nameless,
        socket.create_server(("127.0.0.1", 0)) as server,
    ):
        named.bind(str(tmp_path / "s"))
        nameless.bind("\0gridmap-test")
        for one in (named, nameless):
            one.listen()
        yield {
            "key": str(key),
            "socket": str(tmp_path / "s"),
            "port": server.getsockname()[1],
            "root": str(sandbox.ROOT),
            "parent": os.getpid(),
        }


def tried(outside: dict[str, object], layers: str) -> dict[str, object]:
    with sandbox.room() as folder:
        text = json.dumps({**outside, "folder": str(folder), "layers": layers})
        command = [sys.executable, "-c", TRIES, text]
        ran = subprocess.run(command, cwd=sandbox.ROOT, capture_output=True, check=False, text=True)
    assert ran.returncode == 0, ran.stderr
    document: dict[str, object] = json.loads(ran.stdout)
    return document


def test_without_walls_it_would_get_at_it(outside: dict[str, object]) -> None:
    walls = tried({**outside, "root": str(Path(str(outside["key"])).parent)}, "none")
    assert {
        walls[name]
        for name in (
            "the key",
            "the database's socket",
            "an address on loopback",
            "a program",
            "a child",
            "another's limits",
            "another's turn",
            "shared memory",
            "a queue of messages",
            "a semaphore",
        )
    } == {"done"}


@pytest.mark.parametrize("layers", WALLS)
def test_it_gets_at_nothing_that_is_not_its_own(outside: dict[str, object], layers: str) -> None:
    walls = tried(outside, layers)
    held = sandbox.held()
    expected = WALLS[layers] if held.rooms and held.files and held.calls else set()
    assert {name for name in expected if walls[name] != "refused"} == set()
    assert {name: walls[name] for name in HARMLESS} == HARMLESS
    assert not (sandbox.ROOT / "geodata" / "imports" / "fresh.py").exists()


def test_as_root_it_goes_on_under_a_user_of_its_own(outside: dict[str, object]) -> None:
    if sandbox.held().rooms:
        assert tried(outside, "all")["user"] == (USER if os.getuid() == 0 else os.getuid())


def test_this_system_offers_enough() -> None:
    assert sandbox.held().enough


@pytest.mark.parametrize(
    ("held", "enough"),
    [
        (Held(rooms=True, files=True, calls=True, user=1), True),
        (Held(rooms=False, files=True, calls=True, user=1), True),
        (Held(rooms=True, files=False, calls=True, user=1), True),
        (Held(rooms=True, files=True, calls=False, user=1), False),
        (Held(rooms=False, files=False, calls=True, user=1), False),
    ],
)
def test_enough_are_walls_around_files_and_calls(held: Held, enough: bool) -> None:
    assert held.enough is enough


@pytest.mark.parametrize("ending", sandbox.BINARY)
def test_without_walls_binary_formats_are_refused_with_words(
    tmp_path: Path, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / f"a{ending}"
    path.write_bytes(b"PK")
    monkeypatch.setattr(sandbox, "_run", lambda *_asked: worker.NOT_CONFINED)
    with pytest.raises(BadInput) as refused:
        read_table(path)
    assert refused.value.remedy


def test_the_child_itself_refuses_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        worker, "shut_in", lambda *_a, **_k: Held(rooms=False, files=False, calls=False, user=0)
    )
    monkeypatch.setattr(worker, "confine", lambda **_limits: None)
    # What a child does to itself is not to last for the tests that follow here.
    monkeypatch.setattr(worker.gc, "disable", lambda: None)
    monkeypatch.setenv("GDAL_SKIP", "")
    monkeypatch.setitem(sys.modules, "pandas", sys.modules.get("pandas"))
    asked = {"folder": str(tmp_path), "confine": {}, "gdal": False, "binary": True}
    monkeypatch.setattr(sys, "argv", ["child", json.dumps(asked)])
    assert worker.main() == worker.NOT_CONFINED


def test_an_administrator_may_say_otherwise(settings: object, tmp_path: Path) -> None:
    path = write(tmp_path / "a.gpkg", names=["例"])
    asked = sandbox._asked(path, {}, tmp_path, sandbox.limits())
    assert asked["binary"]
    settings.READ_UNCONFINED = True  # type: ignore[attr-defined]
    assert not sandbox._asked(path, {}, tmp_path, sandbox.limits())["binary"]


def test_the_original_stays_as_it_was(tmp_path: Path) -> None:
    path = write(tmp_path / "a.gpkg", names=["例"])
    before = path.read_bytes(), path.stat().st_mtime_ns
    assert len(read_table(path)) == 1
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before

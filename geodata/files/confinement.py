"""What the process that reads a stranger's file gives up, layer by layer, with what this system offers. Only the standard library.

    rooms   namespaces of its own: no network, no other processes' mounts; a root directory in which there is nothing but Python,
            our readers and one folder with the file; as root also a user of its own, under whom nothing else runs
    files   Landlock: the same list of paths once more, where the kernel has it
    calls   seccomp: no sockets of any kind, no new processes or programs, no other process touched, no memory or messages shared
            with others (SysV, POSIX), no mounts, no kernel doors

Each stands by itself: in a container that forbids namespaces Landlock and seccomp still hold. `Held` says what did.
"""

import ctypes
import os
import platform
import struct
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
USER = 61997
"""Nobody's user and group: what it owns is gone when the reading ends."""
MARK = "GRIDMAP_READING_IN_ROOMS"
"""In the environment of a process that has begun once more within its rooms."""

_libc = ctypes.CDLL(None, use_errno=True)

NEW_NS, NEW_IPC, NEW_USER, NEW_NET = 0x20000, 0x8000000, 0x10000000, 0x40000000
MS_NOSUID, MS_NODEV, MS_BIND, MS_REC, MS_PRIVATE = 0x2, 0x4, 0x1000, 0x4000, 0x40000
DETACH = 2
AT_RECURSIVE, READ_ONLY, NO_SUID, NO_DEVICES = 0x8000, 0x1, 0x2, 0x4
NO_NEW_PRIVILEGES, SET_SECCOMP, FILTER = 38, 22, 2


@dataclass(frozen=True, slots=True)
class Held:
    """Which layers hold. `user`: under which user the process goes on."""

    rooms: bool
    files: bool
    calls: bool
    user: int

    def __str__(self) -> str:
        names = {"rooms": self.rooms, "Landlock": self.files, "seccomp": self.calls}
        return f"{', '.join(name for name, holds in names.items() if holds) or 'none'}; user {self.user}"

    @property
    def enough(self) -> bool:
        """Does it see no files but its own, and may it open no socket?"""
        return self.calls and (self.rooms or self.files)


def enter_rooms(folder: Path) -> bool:
    """Its own namespaces, root directory and, as root, user. `folder` is the only place to write in. False: not allowed here."""
    if os.environ.get(MARK):
        return True
    owner, group = os.getuid(), os.getgid()
    private = NEW_NS | NEW_NET | NEW_IPC
    if _libc.unshare(private) and _libc.unshare(private | NEW_USER):
        leave_network()
        return False
    try:
        if owner:
            _map_user(owner, group)
        _new_root(folder)
    except OSError:
        return False
    if not owner:
        # A container may know no other users: then it stays root of a room without anything to rule.
        with suppress(OSError):
            become(USER)
    os.environ[MARK] = "1"
    return True


def leave_network() -> bool:
    """Move to a network without any device. False: neither root nor a user namespace may do it here."""
    return any(_libc.unshare(flags) == 0 for flags in (NEW_NET, NEW_USER | NEW_NET))


def become(user: int) -> None:
    """A user of its own, without groups; capabilities go with root."""
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)


def close_files(folder: Path) -> bool:
    """Landlock: of all files only those of `readable`, and the folder. False: the kernel has none."""
    _never_more()
    version = _libc.syscall(444, None, 0, 1)
    if version < 1:
        return False
    handled = _rights_of(version)
    ruleset = _libc.syscall(444, ctypes.byref(ctypes.c_uint64(handled)), ctypes.c_size_t(8), 0)
    if ruleset < 0:
        return False
    try:
        for path in readable():
            _allow(ruleset, path, _READ & handled)
        _allow(ruleset, folder, (_READ | _WRITE) & handled)
        return bool(_libc.syscall(446, ruleset, 0) == 0)
    finally:
        os.close(ruleset)


def close_calls() -> bool:
    """Seccomp: what reading never needs is refused. False: unknown processor, or the kernel has none."""
    numbers = _NUMBERS.get(platform.machine())
    if numbers is None:
        return False
    _never_more()
    program = b"".join(_program(*numbers))
    held = ctypes.create_string_buffer(program)
    filter_program = ctypes.create_string_buffer(
        struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(held))
    )
    return bool(_libc.prctl(SET_SECCOMP, FILTER, ctypes.byref(filter_program), 0, 0) == 0)


def readable() -> Iterator[Path]:
    """Python and its libraries, our readers with what they look up, and what the loader needs. Nothing of the service."""
    bases = (Path(sys.prefix), Path(sys.base_prefix))
    own = [base for base in bases if base not in (Path("/usr"), Path("/usr/local"))]
    system = (
        "/usr/lib",
        "/usr/lib64",
        "/usr/local/lib",
        "/lib",
        "/lib64",
        "/etc/ld.so.cache",
        "/usr/share/zoneinfo",
    )
    ours = ("geodata", "fixtures/rosters", "gridmap/locale")
    program = Path(sys.executable).resolve()
    few = ("/dev/null", "/dev/urandom")
    paths = [*own, *map(Path, system), *(ROOT / name for name in ours), program, *map(Path, few)]
    yield from (path for path in dict.fromkeys(paths) if path.exists())


def _map_user(owner: int, group: int) -> None:
    """In a user namespace: the same user as outside, who may mount here."""
    with suppress(OSError):
        Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
    Path("/proc/self/uid_map").write_text(f"{owner} {owner} 1", encoding="ascii")
    Path("/proc/self/gid_map").write_text(f"{group} {group} 1", encoding="ascii")


def _new_root(folder: Path) -> None:
    """Everything readable at its own path, read-only, and the folder; then the old root is gone. OSError: not allowed."""
    base = folder / "root"
    base.mkdir(mode=0o755)
    _mount(None, Path("/"), None, MS_REC | MS_PRIVATE)
    _mount("tmpfs", base, "tmpfs", MS_NOSUID | MS_NODEV, "size=1m,mode=755")
    done: list[Path] = []
    for path in readable():
        if not any(path.is_relative_to(other) for other in done):
            _show(path, base)
            done.append(path)
    _show(folder / "work", base, writable=True)
    os.chdir(base)
    if _libc.syscall(_NUMBERS[platform.machine()][1]["pivot_root"], b".", b"."):
        raise OSError(ctypes.get_errno(), "pivot_root")
    if _libc.umount2(b".", DETACH):
        raise OSError(ctypes.get_errno(), "umount2")
    os.chdir(ROOT)


def _show(path: Path, base: Path, *, writable: bool = False) -> None:
    inside = base / path.relative_to("/")
    inside.parent.mkdir(parents=True, exist_ok=True)
    if path.is_symlink():
        inside.symlink_to(path.readlink())
        return
    if path.is_dir():
        inside.mkdir(exist_ok=True)
    else:
        inside.touch()
    _mount(str(path), inside, None, MS_BIND | MS_REC)
    attributes = struct.pack(
        "QQQQ",
        (0 if writable else READ_ONLY) | NO_SUID | (0 if path.parts[1] == "dev" else NO_DEVICES),
        0,
        0,
        0,
    )
    if _libc.syscall(442, -100, os.fsencode(inside), AT_RECURSIVE, attributes, ctypes.c_size_t(32)):
        raise OSError(ctypes.get_errno(), "mount_setattr")


def _mount(
    source: str | None, target: Path, kind: str | None, flags: int, options: str | None = None
) -> None:
    texts = [text and text.encode() for text in (source, str(target), kind)]
    if _libc.mount(*texts, ctypes.c_ulong(flags), options and options.encode()):
        raise OSError(ctypes.get_errno(), f"mount {target}")


def _never_more() -> None:
    _libc.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)


# Landlock's rights, from its first version on: by their bits in linux/landlock.h.
_READ = 1 << 0 | 1 << 2 | 1 << 3
_WRITE = sum(1 << bit for bit in (1, 4, 5, 7, 8, 14))
_OF_FILES = 1 << 0 | 1 << 1 | 1 << 2 | 1 << 14


def _rights_of(version: int) -> int:
    bits = 13 + sum(version >= since for since in (2, 3)) + (version >= 5)
    return (1 << bits) - 1


def _allow(ruleset: int, path: Path, rights: int) -> None:
    place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        rule = struct.pack("=Qi", rights if path.is_dir() else rights & _OF_FILES, place)
        _libc.syscall(445, ruleset, 1, rule, 0)
    finally:
        os.close(place)


# Numbers of calls, on x86_64 and aarch64.
_CALLS: dict[str, tuple[int | None, int | None]] = {
    "socket": (41, 198), "socketpair": (53, 199), "connect": (42, 203), "bind": (49, 200), "listen": (50, 201),
    "accept": (43, 202), "accept4": (288, 242), "sendto": (44, 206), "sendmsg": (46, 211), "sendmmsg": (307, 269),
    "io_uring_setup": (425, 425), "fork": (57, None), "vfork": (58, None), "execve": (59, 221), "execveat": (322, 281),
    "kill": (62, 129), "tkill": (200, 130), "pidfd_send_signal": (424, 424), "pidfd_open": (434, 434),
    "pidfd_getfd": (438, 438), "rt_sigqueueinfo": (129, 138), "ptrace": (101, 117), "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271), "unshare": (272, 97), "setns": (308, 268), "mount": (165, 40), "umount2": (166, 39),
    "pivot_root": (155, 41), "chroot": (161, 51), "open_tree": (428, 428), "move_mount": (429, 429), "fsopen": (430, 430),
    "fsmount": (432, 432), "mount_setattr": (442, 442), "bpf": (321, 280), "perf_event_open": (298, 241), "keyctl": (250, 219),
    "add_key": (248, 217), "request_key": (249, 218), "userfaultfd": (323, 282), "init_module": (175, 105),
    "finit_module": (313, 273), "kexec_load": (246, 104), "setuid": (105, 146), "setgid": (106, 144),
    "setresuid": (117, 147), "setresgid": (119, 149), "open_by_handle_at": (304, 265),
    "setreuid": (113, 145), "setregid": (114, 143), "setfsuid": (122, 151), "setfsgid": (123, 152), "setgroups": (116, 159),
    "shmget": (29, 194), "shmat": (30, 196), "shmctl": (31, 195), "msgget": (68, 186), "msgsnd": (69, 189), "msgrcv": (70, 188),
    "msgctl": (71, 187), "semget": (64, 190), "semop": (65, 193), "semctl": (66, 191), "semtimedop": (220, 192),
    "mq_open": (240, 180), "mq_unlink": (241, 181), "setpriority": (141, 140), "ioprio_set": (251, 30),
    "sched_setparam": (142, 118), "sched_setscheduler": (144, 119), "sched_setattr": (314, 274), "setpgid": (109, 154),
    "migrate_pages": (256, 238), "move_pages": (279, 239), "kcmp": (312, 272), "rt_tgsigqueueinfo": (297, 240),
    "process_madvise": (440, 440), "process_mrelease": (448, 448), "kexec_file_load": (320, 294),
}  # fmt: skip
_CLONE, _CLONE3, _TGKILL = (56, 220), (435, 435), (234, 131)
_OF_SELF = ((302, 261), (203, 122))
"""prlimit64 and sched_setaffinity: of the process itself or its own thread (0) only, which the C library asks for."""
_NUMBERS: dict[str, tuple[int, dict[str, int], int]] = {
    machine: (arch, {name: at for name, both in _CALLS.items() if (at := both[place]) is not None}, place)
    for machine, arch, place in (("x86_64", 0xC000003E, 0), ("aarch64", 0xC00000B7, 1))
}

_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOWED, _DENIED, _UNKNOWN = 0x7FFF0000, 0x00050000 | 1, 0x00050000 | 38
_ARCH, _NUMBER, _FIRST_ARGUMENT = 4, 0, 16
_THREAD = 0x10000


def _program(arch: int, calls: dict[str, int], place: int) -> Iterator[bytes]:
    """Threads of its own, signals to itself and its own limits are allowed; a call of another kind of processor is not."""

    def step(code: int, value: int, then: int = 0, other: int = 0) -> bytes:
        return struct.pack("HBBI", code, then, other, value)

    def returned(value: int, test: int) -> Iterable[bytes]:
        return step(_EQUAL, test, 0, 1), step(_RETURN, value)

    yield step(_LOAD, _ARCH)
    yield from (step(_EQUAL, arch, 1, 0), step(_RETURN, _DENIED), step(_LOAD, _NUMBER))
    yield from (step(_AT_LEAST, 0x40000000, 0, 1), step(_RETURN, _DENIED))
    yield from returned(_UNKNOWN, _CLONE3[place])
    for number in calls.values():
        yield from returned(_DENIED, number)
    yield from (
        step(_EQUAL, _CLONE[place], 0, 4),
        step(_LOAD, _FIRST_ARGUMENT),
        step(_ANY_BIT, _THREAD, 1, 0),
    )
    yield from (step(_RETURN, _DENIED), step(_RETURN, _ALLOWED))
    yield from (
        step(_EQUAL, _TGKILL[place], 0, 4),
        step(_LOAD, _FIRST_ARGUMENT),
        step(_EQUAL, os.getpid(), 1, 0),
    )
    yield from (step(_RETURN, _DENIED), step(_RETURN, _ALLOWED))
    for both in _OF_SELF:
        yield from (step(_EQUAL, both[place], 0, 4), step(_LOAD, _FIRST_ARGUMENT), step(_EQUAL, 0, 1, 0))
        yield from (step(_RETURN, _DENIED), step(_RETURN, _ALLOWED))
    yield step(_RETURN, _ALLOWED)

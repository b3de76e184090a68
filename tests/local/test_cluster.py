"""The life of a private cluster, with real servers."""

import errno
import os
import pwd
import signal
import socket
from collections.abc import Iterator
from contextlib import closing
from multiprocessing import get_context
from pathlib import Path

import psycopg
import pytest

from gridmap.local.cluster import Cluster
from gridmap.local.errors import SetupError
from gridmap.local.paths import socket_directory
from tests.local.checkouts import checkout
from tests.patience import PATIENCE, until


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with checkout() as ours:
        ours.start()
        yield ours


def ask(cluster: Cluster, question: str) -> object:
    with psycopg.connect(
        host=str(cluster.sockets), user="gridmap", dbname="gridmap", autocommit=True
    ) as connection:
        answers = connection.execute(question)
        return answers.fetchone()[0] if answers.description else None


def server_pid(cluster: Cluster) -> int:
    return int((cluster.data / "postmaster.pid").read_text().split()[0])


def kill(cluster: Cluster) -> None:
    """As the kernel does when memory runs out."""
    pid = server_pid(cluster)
    os.kill(pid, signal.SIGKILL)
    until(lambda: not cluster.running())


def test_it_holds_a_database_with_postgis_and_utf8(cluster: Cluster) -> None:
    assert str(ask(cluster, "SELECT postgis_lib_version()")) >= "3.3"
    assert ask(cluster, "SELECT datctype FROM pg_database WHERE datname = 'gridmap'") == "C.UTF-8"
    assert ask(cluster, "SELECT lower('ÄÖ') || length('网格')") == "äö2"


def test_one_for_trials_waits_for_no_disk_and_is_made_anew_after_a_crash() -> None:
    with checkout(durable=False) as trial:
        trial.start()
        assert ask(trial, "SHOW fsync") == "off"
        ask(trial, "CREATE TABLE told ()")
        kill(trial)
        trial.start()
        assert ask(trial, "SELECT to_regclass('told')") is None


def test_the_service_owns_its_database_and_no_more(cluster: Cluster) -> None:
    assert ask(cluster, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False
    assert ask(cluster, "CREATE TABLE trial (); DROP TABLE trial") is None


def test_a_new_database_has_postgis_without_a_superuser(cluster: Cluster) -> None:
    ask(cluster, "CREATE DATABASE test_trial")
    with psycopg.connect(host=str(cluster.sockets), user="gridmap", dbname="test_trial") as connection:
        assert connection.execute("SELECT ST_AsText('POINT(1 2)'::geometry)").fetchone() == ("POINT(1 2)",)
    ask(cluster, "DROP DATABASE test_trial")


def test_nobody_can_reach_it_over_the_network(cluster: Cluster) -> None:
    assert ask(cluster, "SHOW listen_addresses") == ""


def test_only_its_owner_may_enter_the_directory_of_its_socket(cluster: Cluster) -> None:
    assert cluster.sockets.stat().st_mode & 0o777 == 0o700
    assert cluster.sockets.stat().st_uid == cluster.account.uid != 0


def test_starting_again_leaves_it_as_it_is(cluster: Cluster) -> None:
    before = server_pid(cluster)
    cluster.start()
    assert server_pid(cluster) == before


def test_killed_it_starts_again_with_its_data(cluster: Cluster) -> None:
    ask(cluster, "CREATE TABLE kept AS SELECT 7 AS number")
    kill(cluster)
    assert not cluster.answers()
    cluster.start()
    assert ask(cluster, "SELECT number FROM kept") == 7
    ask(cluster, "DROP TABLE kept")


def test_killed_it_starts_again_with_its_settings_where_there_is_no_room(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An emptied file of settings would let it listen on the network."""
    with checkout() as cluster:
        cluster.start()
        settings = (cluster.data / "gridmap.conf").read_text()
        kill(cluster)
        monkeypatch.setattr(Path, "write_text", no_room)
        cluster.start()
        assert (cluster.data / "gridmap.conf").read_text() == settings


def test_settings_are_whole_or_those_of_before(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "conf").write_text("before")
    monkeypatch.setattr(Path, "write_text", no_room)
    with pytest.raises(OSError, match="No space"):
        cluster._keep(tmp_path / "conf", "after")
    assert (tmp_path / "conf").read_text() == "before"


def no_room(file: Path, _text: str) -> int:
    """As on a full disk: the file is emptied before anything of it can be written."""
    file.open("w").close()
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_lock_that_names_a_living_stranger_does_not_hold_it_up(cluster: Cluster) -> None:
    kill(cluster)
    for lock in (cluster.data / "postmaster.pid", cluster.sockets / ".s.PGSQL.5432.lock"):
        lock.write_text(lock.read_text().replace(lock.read_text().split()[0], str(os.getpid()), 1))
    cluster.start()
    assert cluster.answers()


def test_stopped_it_answers_no_more_and_starts_again(cluster: Cluster) -> None:
    cluster.stop()
    assert not cluster.answers()
    cluster.stop()
    cluster.start()
    assert cluster.answers()


def test_a_lost_socket_is_made_again(cluster: Cluster) -> None:
    (cluster.sockets / ".s.PGSQL.5432").unlink()
    cluster.start()
    assert cluster.answers()


def test_two_checkouts_do_not_meet(cluster: Cluster) -> None:
    with checkout() as other:
        other.start()
        ask(other, "CREATE TABLE mine ()")
        assert other.sockets != cluster.sockets
        assert ask(cluster, "SELECT to_regclass('mine')") is None
        other.destroy()
        assert cluster.answers()


def test_a_long_path_leaves_room_for_the_socket() -> None:
    longest = Path("/", *["x" * 200] * 15)
    with closing(socket.socket(socket.AF_UNIX)) as probe, pytest.raises(FileNotFoundError):
        probe.bind(str(socket_directory(longest) / ".s.PGSQL.5432.lock"))


def test_it_starts_below_a_long_path_that_others_may_not_enter() -> None:
    with checkout(mode=0o700, below="/".join(["a-long-name" * 6] * 4)) as closed:
        closed.start()
        assert closed.answers()
        assert closed.data.exists() and closed.link.resolve() == closed.data.resolve()
        data = closed.data
        closed.destroy()
        assert not any(place.exists() for place in (data, closed.link, closed.sockets))


def test_a_copied_link_does_not_lead_to_the_data_of_the_first() -> None:
    with checkout() as first, checkout() as copy:
        copy.link.parent.mkdir()
        copy.link.symlink_to(first.elsewhere)
        assert copy.data == copy.elsewhere != first.elsewhere


def test_an_interrupted_beginning_is_begun_again() -> None:
    with checkout() as interrupted:
        half = interrupted.link.with_name("postgres.new")
        half.mkdir(parents=True)
        (half / "PG_VERSION").write_text("15")
        interrupted.start()
        assert interrupted.answers()


def test_a_directory_that_a_stranger_laid_for_the_socket_is_refused(tmp_path: Path) -> None:
    with checkout() as ours:
        ours.sockets.symlink_to(tmp_path)
        with pytest.raises(SetupError, match="belongs to somebody else"):
            ours.account.own(ours.sockets)
        ours.sockets.unlink()


def test_data_of_another_version_are_named() -> None:
    with checkout() as old:
        old.link.mkdir(parents=True)
        (old.link / "PG_VERSION").write_text("9")
        with pytest.raises(SetupError, match=r"made by PostgreSQL 9.*make clean"):
            old.start()


def test_an_ordinary_user_starts_it_as_themselves() -> None:
    """As root in a child that has become nobody; as an ordinary user simply as oneself."""
    user = pwd.getpwnam("nobody").pw_uid if os.getuid() == 0 else os.getuid()
    results = get_context("fork").Queue()
    child = get_context("fork").Process(target=_start_as, args=(user, results))
    child.start()
    assert results.get(timeout=PATIENCE) == (user, True, False)
    child.join()


def _start_as(user: int, results: object) -> None:
    os.umask(0o022)
    os.setgid(pwd.getpwuid(user).pw_gid) if os.getuid() == 0 else None
    os.setuid(user) if os.getuid() == 0 else None
    with checkout() as own:
        own.start()
        owner, answered = own.data.stat().st_uid, own.answers()
        own.destroy()
        results.put((owner, answered, own.link.exists()))

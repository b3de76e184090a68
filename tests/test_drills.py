"""The arithmetic of drills, without doing any harm."""

import random
import socket
from collections import Counter
from pathlib import Path

import pytest

from bench.drills import cadres, cadres_asking, database, disk
from bench.drills.finding import Finding, NotHere, show
from bench.drills.own_server import OwnServer, seconds
from bench.drills.senders import Answer, Sent
from gridmap.local.cluster import Cluster

LOG = """\
waiting for server to start....2026-03-02 08:00:01.500 CST [7] LOG:  starting PostgreSQL 16.4 on x86_64
.2026-03-02 08:00:03.000 CST [7] LOG:  database system is ready to accept connections
2026-03-02 08:00:09.250 CST [7] LOG:  database system is ready to accept connections
"""


def test_the_log_says_when_the_server_began_and_was_ready(tmp_path: Path) -> None:
    server = OwnServer("gridmap", Cluster(tmp_path))
    server.cluster.log.parent.mkdir(parents=True)
    server.cluster.log.write_text(LOG)
    began, ready, again = (seconds(line) for line in LOG.splitlines())
    assert ready - began == 1.5
    assert server.restarts() == [(began, ready), (0, again)]


@pytest.mark.parametrize(
    ("begun", "own", "beyond"), [(12.0, 2.0, 2.5), (0.0, 4.0, 0.5)], ids=["started again", "recovered"]
)
def test_what_postgresql_needs_itself_is_not_ours(begun: float, own: float, beyond: float) -> None:
    measured = database.recovery(10.0, begun, 14.0, served=14.5)
    assert (measured.own, measured.beyond) == (own, beyond)


def test_a_503_needs_a_time_to_come_again() -> None:
    answers = [Answer(1, 201), Answer(2, 503, "5"), Answer(3, 503)]
    assert [each.kept for each in disk.refused("visits", answers[:2], some=True)] == [True, True]
    assert [each.kept for each in disk.refused("visits", answers, some=False)] == [False]
    assert [each.kept for each in disk.refused("visits", [Answer(1, 500)], some=True)] == [False, False]
    assert [each.kept for each in disk.refused("visits", [], some=False)] == [False]


def test_without_root_no_disk_is_mounted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(disk.os, "geteuid", lambda: 1)
    with pytest.raises(NotHere, match="root"):
        disk.mount(tmp_path, 1)


def test_the_first_answer_is_that_after_there_was_room() -> None:
    outbox = Sent(answers=[Answer(1, 201), Answer(2, 503), Answer(3, 201)])
    assert disk.first(outbox, lambda answer: answer.status == 201, since=2) == 3
    assert disk.between(outbox.answers, 1, 3) == outbox.answers[:2]


def test_cadres_ask_in_the_shares_that_are_said() -> None:
    chance = random.Random(1)
    counts = Counter(cadres_asking.kind_of(chance) for _time in range(10_000))
    assert sum(cadres_asking.SHARES.values()) == 100
    assert all(abs(counts[kind] / 100 - share) < 2 for kind, share in cadres_asking.SHARES.items())


def test_the_senders_ask_in_a_process_of_their_own_and_tell() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    person = {"cookie": "", "token": "", "homes": ["x"]}
    answers = cadres.sent_by(port, [person, person], 1)
    assert [each.status for each in answers] == ["ConnectionRefusedError"]


def test_an_error_and_slowness_are_missed() -> None:
    well = [cadres_asking.Asked("today", 0.1, "200")] * 100
    assert all(each.kept for each in cadres.told(well, 300, 2))
    slow = [*well[:90], *[cadres_asking.Asked("map", 2.5, "200")] * 10]
    assert [each.promise for each in cadres.told(slow, 300, 2) if not each.kept] == ["all: 95 % ≤ 2 s"]
    wrong = [*well[:99], cadres_asking.Asked("record", 0.1, "503")]
    assert [each.promise for each in cadres.told(wrong, 300, 2) if not each.kept] == ["errors"]


def test_one_promise_not_kept_is_a_failed_drill(capsys: pytest.CaptureFixture[str]) -> None:
    assert show("x", [Finding("a", "1", True)])
    assert not show("x", [Finding("a", "1", True), Finding("b", "2", False)])
    assert "MISSED" in capsys.readouterr().out

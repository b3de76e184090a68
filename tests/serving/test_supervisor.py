"""How long a dead worker's place stays empty, without any server."""

import os
import subprocess
import sys

import pytest

from gridmap.local.paths import CHECKOUT
from gridmap.serving.supervisor import GROWN, LONGEST, Slot, pause_after
from tests.patience import PATIENCE


def test_pauses_grow_to_a_bound() -> None:
    pauses = [pause_after(number) for number in range(1, 50)]
    assert pauses == sorted(pauses)
    assert (pauses[0], pauses[1], pauses[-1]) == (0.1, 0.2, LONGEST)


def test_a_worker_that_has_grown_old_is_replaced_soon() -> None:
    slot = Slot(pid=1, born=0.0, young_deaths=9)
    assert slot.died(now=GROWN) == 0.1
    assert slot.died(now=GROWN) == 0.1
    slot.born = GROWN
    assert slot.died(now=GROWN) == 0.2


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_workers_that_cannot_live_do_not_end_the_supervisor(unbuffered: str) -> None:
    program = (
        "from gridmap.serving.supervisor import Supervisor\n"
        "def work(): raise RuntimeError('cannot')\n"
        "Supervisor(work, workers=2, grace=1).run()\n"
    )
    started = subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=CHECKOUT,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONUNBUFFERED": unbuffered},
    )
    assert started.stderr
    told = (line for line in started.stderr if "web worker" in line)
    pauses: list[str] = []
    while pauses.count("0.4 s\n") < 2:
        pauses.append(next(told).rsplit("in ", 1)[1])
    assert started.poll() is None
    # Of two places, each after a longer pause than before; one may be ahead of the other.
    assert (pauses.count("0.1 s\n"), pauses.count("0.2 s\n")) == (2, 2)
    started.terminate()
    started.communicate(timeout=PATIENCE)
    assert started.returncode == 0


def test_told_to_end_it_kills_who_does_not_hear() -> None:
    program = (
        "import signal, time\n"
        "from gridmap.serving.supervisor import Supervisor\n"
        "def work():\n"
        "    signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "    print('deaf', flush=True)\n"
        "    time.sleep(3600)\n"
        "Supervisor(work, workers=1, grace=0.3).run()\n"
    )
    started = subprocess.Popen(
        [sys.executable, "-c", program], cwd=CHECKOUT, stdout=subprocess.PIPE, text=True, env=os.environ
    )
    assert started.stdout
    assert started.stdout.readline() == "deaf\n"
    started.terminate()
    assert started.wait(timeout=PATIENCE) == 0
    started.stdout.close()

"""Which tests run into which refusal: `pytest -p tests.laws.recorded --record FILE tests/visits tests/contacts`.

The file gets for each law the tests that met it, the quickest first: candidates for killers.toml, which
`make laws ARGS="--candidates FILE"` tries and writes there.
"""

import json
import sys
import time
from collections import defaultdict
from pathlib import Path
from types import FrameType

import pytest

from geodata.base import errors
from tests.laws.refusals import Refusal, refusals

HEIGHT = 8
"""How far above the making of an error its `raise` stands at most: some are made by a function."""
met: dict[str, dict[str, float]] = defaultdict(dict)
current: list[str] = []


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--record", required=True)


def pytest_configure(config: pytest.Config) -> None:
    by_place: dict[tuple[str, int], Refusal] = {
        (each.path, line): each for each in refusals() for line in range(each.line, each.end + 1)
    }
    init = errors.DomainError.__init__

    def noting(self: errors.DomainError, *arguments: object, **more: object) -> None:
        init(self, *arguments, **more)
        frame: FrameType | None = sys._getframe(1)
        for _ in range(HEIGHT):
            if frame is None or not current:
                return
            if place := by_place.get((frame.f_code.co_filename, frame.f_lineno)):
                met[place.law].setdefault(current[0], 0.0)
                return
            frame = frame.f_back

    errors.DomainError.__init__ = noting


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> object:
    # One that looks for examples by chance would look for the smallest that fails, at length.
    by_chance = getattr(getattr(item, "function", None), "is_hypothesis_test", False)
    current[:] = [] if by_chance else [item.nodeid]
    began = time.monotonic()
    try:
        return (yield)
    finally:
        for tests in met.values():
            if item.nodeid in tests and not tests[item.nodeid]:
                tests[item.nodeid] = time.monotonic() - began


def pytest_sessionfinish(session: pytest.Session) -> None:
    to = Path(session.config.getoption("--record"))
    before = json.loads(to.read_text(encoding="utf-8")) if to.exists() else {}
    quickest = {law: sorted(tests, key=tests.__getitem__)[:8] for law, tests in met.items()}
    for law, tests in quickest.items():
        before[law] = list(dict.fromkeys([*before.get(law, []), *tests]))[:12]
    to.write_text(json.dumps(before, indent=1, ensure_ascii=False, sort_keys=True), encoding="utf-8")

"""No test rests on a moment: it waits for a state (tests/patience.py), with a bound that a busy machine never meets."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.patience import until

HERE = Path(__file__).parent
LEAST = 30
"""Seconds: a bound below is met by a machine that has much to do."""
WAITS = {"wait", "join", "result", "communicate", "settimeout"}
"""What takes its bound as its first argument."""
CLOCKS = {"monotonic", "perf_counter"}
TAKES_TIME = {
    "patience.py": "waits a little between two looks",
    "databases.py": "gives way to whoever holds a row, and tries again",
    "jobs/kinds.py": "jobs that take long",
    "serving/urls.py": "requests that take long",
}
"""Where something sleeps, and why."""


def name_of(call: ast.AST) -> str:
    if not isinstance(call, ast.Call):
        return ""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def bounds(call: ast.Call) -> Iterator[float]:
    """The seconds that a call is given."""
    told = [each.value for each in call.keywords if each.arg == "timeout"]
    told += call.args[:1] if name_of(call) in WAITS else []
    for each in told:
        if isinstance(each, ast.Constant) and isinstance(each.value, int | float):
            yield each.value


def is_moment(node: ast.AST, least: float) -> bool:
    if isinstance(node, ast.Compare):
        return any(name_of(part) in CLOCKS for part in ast.walk(node))
    if not isinstance(node, ast.Call):
        return False
    if name_of(node) in {"sleep", "wait_for_timeout"}:
        return ast.unparse(node.args[0]) != "0"
    return any(bound < least for bound in bounds(node))


def moments(text: str, least: float = LEAST) -> list[int]:
    """The lines that rest on one."""
    return sorted(node.lineno for node in ast.walk(ast.parse(text)) if is_moment(node, least))


def test_no_test_rests_on_a_moment():
    found = set()
    for path in sorted(HERE.rglob("*.py")):
        name = str(path.relative_to(HERE))
        # Playwright counts in milliseconds.
        least = 1000 * LEAST if name.startswith("browser/") else LEAST
        if name not in TAKES_TIME:
            found |= {f"{name}:{line}" for line in moments(path.read_text(encoding="utf-8"), least)}
    assert found == set()


@pytest.mark.parametrize(
    "text",
    [
        "time.sleep(0.3)",
        "page.wait_for_timeout(200)",
        "process.wait(timeout=10)",
        "thread.join(5)",
        "assert not inside.wait(0.3)",
        "waiting.result(timeout=20)",
        "subprocess.run(command, timeout=29.9)",
        "connection.settimeout(1)",
        "assert time.monotonic() - begun < 5",
    ],
)
def test_such_a_moment_is_found(text: str):
    assert moments(text) == [1]


@pytest.mark.parametrize(
    "text",
    [
        "until(lambda: done)",
        "asyncio.sleep(0)",
        "process.wait()",
        "process.wait(timeout=PATIENCE)",
        "' '.join(words)",
    ],
)
def test_what_waits_for_a_state_is_none(text: str):
    assert moments(text) == []


def test_what_was_waited_for_is_given():
    answers = iter([None, [], ["it"]])
    assert until(lambda: next(answers)) == ["it"]


def test_no_place_is_named_for_nothing():
    assert [name for name in TAKES_TIME if not moments((HERE / name).read_text(encoding="utf-8"))] == []

"""The kinds of jobs. A concept registers its own in its jobs.py, which is found when a kind is first asked for:
they bring the libraries of all files and papers, which most commands do without.
"""

import datetime as dt
import importlib
import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

import geodata
from geodata.base.scope import Right

Run = Callable[..., dict[str, Any]]
"""`def run(work: Work, **arguments) -> dict`: the result is what JSON can hold."""
Ended = Callable[[Any], object]


class OfKind(Protocol):
    """A job, of which only its kind is known here."""

    kind: str


@dataclass(frozen=True, slots=True)
class Kind:
    """Something that can be done in the background."""

    name: str
    title: Promise | str
    run: Run
    ended: Ended
    rights: frozenset[Right]
    """Whoever looks at its result must still hold them in its area."""


_KINDS: dict[str, Kind] = {}

EachDay = Callable[[dt.date], int | None]
"""What it answers, where it does, is the number of households whose facts differ from history."""
_EACH_DAY: list[EachDay] = []
EachTime = Callable[[dt.datetime], None]
_EACH_FIVE_MINUTES: list[EachTime] = []

Due = Callable[[dt.date], bool]
Step = Callable[[dt.date], object]
_EACH_BEAT: list[tuple[Due, Step]] = []


def job(
    name: str,
    *,
    title: Promise | str,
    ended: Ended = lambda job: None,
    rights: Iterable[Right] = (Right.EXPORT,),
) -> Callable[[Run], Run]:
    """Decorator: the function does the jobs of that kind.

    It runs in one transaction with the job's end, as the web role under its user's scope. It may be begun several
    times, after a crash, but takes effect once: so it must do nothing outside the database. `ended` hears, under the
    same scope, of a job that failed or was cancelled; twice may be as good as once. `rights`: what the job is for; its
    page and its files are there only as long as its user holds them in its area.
    """

    def register(run: Run) -> Run:
        _KINDS[name] = Kind(name, title, run, ended, frozenset(rights))
        return run

    return register


def each_day(run: EachDay) -> EachDay:
    """Decorator: workers do it when a day begins, for all villages: see daily.py. Doing it twice must change nothing."""
    _EACH_DAY.append(run)
    return run


def each_five_minutes(run: EachTime) -> EachTime:
    """Decorator: workers do it every five minutes, for all villages: see five_minutes.py. What is due is found by its state,
    so that a standstill is caught up; doing it twice must change nothing."""
    _EACH_FIVE_MINUTES.append(run)
    return run


def each_beat(*, due: Due) -> Callable[[Step], Step]:
    """Decorator: workers do it whenever it is due, for all villages: see beat.py. `due` is cheap: it is asked every few seconds."""

    def register(step: Step) -> Step:
        _EACH_BEAT.append((due, step))
        return step

    return register


def title_of(name: str) -> str:
    """The title of a kind in the language of the moment, also of one that this release no longer has."""
    kind = kinds().get(name)
    return str(kind.title if kind else _("Job of an earlier release"))


def tell_of_the_end(job: OfKind) -> None:
    """To its kind, if this release still has it."""
    if kind := kinds().get(job.kind):
        kind.ended(job)


def kinds() -> dict[str, Kind]:
    """All kinds by name."""
    _discover()
    return _KINDS


def what_each_day_brings() -> list[EachDay]:
    """In the order of the concepts."""
    _discover()
    return _EACH_DAY


def what_five_minutes_bring() -> list[EachTime]:
    """In the order of the concepts."""
    _discover()
    return _EACH_FIVE_MINUTES


@cache
def _discover() -> None:
    """Import the jobs.py of every concept."""
    for package in pkgutil.iter_modules(geodata.__path__):
        if package.ispkg and importlib.util.find_spec(f"geodata.{package.name}.jobs"):
            importlib.import_module(f"geodata.{package.name}.jobs")


def what_each_beat_brings() -> list[tuple[Due, Step]]:
    """In the order of the concepts."""
    _discover()
    return _EACH_BEAT

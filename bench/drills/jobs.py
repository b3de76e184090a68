"""Job workers are killed in the middle of what they do. `python -m bench.drills jobs`"""

from collections.abc import Iterator

from bench.drills.finding import Finding, same
from bench.drills.own_server import OwnServer

KILLS = 50


def run(place: OwnServer, kills: int = KILLS) -> Iterator[Finding]:
    """As many jobs as kills. One that was killed as often as a job is tried is rightly given up, with nothing written."""
    from bench.kills import ROWS, measured
    from geodata.base.periods import today
    from geodata.coverage import facts
    from tests.jobs import kinds  # noqa: F401  (registers them)

    told = measured(place.url, kills, jobs=kills)
    different = len(facts.differences(on=today()))
    yield Finding("job workers killed", str(kills), True)
    yield Finding("tries of all jobs", str(told.tries), True)
    yield same(f"done jobs took effect once and whole ({ROWS} rows)", told.once, told.done)
    yield Finding("jobs given up after too many kills, nothing written", str(told.given_up), True)
    yield same("jobs done or given up", told.done + told.given_up, kills)
    yield Finding("households whose facts differ from history", str(different), different == 0)
    yield Finding("seconds for all", f"{told.seconds:.0f}", True)

"""What has to hold after any misfortune: acknowledged is stored, nothing twice, facts are what history says."""

from dataclasses import dataclass

from bench.drills.finding import Finding, same
from bench.drills.senders import Sent
from bench.drills.web import on_record


@dataclass(frozen=True)
class Books:
    """How many visits there were before."""

    visits: int


def opened() -> Books:
    from geodata.visits.models import Visit

    return Books(Visit.objects.count())


def findings(sent: Sent, before: Books) -> list[Finding]:
    """What the phones were told beside what there is."""
    from django.db import connection

    from geodata.base.periods import today
    from geodata.coverage import facts
    from geodata.visits.models import Visit

    # The one at hand may have been lost meanwhile.
    connection.close()
    stored, known = on_record(sent.acknowledged)[0], on_record(sent.begun)[0]
    added, different = Visit.objects.count() - before.visits, len(facts.differences(on=today()))
    return [
        same("acknowledged visits are stored", stored, len(sent.acknowledged)),
        same("visits added are visits sent, each once", added, known),
        Finding("visits sent and never acknowledged", str(len(sent.begun) - len(sent.acknowledged)), True),
        Finding("tries that failed on the way", str(sent.failures), True),
        Finding("households whose facts differ from history", str(different), different == 0),
    ]

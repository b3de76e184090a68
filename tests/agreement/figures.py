"""Coverage and lists of households, today and on other days; and what is taken away of them, at once or by a job."""

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import replace

from geodata.base.periods import today
from geodata.jobs.models import Job, JobFile
from geodata.jobs.running import run_now
from tests.agreement.asking import REFUSED, WRONG, Ask, Door, Outcome, Verb

BESIDE_FIELD = 'class="errorlist"'
"""A page says beside its field what may not be asked, and shows the usual instead."""
More = Callable[[], str]


def shown(outcome: Outcome) -> Outcome:
    return replace(outcome, kind=WRONG) if BESIDE_FIELD in outcome.text else outcome


def answered(outcome: Outcome) -> Outcome:
    """So a day or window that others may ask about is wrong, not forbidden."""
    if outcome.kind != REFUSED or not outcome.text.startswith("{"):
        return outcome
    fields = {error.get("field") for error in json.loads(outcome.text)["errors"]}
    return replace(outcome, kind=WRONG) if fields & {"on", "window"} else outcome


def nothing() -> str:
    return ""


def end_of_month() -> str:
    return f"&on={today().replace(day=1) - dt.timedelta(days=1)}"


def within_a_month() -> str:
    return f"&on={today().replace(day=1) - dt.timedelta(days=4)}"


def ahead() -> str:
    return f"&on={today() + dt.timedelta(days=1)}"


def of_a_week() -> str:
    return "&window=7"


def coverage(more: More = nothing) -> list[Door]:
    return [
        Door("page", lambda ask: shown(ask.page(f"/coverage/?area={ask.stage.village.code}{more()}"))),
        Door("api", lambda ask: answered(ask.api("GET", f"coverage/?area={ask.stage.village.code}{more()}"))),
    ]


def listed(gap: str, more: More = nothing) -> list[Door]:
    def asked(ask: Ask) -> str:
        return f"?area={ask.stage.village.code}&gap={gap}{more()}"

    return [
        Door("page", lambda ask: shown(ask.page(f"/gaps/{asked(ask)}"))),
        Door("api", lambda ask: answered(ask.api("GET", f"households/{asked(ask)}"))),
    ]


def taken(path: str, more: More = nothing) -> list[Door]:
    """`path` with {code}: GET answers with the file at once, POST begins the job that makes it."""

    def asked(ask: Ask) -> str:
        return path.format(code=ask.stage.village.code) + more()

    def by_job(ask: Ask) -> Outcome:
        begun = ask.page(asked(ask), {})
        job = Job.objects.filter(by=ask.by).order_by("-created").first() if begun.kind == "done" else None
        if job is None:
            return begun
        run_now(job)
        file = JobFile.objects.filter(job=job).first()
        return ask.page(f"/files/{file.pk}/" if file else f"/jobs/{job.pk}/")

    return [Door("at once", lambda ask: ask.page(asked(ask))), Door("job", by_job)]


GAP_FILE = "/gaps/export.csv?area={code}&gap=no_contact"
CARE_FILE = "/gaps/export.csv?area={code}&gap=special"
LEDGER_FILE = "/visits/export.csv?area={code}"
TABLE = "/exports/{code}/households.csv?"

VERBS = [
    Verb("count an area", coverage(), outcomes="dddmrddrrmmmmrmmr"),
    Verb("count an area at the end of a month", coverage(end_of_month), outcomes="dddmrddrrmmmmrmmr"),
    Verb("count an area on any other day", coverage(within_a_month), outcomes="dddmrwwrrmmmmrmmr"),
    Verb("count an area on a day to come", coverage(ahead), outcomes="wwwmrwwrrmmmmrmmr"),
    Verb("count visits of a week", coverage(of_a_week), outcomes="dddmrwwrrmmmmrmmr"),
    Verb("list a gap", listed("no_contact"), outcomes="dddmmdrrrmmmmmmrr"),
    Verb(
        "list a gap of the end of a month", listed("no_contact", end_of_month), outcomes="dddmmdrrrmmmmmmrr"
    ),
    Verb("list a gap of any other day", listed("no_contact", within_a_month), outcomes="dddmmwrrrmmmmmmrr"),
    Verb("list a gap of a day to come", listed("no_contact", ahead), outcomes="wwwmmwrrrmmmmmmrr"),
    Verb("list who is special and overdue", listed("special_overdue"), outcomes="dddmmrrrrmmmmmrrr"),
    Verb("take a list away", taken(GAP_FILE), outcomes="dddmrrrrrmmmmrrrr"),
    Verb("take a list of any other day away", taken(GAP_FILE, within_a_month), outcomes="dddwwwwwwwwwwwwww"),
    Verb("take a list of a day to come away", taken(GAP_FILE, ahead), outcomes="w" * 17),
    Verb("take a list of who is special away", taken(CARE_FILE), outcomes="dddmrrrrrmmmmrrrr"),
    Verb("take the ledger away", taken(LEDGER_FILE), outcomes="dddmrrrrrmmmmrrrr"),
    Verb("take a table away", taken(TABLE), outcomes="dddmrrrrrmmmmrrrr"),
    Verb("take a table of any other day away", taken(TABLE, within_a_month), outcomes="dddmrrrrrmmmmrrrr"),
    Verb("take a table of a day to come away", taken(TABLE, ahead), outcomes="w" * 17),
]

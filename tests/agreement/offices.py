"""What offices set: visit rules, cards, imports and one's own jobs."""

import datetime as dt
import re
from typing import Any

from django.utils import timezone

from geodata.accounts.models import User
from geodata.base.periods import today
from geodata.cards.printing import print_cards
from geodata.contacts.rights import scope_of
from geodata.imports.models import ImportRun
from geodata.jobs.models import Job
from geodata.posts.models import Post
from geodata.visits.models import VisitRule
from geodata.visits.rules import Group, set_rule
from tests import village as v
from tests.agreement.asking import Ask, Door, Outcome, Verb
from tests.lives import bring

RULED = "drrrrrrrrmrrrrrrr"
"""By the county's office; the one next door sets rules in its own county."""
LINKED = "dddrrrrrrmmmrrrrr"
IMPORTED = "dddrrmrrrmmmrrmrr"


def rule(ask: Ask, **more: Any) -> dict[str, Any]:
    told = {"group": "low_income", "area": ask.stage.village.code, "days": 30, "modes": ["door"]}
    return told | {"since": today().isoformat()} | more


def rule_page(ask: Ask) -> Outcome:
    return ask.page("/rules/", rule(ask))


def rule_api(ask: Ask) -> Outcome:
    return ask.api("POST", "rules/", rule(ask))


def a_rule(ask: Ask) -> VisitRule:
    group = Group.named("low_income")
    assert group is not None
    past = today() - dt.timedelta(days=9)
    told = {"group": group, "area": ask.stage.village, "days": 20, "modes": ["door"]}
    return set_rule(**told, since_day=past, today=past)


def end_page(ask: Ask) -> Outcome:
    return ask.page("/rules/end/", {"rule": ask.thing.pk})


def end_api(ask: Ask) -> Outcome:
    tomorrow = today() + dt.timedelta(days=1)
    body = {"group": "low_income", "area": ask.stage.village.code, "on": tomorrow}
    return ask.api("POST", "rules/end/", body)


def print_page(ask: Ask) -> Outcome:
    return ask.page("/cards/print/", {"area": ask.stage.village.code, "household": [ask.token]})


def print_api(ask: Ask) -> Outcome:
    return ask.api("POST", "cards/", {"households": [ask.token]})


def a_card(ask: Ask) -> Any:
    home = ask.stage.world.homes["own"].row
    return print_cards(households=[home.pk], by=v.user(), on=today())


def hand_out_one(ask: Ask) -> Outcome:
    return ask.page(f"/households/{ask.token}/card/", {})


def hand_out_api(ask: Ask) -> Outcome:
    return ask.api("POST", "cards/delivered/", {"households": [ask.token]})


def an_import(ask: Ask) -> int:
    return ask.stage.world.numbers["import"]["own"]


def a_written_one(ask: Ask) -> int:
    number = an_import(ask)
    bring(ImportRun.objects.get(pk=number), "applied", applied_at=timezone.now(), day=today())
    return number


def an_abandoned_one(ask: Ask) -> int:
    number = an_import(ask)
    bring(ImportRun.objects.get(pk=number), "abandoned")
    return number


def see_import_page(ask: Ask) -> Outcome:
    return ask.page(f"/imports/{ask.thing}/")


def see_import_api(ask: Ask) -> Outcome:
    return ask.api("GET", f"imports/{ask.thing}/")


def abandon_page(ask: Ask) -> Outcome:
    return ask.page(f"/imports/{ask.thing}/abandon/", {})


def abandon_api(ask: Ask) -> Outcome:
    return ask.api("POST", f"imports/{ask.thing}/abandon/")


def _job(by: User) -> Any:
    """One that needs a right which its owner has, whatever it is."""
    scope = scope_of(by, on=today())
    rights = sorted({right for grant in scope.grants for right in grant.rights})[:1]
    job = Job.objects.create(
        kind="trial.none", by=by, about="例", created=timezone.now(), needs=scope.within_area("", rights)
    )
    return job.pk


def ones_own_job(ask: Ask) -> Any:
    return _job(ask.by)


def somebodys_job(ask: Ask) -> Any:
    return _job(v.user())


def job_page(ask: Ask) -> Outcome:
    return ask.page(f"/jobs/{ask.thing}/")


def job_api(ask: Ask) -> Outcome:
    return ask.api("GET", f"jobs/{ask.thing}/")


def a_leaders_post(ask: Ask) -> int:
    home = ask.stage.world.homes["own"]
    return Post.objects.get(area=home.area, kind=Post.Kind.SMALL_LEADER).pk


def turn_over_page(ask: Ask) -> Outcome:
    path = f"/posts/turnover/?area={ask.stage.village.code}"
    form = {"day": today().isoformat(), f"do-p{ask.thing}": "end"}
    shown = ask.page(path, form)
    digest = re.search(r'name="seen" value="([0-9a-f]{64})"', shown.text)
    return ask.page(path, form | {"save": "yes", "seen": digest[1]}) if digest else shown


def turn_over_api(ask: Ask) -> Outcome:
    body = {"village": ask.stage.village.code, "on": today(), "ends": [ask.thing]}
    shown = ask.api("POST", "posts/turnover/preview/", body)
    digest = re.search(r'"seen": ?"([0-9a-f]{64})"', shown.text)
    return ask.api("POST", "posts/turnover/", body | {"seen": digest[1]}) if digest else shown


SETTING = [Door("page", rule_page), Door("api", rule_api)]
ENDING = [Door("page", end_page), Door("api", end_api)]
PRINTING = [Door("page", print_page), Door("api", print_api)]
HANDING = [Door("page", hand_out_one), Door("api", hand_out_api)]
SEEING = [Door("page", see_import_page), Door("api", see_import_api)]
ABANDONING = [Door("page", abandon_page), Door("api", abandon_api)]
JOB = [Door("page", job_page), Door("api", job_api)]
TURNING = [Door("page", turn_over_page), Door("api", turn_over_api)]

VERBS = [
    Verb("set a visit rule", SETTING, outcomes=RULED),
    Verb("end a visit rule", ENDING, a_rule, RULED),
    Verb("print a card", PRINTING, outcomes=LINKED),
    Verb("hand a card over", HANDING, a_card, "dddddrrrrmmmmmrrr"),
    Verb("see an import", SEEING, an_import, IMPORTED),
    Verb("give an import up", ABANDONING, an_import, IMPORTED),
    Verb("give a written import up", ABANDONING, a_written_one, IMPORTED.replace("d", "w")),
    Verb("give an import up again", ABANDONING, an_abandoned_one, IMPORTED.replace("d", "w")),
    Verb("see one's own job", JOB, ones_own_job, "d" * 16 + "m"),
    Verb("turn a village over", TURNING, a_leaders_post, "dddrrrrrdmmmrrrrr"),
    Verb("see somebody's job", JOB, somebodys_job, "m" * 17),
]

"""The branches of a grid."""

from geodata.base.periods import today
from tests.agreement.asking import Ask, Door, Outcome, Verb

JOINED = "dddrmrrmmmmmmmmmm"


def join_page(ask: Ask) -> Outcome:
    told = {"branch": "new", "name": "例支部", "kind": "grid", "day": today().isoformat()}
    return ask.page(f"/branches/{ask.stage.world.homes['own'].area.code}/", told)


def join_api(ask: Ask) -> Outcome:
    told = {"name": "例支部", "kind": "grid", "since": today()}
    return ask.api("POST", f"branches/{ask.stage.world.homes['own'].area.code}/", told)


VERBS = [Verb("join a branch to a grid", [Door("page", join_page), Door("api", join_api)], outcomes=JOINED)]

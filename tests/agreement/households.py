"""Opening a household, and who looks after it."""

from typing import Any

from geodata.base.periods import today
from geodata.contacts.assigning import set_contacts
from geodata.contacts.batch import Change
from geodata.contacts.models import ContactLink, Member
from geodata.people.models import CareRecord
from tests import village as v
from tests.agreement.asking import Ask, Door, Outcome, Verb

SEEN = "ddddddrrrmmmmmmrr"
"""Planners see a household as well, masked."""
DETAILED = "dddddrrrrmmmmmrrr"
LINKED = "dddrrrrrrmmmrrrrr"
"""By the offices; leaders and members of the place are told that it is not theirs to do."""


def the_page(ask: Ask) -> Outcome:
    return ask.page(f"/households/{ask.token}/")


def by_api(ask: Ask) -> Outcome:
    return ask.api("GET", f"households/{ask.token}/")


def its_history(ask: Ask) -> Outcome:
    return ask.api("GET", f"households/{ask.token}/history/")


def everything_as_paper(ask: Ask) -> Outcome:
    return ask.page(f"/households/{ask.token}/everything.pdf")


def everything_by_api(ask: Ask) -> Outcome:
    return ask.api("GET", f"households/{ask.token}/everything/")


def care_has_ended(ask: Ask) -> None:
    CareRecord.objects.filter(household__token=ask.token).update(period=(v.LONG_AGO, today()))


def never_special(ask: Ask) -> None:
    CareRecord.objects.filter(household__token=ask.token).delete()


def somebody_able(ask: Ask) -> Member:
    return v.member(ask.stage.village)


def somebody_ill(ask: Ask) -> Member:
    return v.member(ask.stage.village, ability="ill")


def somebody_full(ask: Ask) -> Member:
    member = v.member(ask.stage.village, capacity=1)
    v.link(member, v.household(ask.stage.world.homes["own"].area))
    return member


def contact_page(ask: Ask) -> Outcome:
    return ask.page(f"/households/{ask.token}/contact/", {"member": ask.thing.pk})


def contact_api(ask: Ask) -> Outcome:
    return ask.api("POST", f"households/{ask.token}/contact/", {"member": ask.thing.pk})


def assign_page(ask: Ask) -> Outcome:
    form = {"area": ask.stage.village.code, "household": [ask.token], "member": ask.thing.pk}
    return ask.page("/pairings/assign/", form)


def assign_api(ask: Ask) -> Outcome:
    return ask.api("POST", "pairings/", {"changes": [{"household": ask.token, "member": ask.thing.pk}]})


def a_step(ask: Ask) -> Any:
    home = ask.stage.world.homes["own"].row
    applied = set_contacts(changes=[Change(home.pk, v.member(ask.stage.village).pk)], by=v.user(), on=today())
    assert applied.step is not None
    return applied.step


def an_undone_step(ask: Ask) -> Any:
    from django.utils import timezone

    from geodata.pairing.undoing import undo

    return undo(step=a_step(ask), by=v.user(), on=today(), at=timezone.now())


def undo_page(ask: Ask) -> Outcome:
    return ask.page(f"/pairings/steps/{ask.thing.pk}/undo/", {"area": ask.stage.village.code})


def undo_api(ask: Ask) -> Outcome:
    return ask.api("POST", f"pairings/steps/{ask.thing.pk}/undo/")


def a_giver(ask: Ask) -> tuple[Member, Member]:
    link = ContactLink.objects.get(household__token=ask.token, period__endswith=None)
    return link.member, v.member(ask.stage.village)


def an_idle_giver(ask: Ask) -> tuple[Member, Member]:
    return v.member(ask.stage.village), v.member(ask.stage.village)


def hand_over_page(ask: Ask) -> Outcome:
    giver, taker = ask.thing
    return ask.page(f"/members/{giver.pk}/hand-over/", {"to": taker.pk, "reason": "handed_over"})


def hand_over_api(ask: Ask) -> Outcome:
    giver, taker = ask.thing
    body = {"to": taker.pk, "end_reason": "handed_over"}
    return ask.api("POST", f"members/{giver.pk}/hand-over/", body)


OPENING = [Door("page", the_page), Door("api", by_api), Door("api history", its_history)]
TAKING = [Door("page", everything_as_paper), Door("api", everything_by_api)]
SETTING = [Door("page", contact_page), Door("api", contact_api)]
ASSIGNING = [Door("page", assign_page), Door("api", assign_api)]
UNDOING = [Door("page", undo_page), Door("api", undo_api)]
HANDING = [Door("page", hand_over_page), Door("api", hand_over_api)]
IN_VAIN = LINKED.replace("d", "w")

VERBS = [
    Verb("open a household", OPENING, outcomes=SEEN),
    Verb("open a household whose care has ended", OPENING, care_has_ended, SEEN),
    Verb("open a household that was never special", OPENING, never_special, SEEN),
    Verb("take everything held about a household", TAKING, outcomes=DETAILED),
    Verb("set a contact", SETTING, somebody_able, LINKED),
    Verb("set a contact who is ill", SETTING, somebody_ill, IN_VAIN),
    Verb("set a contact without room", SETTING, somebody_full, IN_VAIN),
    Verb("assign many", ASSIGNING, somebody_able, LINKED),
    Verb("undo a step", UNDOING, a_step, LINKED),
    Verb("undo a step again", UNDOING, an_undone_step, IN_VAIN),
    Verb("hand over", HANDING, a_giver, LINKED),
    Verb("hand over nothing", HANDING, an_idle_giver, IN_VAIN),
]

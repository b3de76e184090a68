"""Contacts, their steps and members."""

from typing import Any

from geodata.contacts.assigning import set_contact
from geodata.contacts.changelog import LinkStep
from tests import village as v
from tests.browser.examples import Parts, Stage

OPENED: dict[str, Parts] = {
    "office": {
        "branches": {}, "branch": {"code": "grid"},
        "contact": {"token": "home"}, "end_contact": {"token": "home"}, "workbench": {}, "assign": {},
        "undo_step": {"number": "step"}, "approve_step": {"number": "step"}, "members": {}, "join_member": {}, "phone_list": {"code": "west"},
        "member": {"number": "member"}, "hand_over": {"number": "member"},
    },
}  # fmt: skip
QUERIES = {"workbench": "?area={west}", "members": "?area={west}", "join_member": "?area={west}"}


def things(stage: Stage) -> dict[str, Any]:
    other = v.member(stage.county.west)
    set_contact(household=stage.county.homes[1], member=other, by=stage.officer, on=stage.on)
    return {"step": LinkStep.objects.latest("pk").pk, "member": stage.member.pk}

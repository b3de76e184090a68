"""Contacts: who looks after which household."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from geodata.base.figures import Figure
from geodata.base.manifest import Concept, Held, MenuEntry, later
from geodata.base.menu import CONTACTS
from geodata.base.scope import Right


class Action(TextChoices):
    """What the record of access says that somebody did."""

    CONTACTS_CHANGED = "contacts_changed", _("assigned or ended contacts")
    MEMBER_CHANGED = "member_changed", _("changed a contact member")
    BRANCH_CHANGED = "branch_changed", _("changed the areas of a branch")
    MEMBER_JOINED = "member_joined", _("added a contact member")


CONCEPT = Concept(
    name="contacts",
    after=("people", "posts"),
    models=("models", "changelog"),
    written=(
        "geodata_linkchange",
        "geodata_linkstep",
        "geodata_contactlink",
        "geodata_memberability",
        "geodata_member",
        "geodata_branch_areas",
        "geodata_branch",
    ),
    held=(
        Held("geodata.contacts.models.ContactLink"),
        Held("geodata.contacts.changelog.LinkChange"),
    ),
    rights={
        Right.LINK: _("assign and end contacts"),
    },
    menu=(
        MenuEntry(
            "workbench",
            pgettext_lazy("page", "Contacts"),
            60,
            (Right.LINK,),
            group=CONTACTS,
            about=_("Households without a contact member, the members, cards and rosters."),
        ),
        MenuEntry(
            "branches",
            _("Branches of grids"),
            65,
            (Right.LINK,),
            group=CONTACTS,
            about=_("To which branch each grid belongs."),
        ),
    ),
    actions=Action,
    filters=("geodata.contacts.filtering.HasContact",),
    facts=("geodata.contacts.filtering.CONTACTS",),
    figures=(
        Figure(name="linked", label=_("With a contact member"), condition="linked", place=10, open=True),
        Figure(
            name="unlinked",
            label=_("Without a contact member"),
            condition="NOT linked",
            place=20,
            open=True,
            gap="no_contact",
            breaks="2,5,10,20",
        ),
    ),
    by_themselves=(
        "api:branch_areas",
        "api:branch_areas_end",
        "branch",
        "api:contact",
        "api:member",
        "api:members",
        "approve_step",
        "assign",
        "contact",
        "end_contact",
        "hand_over",
        "join_member",
        "member",
        "phone_list",
        "undo_step",
    ),
    timeline=later("geodata.contacts.timeline.of_household"),
)

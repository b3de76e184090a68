"""Lanterns: what a new concept says of itself, and all that it says."""

from django.db.models import TextChoices

from geodata.base.figures import Figure
from geodata.base.manifest import Concept, Kept, MenuEntry, later
from geodata.base.menu import VISITS
from geodata.base.scope import Right


class Action(TextChoices):
    LANTERN_LIT = "lantern_lit", "lit a lantern"


class NoticeKind(TextChoices):
    LANTERN_OUT = "lantern_out", "A lantern went out."


CONCEPT = Concept(
    name="toy",
    after=("territory", "audit"),
    written=("geodata_lantern",),
    menu=(MenuEntry("lanterns", "Lanterns", 55, (Right.RULES,), group=VISITS),),
    actions=Action,
    leaves={Action.LANTERN_LIT: ("lanterns",)},
    silent={"api:lanterns": "asks, and changes nothing"},
    notices=NoticeKind,
    asking={NoticeKind.LANTERN_OUT: later("geodata.toy.notices.dark")},
    shown={"gridmap.lanterns": later("geodata.toy.shown.seen")},
    today=later("geodata.toy.today.dark"),
    extracts=("geodata.toy.extract.Lanterns",),
    importers=("geodata.toy.importer.Lanterns",),
    timeline=later("geodata.toy.timeline.of_household"),
    figures=(
        Figure(
            name="lit",
            label="with a lantern",
            condition="household_id IN (SELECT h.id FROM geodata_household h WHERE h.door = '9')",
            place=145,
            gap="lantern_lit",
            breaks="1,2,5,10",
        ),
    ),
    kept=(
        Kept(
            "lanterns",
            "lanterns that went out",
            later("geodata.toy.retention.lanterns"),
            "KEEP_LANTERNS_DAYS",
            9,
        ),
    ),
)

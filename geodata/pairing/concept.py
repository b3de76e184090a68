"""Pairing: proposals of who should look after whom."""

from geodata.base.manifest import Concept, Held
from geodata.contacts.concept import Action as Contacts

CONCEPT = Concept(
    name="pairing",
    after=("jobs", "cards"),
    written=("geodata_pairingline",),
    held=(Held("geodata.pairing.models.PairingLine"),),
    leaves={
        Contacts.CONTACTS_CHANGED: ("decide_proposal",),
    },
    by_themselves=(
        "proposals",
        "api:hand_over",
        "api:pairings",
        "api:undo_step",
    ),
)

"""The index for Django: every table, in the order in which concepts may know each other."""

from geodata.accounts.models import ApiToken, Guesses, KnownNetwork, Phone, PhoneNumber, User
from geodata.audit.models import AccessEntry, Notice
from geodata.contacts.cards import Card
from geodata.contacts.models import Branch, ContactLink, Duty, Member
from geodata.contacts.staged import Pairing, PairingLine
from geodata.contacts.steps import LinkChange, LinkStep
from geodata.coverage.models import HouseholdFacts
from geodata.imports.models import ImportPart, ImportRun, ImportStep
from geodata.jobs.models import BegunDay, FilePiece, Job, JobFile
from geodata.people.models import (
    CareCategory,
    CareRecord,
    Household,
    Livelihood,
    OccupancyPeriod,
    Placement,
    Resident,
)
from geodata.redrawing.models import BoundaryPlan, Lineage, PlanGrid, PlanStep
from geodata.territory.models import Area, Boundary
from geodata.visits.held import HeldVisit
from geodata.visits.models import Visit, Visitor, VisitRule

__all__ = [
    "AccessEntry",
    "ApiToken",
    "Area",
    "BegunDay",
    "Boundary",
    "BoundaryPlan",
    "Branch",
    "Card",
    "CareCategory",
    "CareRecord",
    "ContactLink",
    "Duty",
    "FilePiece",
    "Guesses",
    "HeldVisit",
    "Household",
    "HouseholdFacts",
    "ImportPart",
    "ImportRun",
    "ImportStep",
    "Job",
    "JobFile",
    "KnownNetwork",
    "Lineage",
    "LinkChange",
    "LinkStep",
    "Livelihood",
    "Member",
    "Notice",
    "OccupancyPeriod",
    "Pairing",
    "PairingLine",
    "Phone",
    "PhoneNumber",
    "Placement",
    "PlanGrid",
    "PlanStep",
    "Resident",
    "User",
    "Visit",
    "VisitRule",
    "Visitor",
]

"""What codes of these tables mean, as an extract of a household says it."""

from geodata.entitlements.models import Entitlement, EntitlementStep
from geodata.entitlements.sheet_models import CardLine
from geodata.entitlements.words import Move, Why


def policy(row: Entitlement) -> str:
    return str(row.policy)


def policy_version(row: Entitlement) -> str:
    return str(row.policy_version.number)


def move(row: EntitlementStep) -> str:
    return str(Move(row.move).label)


def reason(row: EntitlementStep) -> str:
    """Of what the service has closed: why, in words."""
    return str(Why(row.reason).label) if row.move == Move.LAPSE and row.reason in Why.values else row.reason


def card(row: CardLine) -> str:
    return row.card.printed_on.isoformat()


def entitlement(row: CardLine) -> str:
    return str(row.entitlement.policy)


def version_printed(row: CardLine) -> str:
    return str(row.policy_version.number)

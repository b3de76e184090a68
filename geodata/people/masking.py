"""What is shown of a person to those who do not look after the household: enough to recognise, not to know."""

from collections.abc import Iterable

HIDDEN = "**"
MASKED_NAME = f"CASE WHEN h.head_name = '' THEN '' ELSE left(h.head_name, 1) || '{HIDDEN}' END"
"""`masked_name` as SQL over geodata_household h, for answers that the database writes."""


def shown_name(name: str, *, details: bool) -> str:
    """As whoever may see `details` of the household sees it, or may not."""
    return name if details else masked_name(name)


def shown_phones(phones: Iterable[str], *, details: bool) -> list[str]:
    return [*phones] if details else masked_phones(phones)


def masked_name(name: str) -> str:
    """The first character: 张三 → 张**."""
    return f"{name[:1]}{HIDDEN}" if name else ""


def masked_phone(phone: str) -> str:
    """The first three and the last four digits: 13800001234 → 138****1234; of a short number nothing."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 11 else "****"


def masked_phones(phones: Iterable[str]) -> list[str]:
    return [masked_phone(phone) for phone in phones]

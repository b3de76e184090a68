"""Texts of needs that lie sealed: what a sensitive one says, who is at odds in a dispute, and what they agreed on."""

import base64
import json
from typing import Any, NamedTuple

from geodata.base.sealed import Place, seal, unseal
from geodata.needs.models import Need


class Said(NamedTuple):
    """What a need says."""

    title: str = ""
    text: str = ""


def _place(need: Need, table: str, column: str) -> Place:
    # Its own id is known before the row is written.
    return Place(table, column, str(need.client_id))


def seal_said(need: Need, said: Said) -> bytes:
    return seal(json.dumps(said, ensure_ascii=False).encode(), at=_place(need, "geodata_need", "sealed"))


def unseal_said(need: Need) -> Said:
    """Empty where it is forgotten."""
    if not need.sealed:
        return Said()
    return Said(*json.loads(unseal(bytes(need.sealed), at=_place(need, "geodata_need", "sealed"))))


def seal_result(need: Need, text: str) -> bytes:
    return seal(text.encode(), at=_place(need, "geodata_need", "sealed_result"))


def result_of(need: Need) -> str:
    """In clear, of whatever need."""
    if not need.sealed_result:
        return need.result
    return unseal(bytes(need.sealed_result), at=_place(need, "geodata_need", "sealed_result")).decode()


def seal_text(need: Need, column: str, text: str) -> bytes:
    """Of its dispute."""
    return seal(text.encode(), at=_place(need, "geodata_dispute", column)) if text else b""


def unseal_text(need: Need, column: str, sealed: bytes) -> str:
    return unseal(bytes(sealed), at=_place(need, "geodata_dispute", column)).decode() if sealed else ""


WORDS = ("reason",)
"""What of a step's details somebody may have written."""


def sealed_words(need: Need, details: dict[str, Any]) -> dict[str, Any]:
    """The details of a step with its words sealed."""
    words = {name: details[name] for name in WORDS if details.get(name)}
    plain = {name: value for name, value in details.items() if name not in WORDS}
    if not words:
        return plain
    content = seal(
        json.dumps(words, ensure_ascii=False).encode(), at=_place(need, "geodata_needstep", "payload")
    )
    return plain | {"sealed": base64.b64encode(content).decode()}


def opened_words(need: Need, details: dict[str, Any]) -> dict[str, Any]:
    """The same in clear, of whatever need."""
    if "sealed" not in details:
        return details
    content = unseal(base64.b64decode(details["sealed"]), at=_place(need, "geodata_needstep", "payload"))
    words: dict[str, Any] = json.loads(content)
    return {name: value for name, value in details.items() if name != "sealed"} | words

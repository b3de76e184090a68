"""What people write here, as it is kept."""

from geodata.base import texts
from geodata.base.id_numbers import MARK, without_id_numbers


def as_kept(text: str) -> str:
    """One kind of line end, and a mark in the place of each ID number."""
    return without_id_numbers(texts.free(text), mark=MARK).strip()

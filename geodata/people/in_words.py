"""What columns of a household say in words, where the column by itself tells a code."""

from typing import Any

from geodata.base.datum import Datum


def datum(row: Any) -> str:
    """In which system its point was handed in."""
    code: str = row.point_datum
    return str(Datum(code).label) if code in Datum.values else code

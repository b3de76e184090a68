"""A turnover names a village, and nothing of its own."""

from typing import Any

ARGUMENTS: dict[str, str] = {}
NUMBERS: dict[str, str] = {}
MADE: dict[str, Any] = {}

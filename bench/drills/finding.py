"""What a drill found of each promise, and the table of it."""

from collections.abc import Iterable
from dataclasses import dataclass


class NotHere(Exception):
    """This machine does not allow the drill."""


@dataclass(frozen=True)
class Finding:
    promise: str
    found: str
    kept: bool


def at_most(promise: str, found: float, bound: float, unit: str) -> Finding:
    return Finding(f"{promise} ≤ {bound:g} {unit}", f"{found:.2f} {unit}", found <= bound)


def same(promise: str, found: int, wanted: int) -> Finding:
    return Finding(promise, f"{found:,} of {wanted:,}", found == wanted)


def show(title: str, findings: Iterable[Finding]) -> bool:
    """A line as soon as it is known: what an interrupted drill found stays told."""
    print(f"\n{title}", flush=True)
    kept = True
    for each in findings:
        print(f"{each.promise:66} {each.found:>20} {'ok' if each.kept else 'MISSED'}", flush=True)
        kept &= each.kept
    return kept

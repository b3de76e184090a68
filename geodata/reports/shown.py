"""What the second line shows of editions: where lists may be taken away, with details and counts; never to counts alone."""

from collections.abc import Collection

from geodata.base.scope import Scope
from geodata.reports.models import part_of


def villages(scope: Scope) -> Collection[int]:
    return part_of(scope).villages

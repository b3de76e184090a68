"""What most tests begin with, made once and given to each: the defaults by process, the county by module."""

import copy
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import transaction

from geodata.needs.defaults import load_missing_need_defaults
from geodata.people.models import CareCategory
from geodata.visits.models import VisitRule
from tests import village as v
from tests.defaults import load_defaults

_defaults: list[CareCategory | VisitRule] = []


def defaults() -> None:
    """Load the defaults; from the second time on only their rows, without reading the files again."""
    load_missing_need_defaults()
    if CareCategory.objects.exists():
        return
    if not _defaults:
        load_defaults()
        _defaults.extend([*CareCategory.objects.all(), *VisitRule.objects.all()])
        return
    for model in (CareCategory, VisitRule):
        model.objects.bulk_create([copy.copy(row) for row in _defaults if isinstance(row, model)])


@contextmanager
def for_a_module(build: Callable[[], v.County]) -> Iterator[v.County]:
    """A county in a transaction of the module's own, taken back at its end: each test's is inside it."""
    with transaction.atomic():
        yield build()
        transaction.set_rollback(True)


def lived_in_county() -> v.County:
    defaults()
    return v.lived_in_county()

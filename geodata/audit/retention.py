"""How long the record of access and former rows are kept."""

import datetime as dt

from django.apps import apps
from django.db.models import Model

from geodata.audit.models import AccessEntry
from geodata.base.forgetting import erase, events_of


def logs(before: dt.date, apply: bool) -> int:
    return erase(AccessEntry.objects.filter(at__date__lt=before), apply)


def former_rows(before: dt.date, apply: bool) -> int:
    return sum(
        erase(events_of(model).filter(pgh_created_at__date__lt=before), apply) for model in _tracked_models()
    )


def _tracked_models() -> list[type[Model]]:
    return [model for model in apps.get_app_config("geodata").get_models() if hasattr(model, "changes")]

"""What is published comes about by itself, once a day is over."""

import datetime as dt

from django.utils import timezone

from geodata.federation.publishing import publish_due
from geodata.jobs.daily import everything
from geodata.jobs.registry import each_five_minutes


@each_five_minutes
def publish_coverage(at: dt.datetime) -> None:
    """Yesterday's, of each county that has none yet."""
    publish_due(today=timezone.localdate(at), scope=everything())

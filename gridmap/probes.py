"""Addresses for machines that look after this one, answered before the host and the database are looked at."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from gridmap.health import healthz, livez, readyz
from gridmap.metrics.page import metrics

PROBES: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    "/livez": livez,
    "/readyz": readyz,
    "/healthz": healthz,
    "/metrics": metrics,
}
"""See gridmap/availability.py; they have a thread to themselves."""

"""/metrics, in the text that Prometheus reads: for whoever asks on this machine itself, or with the token of the operator."""

import ipaddress
from collections.abc import Iterable, Iterator

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gridmap import __version__
from gridmap.metrics.board import BEHIND, BOUNDS, BUSY, CLASSES, READ, SECONDS, SLOW, Board
from gridmap.metrics.counting import board
from gridmap.metrics.shared import disks, shared

KIND = "text/plain; version=0.0.4; charset=utf-8"
Sample = tuple[dict[str, str], float]


@login_not_required
@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """404 for all others: that there is such an address is nobody's business."""
    if not may_read(request):
        return HttpResponse("", status=404)
    return HttpResponse("".join(lines()), content_type=KIND)


def may_read(request: HttpRequest) -> bool:
    """With a token set only by it. Without one from this machine, and not by a proxy on it, which says for whom it asks."""
    if settings.METRICS_TOKEN:
        offered = request.headers.get("Authorization", "").partition("Bearer ")[2]
        return constant_time_compare(offered, settings.METRICS_TOKEN)
    if "X-Forwarded-For" in request.headers or "Forwarded" in request.headers:
        return False
    try:
        return ipaddress.ip_address(str(request.META.get("REMOTE_ADDR"))).is_loopback
    except ValueError:
        return False


def lines() -> Iterator[str]:
    yield from family("gridmap_info", "gauge", "The version that serves.", [({"version": __version__}, 1)])
    yield from of_board(board())
    yield from of_disks()
    try:
        told = shared()
    except Error:
        yield from family("gridmap_database_up", "gauge", "Does the database answer?", [({}, 0)])
        return
    values = {
        "gridmap_database_up": ("Does the database answer?", 1),
        "gridmap_database_primary": ("Can it be written?", told.primary),
        "gridmap_database_bytes": ("Size of the database.", told.size),
        "gridmap_database_connections": ("Connections to the database, of whomever.", told.connections),
        "gridmap_standby_lag_seconds": ("How far this server is behind, where it is a standby.", told.lag),
        "gridmap_replicas": ("Replicas that stream from this server.", told.replicas),
        "gridmap_replica_lag_bytes": ("Bytes that the slowest replica has not replayed.", told.behind_bytes),
        "gridmap_replica_lag_seconds": ("Seconds by which the slowest replica is behind.", told.behind_seconds),
        "gridmap_workers": ("Job workers whose heart beats.", told.workers),
        "gridmap_worker_beat_age_seconds": ("Since the last beat of any worker; -1: none.", told.beat),
        "gridmap_jobs_waiting": ("Jobs that wait for a worker.", told.waiting),
        "gridmap_jobs_running": ("Jobs at work.", told.running),
        "gridmap_job_oldest_seconds": ("For how long the oldest job has waited.", told.oldest),
        "gridmap_day_begun_timestamp_seconds": ("Beginning of the last day that workers have turned.", told.day),
        "gridmap_facts_differing": ("Households whose facts differed from history last night.", told.facts),
        "gridmap_counts_differing": ("Kept days that differed from history since yesterday.", told.counts),
    }  # fmt: skip
    for name, (words, value) in values.items():
        if value is not None:
            yield from family(name, "gauge", words, [({}, float(value))])


def of_board(counted: Board) -> Iterator[str]:
    of_routes = [(route, cells) for route in counted.routes if any(cells := counted.of_route(route))]
    yield from family(
        "gridmap_requests_total",
        "counter",
        "Answers by route and class of status.",
        [
            ({"route": route, "status": kind}, number)
            for route, cells in of_routes
            for kind, number in zip(CLASSES, cells, strict=False)
            if number
        ],
    )
    yield "# HELP gridmap_request_seconds Time until an answer.\n# TYPE gridmap_request_seconds histogram\n"
    for route, cells in of_routes:
        yield from histogram("gridmap_request_seconds", {"route": route}, cells[SECONDS:])
    yield from family("gridmap_threads_busy", "gauge", "Requests at work.", [({}, counted.total(BUSY))])
    threads = settings.WEB_WORKERS * settings.WEB_THREADS
    yield from family("gridmap_threads", "gauge", "Requests that may be at work.", [({}, threads)])
    yield from family(
        "gridmap_slow_statements_total", "counter", "Statements beyond 2 s.", [({}, counted.total(SLOW))]
    )
    read = [({"by": "replica"}, counted.total(READ)), ({"by": "primary"}, counted.total(BEHIND))]
    yield from family(
        "gridmap_reads_total", "counter", "Requests that a replica answered, or none could.", read
    )


def of_disks() -> Iterator[str]:
    found = disks()
    free = [({"place": name}, float(free)) for name, (free, _total) in found.items()]
    total = [({"place": name}, float(total)) for name, (_free, total) in found.items()]
    yield from family("gridmap_disk_free_bytes", "gauge", "Room left.", free)
    yield from family("gridmap_disk_bytes", "gauge", "Room in all.", total)


def histogram(name: str, labels: dict[str, str], cells: list[float]) -> Iterator[str]:
    seconds, counts = cells[0], cells[1:]
    below = 0.0
    for bound, number in zip([*map(str, BOUNDS), "+Inf"], counts, strict=True):
        below += number
        yield sample(f"{name}_bucket", labels | {"le": bound}, below)
    yield sample(f"{name}_sum", labels, seconds)
    yield sample(f"{name}_count", labels, below)


def family(name: str, kind: str, words: str, samples: Iterable[Sample]) -> Iterator[str]:
    yield f"# HELP {name} {words}\n# TYPE {name} {kind}\n"
    for labels, value in samples:
        yield sample(name, labels, value)


def sample(name: str, labels: dict[str, str], value: float) -> str:
    told = ",".join(f'{label}="{escaped(text)}"' for label, text in labels.items())
    number = f"{value:.0f}" if value == int(value) else repr(value)
    return f"{name}{{{told}}} {number}\n" if told else f"{name} {number}\n"


def escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")

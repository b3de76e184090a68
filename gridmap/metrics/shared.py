"""What all processes share, asked when somebody reads it: the queue, workers, the day, facts, the server, disks."""

import shutil
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection

from gridmap.databases import profile

QUESTION = """
    SELECT (SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > clock_timestamp() - make_interval(secs => %(given_up)s)),
           (SELECT coalesce(extract(epoch FROM clock_timestamp() - max(last_heartbeat)), -1) FROM procrastinate_workers)::float8,
           (SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'),
           (SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing'),
           (SELECT coalesce(extract(epoch FROM clock_timestamp() - min(event.at)), 0)
              FROM procrastinate_jobs job JOIN procrastinate_events event ON event.job_id = job.id
             WHERE job.status = 'todo' AND event.type = 'deferred')::float8,
           (SELECT coalesce(extract(epoch FROM max(day)::timestamp AT TIME ZONE %(zone)s), 0) FROM geodata_begunday)::float8,
           (SELECT facts_differing FROM geodata_begunday ORDER BY day DESC LIMIT 1),
           (SELECT count(*) FROM geodata_comparedday WHERE mended_on >= (now() AT TIME ZONE %(zone)s)::date - 1),
           pg_database_size(current_database()),
           (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database())
"""
REPLICAS = """
    SELECT count(*), max(pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn))::float8, max(extract(epoch FROM replay_lag))::float8
    FROM pg_stat_replication
"""


@dataclass(frozen=True, slots=True)
class Shared:
    workers: int
    beat: float
    waiting: int
    running: int
    oldest: float
    day: float
    facts: int | None
    counts: int
    size: int
    connections: int
    primary: bool
    lag: float | None
    replicas: int | None
    behind_bytes: float | None
    behind_seconds: float | None


def shared() -> Shared:
    """Three queries. Of replicas nothing is known to a login without pg_read_all_stats, nor on a standby."""
    server = profile(connection)
    with connection.cursor() as cursor:
        cursor.execute(QUESTION, {"given_up": settings.WORKER_GIVEN_UP, "zone": settings.TIME_ZONE})
        told: tuple[Any, ...] = cursor.fetchone()
        replicas: tuple[Any, ...] = (None, None, None)
        if server.role != "standby":
            cursor.execute(REPLICAS)
            replicas = cursor.fetchone()
    everything: tuple[Any, ...] = (*told, server.role == "primary", server.lag, *replicas)
    return Shared(*everything)


def disks() -> dict[str, tuple[int, int]]:
    """Bytes that are free and bytes in all, of the service's own places and of those that the operator names."""
    places = {"service": str(settings.BASE_DIR), "temporary": "/tmp"}  # noqa: S108 (looked at)
    named = {f"disk {number}": place for number, place in enumerate(settings.METRICS_DISKS, start=1)}
    found = {}
    for name, place in (places | named).items():
        try:
            usage = shutil.disk_usage(place)
        except OSError:
            continue
        found[name] = (usage.free, usage.total)
    return found

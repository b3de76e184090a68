"""Runs in the environment of fmtm-splitter, not in ours: `fmtm_runner.py DSN INPUT OUTPUT`.

INPUT is a JSON list of villages (`aoi`, `features`, `per_grid`); OUTPUT becomes a list of features, and the CPU seconds
of this process and of the database's.
"""

import json
import os
import sys
import time
from pathlib import Path

import psycopg2
from fmtm_splitter import splitter


def cpu_of(pid: int) -> float:
    """CPU seconds that a process has spent so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def split(dsn: str, village: dict) -> tuple[list, float]:
    connection = psycopg2.connect(dsn)
    server, spent = connection.get_backend_pid(), []

    def close(open_connection) -> None:
        open_connection.commit()
        spent.append(cpu_of(server))
        open_connection.close()

    splitter.close_connection = close
    start = time.process_time()
    found = splitter.split_by_sql(
        village["aoi"], connection, num_buildings=village["per_grid"], osm_extract=village["features"]
    )
    return found["features"], time.process_time() - start + spent[0]


def main(dsn: str, source: str, target: str) -> None:
    results = [split(dsn, village) for village in json.loads(Path(source).read_text())]
    Path(target).write_text(
        json.dumps({"features": [each for each, _ in results], "cpu": sum(cpu for _, cpu in results)})
    )


if __name__ == "__main__":
    main(*sys.argv[1:4])

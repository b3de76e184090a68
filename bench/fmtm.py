"""The peer that others use: fmtm-splitter, in an environment and a database of its own, both thrown away at will.

It splits buildings, so each household gets one: a square of the size of the median real building of the tests'
Kathmandu extract (76 m²). Villages are given one by one, as it wants them.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import psycopg
import shapely
from django.db import connection

from geodata.geometry.arrays import Floats, Shapes
from geodata.geometry.partition import Land
from geodata.geometry.projection import Paper

HOME = Path(__file__).resolve().parents[1] / ".local" / "peers" / "fmtm"
RUNNER = Path(__file__).with_name("fmtm_runner.py")
DATABASE = "peer_fmtm"
FOOTPRINT = 8.7


def installed() -> str:
    """Its Python, in an environment made when missing. CalledProcessError: it cannot be installed here."""
    python = HOME / "bin" / "python"
    if not (HOME / "ready").exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(HOME)], check=True)
        install = [str(python), "-m", "pip", "install", "--quiet", "fmtm-splitter==2.0.0"]
        subprocess.run(install, check=True, stderr=subprocess.PIPE)
        (HOME / "ready").touch()
    return str(python)


def fmtm(lands: Sequence[Land], plane: Paper, per_grid: int) -> tuple[list[Shapes], float]:
    """Its grids for each village, in metres, and the CPU seconds of its process and its database together."""
    python = installed()
    with tempfile.TemporaryDirectory() as folder, scratch_database() as dsn:
        source, target = Path(folder) / "in.json", Path(folder) / "out.json"
        source.write_text(json.dumps([_village(land, plane, per_grid) for land in lands]))
        subprocess.run(
            [python, str(RUNNER), dsn, str(source), str(target)], check=True, stderr=subprocess.PIPE
        )
        result = json.loads(target.read_text())
    return [plane.on_paper(_polygons(features)) for features in result["features"]], result["cpu"]


@contextmanager
def scratch_database() -> Iterator[str]:
    """An empty PostGIS database on our server, as a libpq address."""
    parameters = {**connection.get_connection_params()}
    at = {key: parameters[key] for key in ("host", "port", "user", "password") if parameters.get(key)}
    with psycopg.connect(**at, dbname=parameters["dbname"], autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{DATABASE}"')
        server.execute(f'CREATE DATABASE "{DATABASE}"')
        try:
            with psycopg.connect(**at, dbname=DATABASE, autocommit=True) as own:
                own.execute("CREATE EXTENSION IF NOT EXISTS postgis")
            yield psycopg.conninfo.make_conninfo(**at, dbname=DATABASE)
        finally:
            server.execute(f'DROP DATABASE "{DATABASE}" WITH (FORCE)')


def _village(land: Land, plane: Paper, per_grid: int) -> dict[str, object]:
    outline = plane.on_earth(np.array([land.outline]), np.zeros(0, object))
    return {
        "aoi": json.loads(shapely.to_geojson(outline)[0]),
        "per_grid": per_grid,
        "features": {"type": "FeatureCollection", "features": _buildings(land.points, plane)},
    }


def _buildings(points: Floats, plane: Paper) -> list[dict[str, object]]:
    half = FOOTPRINT / 2
    corners = shapely.box(points[:, 0] - half, points[:, 1] - half, points[:, 0] + half, points[:, 1] + half)
    return [
        {
            "type": "Feature",
            "geometry": json.loads(shape),
            "properties": {"osm_id": number, "tags": {"building": "yes"}},
        }
        for number, shape in enumerate(shapely.to_geojson(plane.on_earth(corners, np.zeros(0, object))))
    ]


def _polygons(features: list[dict[str, object]]) -> Shapes:
    return np.array([shapely.from_geojson(json.dumps(each["geometry"])) for each in features], dtype=object)

"""Tables and findings as bytes, so that an import can wait for a person between two requests: compressed JSON."""

import hashlib
import zlib
from dataclasses import fields
from typing import Any

import numpy as np
import orjson
import shapely

from geodata.imports.findings import Case, Change, Entry, Question
from geodata.imports.packed import Packed
from geodata.imports.problems import Problem
from geodata.imports.report import Report
from geodata.imports.table import Table


def packed_table(table: Table) -> bytes:
    """The table with its geometries, which keep every digit."""
    shapes = None if table.geometry is None else shapely.to_wkb(table.geometry, hex=True).tolist()
    told = {field.name: getattr(table, field.name) for field in fields(table) if field.name != "geometry"}
    return _packed(told | {"geometry": shapes})


def unpacked_table(data: bytes) -> Table:
    told = _unpacked(data)
    told["problems"] = [Problem(**one) for one in told["problems"]]
    if told["geometry"] is not None:
        told["geometry"] = shapely.from_wkb(np.array(told["geometry"], dtype=object))
    return Table(**told)


def packed_report(report: Report) -> bytes:
    return _packed(report)


def unpacked_report(data: bytes) -> Report:
    told = _unpacked(data)
    for name in ("problems", "remarks", "left_out"):
        told[name] = [Problem(**one) for one in told[name]]
    for name in ("created", "altered", "gone"):
        told[name] = [_entry(one) for one in told[name]]
    told["questions"] = [_question(one) for one in told["questions"]]
    return Report(**told)


def fingerprint(report: Report) -> str:
    """Of what an import would do, whatever the language it is told in."""
    does = [
        [report.new, report.changed, report.unchanged, report.datum],
        sorted((question.key, question.answer) for question in report.questions),
        [[problem.line, problem.column, problem.value] for problem in (*report.problems, *report.left_out)],
        report.created,
        report.altered,
    ]
    return hashlib.sha256(orjson.dumps(does)).hexdigest()


def _entry(told: dict[str, Any]) -> Entry:
    return Entry(**told | {"changes": tuple(Change(**one) for one in told["changes"])})


def _question(told: dict[str, Any]) -> Question:
    choices = tuple((value, words) for value, words in told["choices"])
    return Question(**told | {"choices": choices, "cases": tuple(Case(**one) for one in told["cases"])})


def _packed(told: object) -> bytes:
    return zlib.compress(orjson.dumps(told, default=_plain), level=1)


def _plain(value: object) -> object:
    return list(value) if isinstance(value, Packed) else str(value)


def _unpacked(data: bytes) -> dict[str, Any]:
    told: dict[str, Any] = orjson.loads(zlib.decompress(data))
    return told

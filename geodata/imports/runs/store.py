"""Tables and findings as bytes, so that an import can wait for a person between two requests: compressed JSON."""

import hashlib
import zlib
from dataclasses import fields
from io import BytesIO
from itertools import chain
from typing import Any

import orjson

from geodata.files import serialization
from geodata.files.compressed_rows import Packed, as_packed, in_parts
from geodata.files.problems import as_problem
from geodata.files.table import Table
from geodata.imports.runs.findings import Case, Question, as_entry
from geodata.imports.runs.report import Report

MARK = b"blocks\n"
"""How they begin since rows and findings are kept in blocks; what does not can no longer be read."""
MADE = {
    "problems": as_problem,
    "remarks": as_problem,
    "left_out": as_problem,
    "created": as_entry,
    "altered": as_entry,
    "gone": as_entry,
}
"""The lists of a report that may be as long as the file, and what makes an item of them."""


def packed_table(table: Table) -> bytes:
    file = BytesIO()
    serialization.write_table(table, file)
    return MARK + zlib.compress(file.getvalue(), level=1)


def unpacked_table(data: bytes) -> Table:
    return serialization.read_answer(BytesIO(zlib.decompress(data.removeprefix(MARK))))


def packed_report(report: Report) -> bytes:
    """The blocks of the long lists as they are, after all else."""
    told: dict[str, Any] = {field.name: getattr(report, field.name) for field in fields(report)}
    blocks: list[bytes] = []
    for name in MADE:
        items = as_packed(told[name])
        told[name] = in_parts(items)
        blocks += items.parts[0]
    head = zlib.compress(orjson.dumps(told, default=list), level=1)
    return b"".join([MARK, len(head).to_bytes(8, "little"), head, *blocks])


def unpacked_report(data: bytes) -> Report:
    file = BytesIO(data.removeprefix(MARK))
    told = orjson.loads(zlib.decompress(file.read(int.from_bytes(file.read(8), "little"))))
    for name, made in MADE.items():
        blocks = [file.read(length) for length in told[name]["blocks"]]
        told[name] = Packed.of(blocks, told[name]["end"], made=made)
    told["questions"] = [_question(one) for one in told["questions"]]
    return Report(**told)


def fingerprint(report: Report) -> str:
    """Of what an import would do, whatever the language it is told in."""
    does = [
        [report.new, report.changed, report.unchanged, report.datum],
        sorted((question.key, question.answer) for question in report.questions),
    ]
    digest = hashlib.sha256(orjson.dumps(does))
    for problem in chain(report.problems, report.left_out):
        digest.update(orjson.dumps([problem.line, problem.column, problem.value]))
    for entry in chain(report.created, report.altered):
        digest.update(orjson.dumps(entry))
    return digest.hexdigest()


def _question(told: dict[str, Any]) -> Question:
    choices = tuple((value, words) for value, words in told["choices"])
    return Question(**told | {"choices": choices, "cases": tuple(Case(**one) for one in told["cases"])})

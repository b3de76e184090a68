"""The form of a log line."""

import json
import logging
import logging.config
import sys
from contextvars import Context

import pytest

from gridmap import logs


def line(record: logging.LogRecord) -> dict[str, str]:
    formatted = logs.JsonLines().format(record)
    assert "\n" not in formatted
    return json.loads(formatted)


def record(message: str, *values: object) -> logging.LogRecord:
    return logging.LogRecord("gridmap.trial", logging.WARNING, __file__, 1, message, values, None)


def test_a_line_has_time_level_logger_and_message() -> None:
    written = line(record("%s households\nplaced", 3))
    assert written["message"] == "3 households\nplaced"
    assert (written["level"], written["logger"]) == ("WARNING", "gridmap.trial")
    assert written["time"].endswith("+00:00")


def test_outside_a_request_a_line_has_no_request_id() -> None:
    assert "request_id" not in Context().run(line, record("start"))


def test_an_error_carries_its_traceback() -> None:
    try:
        int("网格")
    except ValueError:
        broken = record("broken")
        broken.exc_info = sys.exc_info()
    assert "ValueError" in line(broken)["exception"]


def test_chinese_stays_readable() -> None:
    assert "网格" in logs.JsonLines().format(record("网格"))


def test_the_configuration_is_one_that_logging_takes(capsys: pytest.CaptureFixture[str]) -> None:
    kept = logging.getLogger().handlers[:], logging.getLogger().level
    try:
        logging.config.dictConfig(logs.configuration("INFO"))
        logging.getLogger("django.request").warning("Not Found: %s", "/x")
        assert json.loads(capsys.readouterr().err)["logger"] == "django.request"
    finally:
        logging.getLogger().handlers[:], logging.getLogger().level = kept

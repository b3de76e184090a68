"""The first steps of an installation."""

from tests.browser.examples import Parts

OPENED: dict[str, Parts] = {
    "administrator": {"first_steps": {}, "divisions": {}},
    "nobody": {"begin": {}},
}
GONE = {"begin"}
"""No page any more, once somebody has an account: tests/browser/test_first_steps.py looks at it before."""

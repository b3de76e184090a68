"""`make laws`: runs the tests that killers are among, under tests/laws/without.py."""

import sys

import pytest

from tests.laws.killed_by import killers

PLAN = ["-p", "tests.laws.without", "-q", "--tb=line", "-p", "no:cacheprovider"]


def main(arguments: list[str]) -> int:
    files = sorted({test.split("::")[0] for test in killers().values()} | {"tests/laws"})
    searched = [argument for argument in arguments if argument.startswith("tests/")]
    options = [argument for argument in arguments if argument not in searched]
    return pytest.main([*PLAN, *options, *files, *searched])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

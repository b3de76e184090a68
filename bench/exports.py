"""Whole tables as files beside the library that writes them alone.

`python -m bench.exports` prints the table for the database of DATABASE_URL, which holds an invented county.
"""

from bench.databases import begin


def main() -> int:
    begin()
    from bench.extracts import measure
    from bench.timing import show

    return 0 if show("Exports", measure()) else 1


if __name__ == "__main__":
    raise SystemExit(main())

"""Whole tables as files beside the library that writes them alone.

`python -m bench.exports` prints the table for the database of DATABASE_URL, which holds an invented county.
"""

import os

import django


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gridmap.settings")
    django.setup()
    from bench.extracts import measure
    from bench.timing import show

    return 0 if show("Exports", measure()) else 1


if __name__ == "__main__":
    raise SystemExit(main())

"""Households that may be one: what their list costs, and what comparing costs.

`python -m bench.duplicates` prints the table for the database of DATABASE_URL, which holds an invented county.
"""

from bench.databases import begin

if __name__ == "__main__":
    begin()
    from bench.alike import measure
    from bench.timing import show

    raise SystemExit(0 if show("Possible duplicates", measure()) else 1)

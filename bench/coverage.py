"""The coverage question by grid, gap lists and GeoJSON beside raw SQL, and what row-level security costs.

`python -m bench.coverage` prints the table for the database of DATABASE_URL, which holds an invented county or city.
"""

from bench.databases import begin

if __name__ == "__main__":
    begin()
    from bench.questions import measure
    from bench.timing import show

    raise SystemExit(0 if show("Coverage", measure()) else 1)

"""A demo county small enough to be loaded for a test: the real divisions, 600 households, all ten logins."""

import datetime as dt

from geodata.base import periods
from geodata.demo.load import Summary, make_demo

HOUSEHOLDS = 600
PASSWORD = "small-demo-password"


def load_small_demo(
    *, day: dt.date | None = None, households: int = HOUSEHOLDS, **options: object
) -> Summary:
    """Build it in the test database, as of today unless a day is given."""
    return make_demo(
        households=households,
        day=day or periods.today(),
        password=PASSWORD,
        seed=7,
        **options,  # type: ignore[arg-type]
    )

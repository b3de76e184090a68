"""Everything of an invented county into the database, in an order that foreign keys allow."""

from geodata.demo.calendar import Calendar
from geodata.demo.county import County
from geodata.demo.rows.areas import write_areas
from geodata.demo.rows.party import write_links, write_party, write_posts, write_users
from geodata.demo.rows.people import write_care, write_history, write_households
from geodata.demo.rows.visits import write_visits


def write_county(county: County, calendar: Calendar, usernames: dict[int, str], above: int | None) -> None:
    """`usernames` names some users by their position; `above` is the key of the city, if there is one."""
    keys = write_areas(county, calendar, above)
    write_users(county, keys, usernames, calendar)
    write_households(county, keys, calendar)
    write_history(county, keys, calendar)
    write_care(county, keys, calendar)
    write_party(county, keys, calendar)
    write_links(county, keys, calendar)
    write_posts(county, keys, calendar)
    write_visits(county, keys, calendar)

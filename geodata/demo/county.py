"""One invented county, put together: the same seed gives the same county, whatever the machine or the database."""

from dataclasses import dataclass

import numpy as np

from geodata.demo import contacts, people, visiting
from geodata.demo.arrays import Flags, Ints, stream
from geodata.demo.divisions import CITY_COUNTIES, Division, in_county, read_divisions, read_outline
from geodata.demo.names import invent_names, invent_phones
from geodata.demo.rules import read_intervals
from geodata.demo.settlements import settle
from geodata.demo.terrain import Grids, Lines, county_outline, draw_grids, draw_lines

LARGEST_COUNTY = 250_000
"""With more households than this the demo is a city of five counties."""
TERRAIN, SETTLEMENTS, GRIDS, PEOPLE, CARE, CONTACTS, POSTS, STATES, VISITS = range(9)


@dataclass(frozen=True)
class County:
    """All that is invented about one county; elements refer to each other by position."""

    division: Division
    place: int
    lines: Lines
    grids: Grids
    households: people.Households
    care: people.Care
    livelihoods: people.Livelihoods
    members: contacts.Members
    links: contacts.Links
    posts: contacts.Posts
    post_names: list[str]
    post_phones: list[str]
    grid_has_branch: Flags
    forgotten: Ints
    state: Ints
    interval: Ints
    visits: visiting.Visits
    chief_village: int
    """The village of the demo logins: not a forgotten one."""


def counties_of(households: int) -> list[tuple[str, int]]:
    """Codes of the counties and how many households each has: one county, or a city of five equal ones."""
    if households <= LARGEST_COUNTY:
        return [(CITY_COUNTIES[0], households)]
    share, rest = divmod(households, len(CITY_COUNTIES))
    return [(code, share + (place < rest)) for place, code in enumerate(CITY_COUNTIES)]


def invent_county(code: str, households: int, *, place: int = 0, seed: int, year: int) -> County:
    """The county with that division code. `year` is the year of the demo's day, for the years of birth."""

    def chance(part: int) -> np.random.Generator:
        return stream(seed, int(code), part)

    divisions = read_divisions()
    outline = county_outline(read_outline(), households, place)
    lines = draw_lines(
        outline, in_county(divisions, code, "township"), in_county(divisions, code, "village"), households,
        chance(TERRAIN),
    )  # fmt: skip
    homes = settle(lines, chance(SETTLEMENTS))
    grids = draw_grids(lines, homes.cell, chance(GRIDS))
    town = np.array(lines.is_community())
    names = [village.name for village in lines.villages]
    families = people.invent_households(homes, grids, names, town, chance(PEOPLE))
    care = people.invent_care(families, year, chance(CARE))
    livelihoods = people.invent_livelihoods(families, chance(CARE))
    rng = chance(CONTACTS)
    members = contacts.invent_members(families, grids, rng)
    special = people.special_households(care, households)
    links = contacts.invent_links(families, members, grids, special, rng)
    rng = chance(POSTS)
    posts = contacts.invent_posts(grids, len(lines.townships), len(names), rng)
    post_names = invent_names(len(posts.kind), rng)
    post_phones = invent_phones(len(posts.kind), rng)
    chief = int(np.flatnonzero(~town & (lines.village_township == 0))[0])
    rng = chance(STATES)
    forgotten = visiting.choose_forgotten(lines.village_township, town, chief, rng)
    interval = people.visit_intervals(families, care, read_intervals())
    linked = np.isin(np.arange(households), links.household[links.primary & (links.until_age < 0)])
    state = visiting.choose_states(families, interval, linked, forgotten, len(grids.village), rng)
    who = visiting.companions(
        families, links, members, *_leaders(posts, grids, len(names), len(members.name))
    )
    return County(
        division=next(each for each in divisions if each.code == code),
        place=place,
        lines=lines,
        grids=grids,
        households=families,
        care=care,
        livelihoods=livelihoods,
        members=members,
        links=links,
        posts=posts,
        post_names=post_names,
        post_phones=post_phones,
        grid_has_branch=contacts.grids_with_branch(grids, rng),
        forgotten=forgotten,
        state=state,
        interval=interval,
        visits=visiting.invent_visits(families, interval, state, who, chance(VISITS)),
        chief_village=chief,
    )


def _leaders(posts: contacts.Posts, grids: Grids, villages: int, members: int) -> tuple[Ints, Ints]:
    """The key of each grid's small leader (-1: vacant) and of each village's officer; keys follow the members'."""
    kind = np.array(posts.kind)
    small, officer = kind == "small_leader", kind == "village_officer"
    leader_of_grid, officer_of_village = np.full(len(grids.village), -1), np.full(villages, -1)
    leader_of_grid[posts.place[small]] = np.where(
        posts.until_age[small] < 0, members + posts.holder[small], -1
    )
    officer_of_village[posts.place[officer]] = members + posts.holder[officer]
    return leader_of_grid, officer_of_village

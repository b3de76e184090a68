"""One invented county, put together: the same seed gives the same county, whatever the machine or the database."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from geodata.demo import contacts, people, visiting
from geodata.demo.arrays import Flags, Ints, stream
from geodata.demo.divisions import CITY_COUNTIES, Division, in_county, read_divisions, read_outline
from geodata.demo.names import invent_names, invent_phones
from geodata.demo.rhythm import Rhythm
from geodata.demo.rules import read_intervals
from geodata.demo.seasons import Seasons
from geodata.demo.settlements import settle
from geodata.demo.stories import Stories, choose_stories
from geodata.demo.terrain import Grids, Lines, county_outline, draw_grids, draw_lines

LARGEST_COUNTY = 250_000
"""With more households than this the demo is a city of five counties."""
TERRAIN, SETTLEMENTS, GRIDS, PEOPLE, CARE, LIVELIHOODS, CONTACTS, POSTS, STATES, VISITS = range(10)
"""Parts with a stream of chance of their own."""


@dataclass(frozen=True)
class Settlement:
    """Where people live: lines, homes, grids, and the households in them."""

    lines: Lines
    grids: Grids
    households: people.Households
    care: people.Care
    livelihoods: people.Livelihoods


@dataclass(frozen=True)
class Carers:
    """Who looks after them: members, links, and the posts with the names and phones of their holders."""

    members: contacts.Members
    links: contacts.Links
    posts: contacts.Posts
    post_names: list[str]
    post_phones: list[str]
    grid_has_branch: Flags


@dataclass(frozen=True)
class Activity:
    """How they fared: state on the day, and the visits of the year before."""

    stories: Stories
    rhythm: Rhythm
    state: Ints
    visits: visiting.Visits

    @property
    def forgotten(self) -> Ints:
        return self.stories.forgotten

    @property
    def interval(self) -> Ints:
        """Days from one visit to the next, at most."""
        return self.rhythm.now


@dataclass(frozen=True)
class County(Settlement, Carers, Activity):
    """All that is invented about one county; elements refer to each other by position."""

    division: Division
    place: int
    chief_village: int
    """The village of the demo logins: not a forgotten one."""


Chance = Callable[[int], np.random.Generator]


def counties_of(households: int) -> list[tuple[str, int]]:
    """Codes of the counties and how many households each has: one county, or a city of five equal ones."""
    if households <= LARGEST_COUNTY:
        return [(CITY_COUNTIES[0], households)]
    share, rest = divmod(households, len(CITY_COUNTIES))
    return [(code, share + (place < rest)) for place, code in enumerate(CITY_COUNTIES)]


def invent_county(code: str, households: int, *, place: int = 0, seed: int, day: dt.date) -> County:
    """The county with that division code, as of the demo's day."""

    def chance(part: int) -> np.random.Generator:
        return stream(seed, int(code), part)

    divisions = read_divisions()
    settlement = _settlement(divisions, code, households, place, day.year, chance)
    carers = _carers(settlement, chance)
    chief = _chief_village(settlement.lines)
    activity = _activity(settlement, carers, chief, day, chance)
    division = next(each for each in divisions if each.code == code)
    return County(
        division=division,
        place=place,
        chief_village=chief,
        **vars(settlement),
        **vars(carers),
        **vars(activity),
    )


def _settlement(
    divisions: list[Division], code: str, households: int, place: int, year: int, chance: Chance
) -> Settlement:
    outline = county_outline(read_outline(), households, place)
    townships, villages = (in_county(divisions, code, level) for level in ("township", "village"))
    lines = draw_lines(outline, townships, villages, households, chance(TERRAIN))
    homes = settle(lines, chance(SETTLEMENTS))
    grids = draw_grids(lines, homes.cell, chance(GRIDS))
    names = [village.name for village in villages]
    families = people.invent_households(homes, grids, names, np.array(lines.is_community()), chance(PEOPLE))
    care = people.invent_care(families, year, chance(CARE))
    return Settlement(lines, grids, families, care, people.invent_livelihoods(families, chance(LIVELIHOODS)))


def _carers(settlement: Settlement, chance: Chance) -> Carers:
    families, grids, rng = settlement.households, settlement.grids, chance(CONTACTS)
    members = contacts.invent_members(families, grids, rng)
    special = people.special_households(settlement.care, len(families.size))
    links = contacts.invent_links(families, members, grids, special, rng)
    rng = chance(POSTS)
    posts = contacts.invent_posts(grids, len(settlement.lines.townships), len(settlement.lines.villages), rng)
    count = len(posts.kind)
    with_branch = contacts.grids_with_branch(grids, rng)
    return Carers(members, links, posts, invent_names(count, rng), invent_phones(count, rng), with_branch)


def _chief_village(lines: Lines) -> int:
    """The first rural village of the first township that has one."""
    return int(np.lexsort((lines.village_township, np.array(lines.is_community())))[0])


def _activity(settlement: Settlement, carers: Carers, chief: int, day: dt.date, chance: Chance) -> Activity:
    families, links = settlement.households, carers.links
    lines, grids, rng = settlement.lines, settlement.grids, chance(STATES)
    town = np.array(lines.is_community())
    past = visiting.Past(
        families,
        Rhythm(families, settlement.care, read_intervals()),
        Seasons(day),
        choose_stories(lines.village_township, town, chief, rng),
    )
    linked = np.isin(np.arange(len(families.size)), links.household[links.primary & (links.until_age < 0)])
    state = visiting.choose_states(past, linked, len(grids.village), rng)
    leaders = _leaders(carers.posts, grids, len(lines.villages), len(carers.members.name))
    who = visiting.companions(families, links, carers.members, *leaders)
    visits = visiting.invent_visits(past, state, who, chance(VISITS))
    return Activity(past.stories, past.rhythm, state, visits)


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

"""What may be asked with which right, and what of the answer is told: one place for pages, API, files and maps.

Whoever may see details in the whole area that is asked about is told everything. For everybody else (planners and
departments) QUESTIONS holds. What is hidden is hidden together with second cells (hiding.py), so that it cannot be
worked out from what is told of other areas, of the same area, or of another day that may be asked:

- The end of the month is asked for a year back, and a cell that is hidden for one of these days is for all.
- Special households are at least those of each category and at most those of all together: where a hidden category
  would follow from that, the special households are hidden too.
- Unvisited households less those not visited in a window are special and overdue: so below the village visits are
  told by window only, and above it what depends on the households' own intervals is told or hidden as one.
- Fewer than five households have no figures of visits: they would be those of one or two that are known by name.

It is reckoned for one reader: what two tell each other, or what a reader knows as the contact of a few households or as
the leader of a grid in the same village, is not taken away from the sums.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from geodata.base import periods
from geodata.base.errors import NotAllowed
from geodata.base.scope import Right, Scope
from geodata.base.wording import listed
from geodata.coverage import of_areas, sensitive, states
from geodata.coverage.figures import FIGURES, LISTS
from geodata.coverage.figures import WINDOWS as WINDOWS
from geodata.coverage.hiding import LEAST, Hiding, Mark, Tree, Values, is_small
from geodata.territory import codes
from geodata.territory.models import Area, Placed

MONTHS = 13
"""Ends of months that may be asked without details: the last year, and the same month of the year before."""
ROOM = 6
"""By how many households the special ones of a village can differ before a category tells: twice what is hidden."""

BY_WINDOW = ("visited", "not_visited", "visits", "person_times")
BY_CARE = ("special", "exempt")
BY_INTERVAL = ("unvisited", "never", "special_overdue")
BELOW_THE_VILLAGE = ("grid",)


class Answer(TextChoices):
    TOLD = "told", pgettext_lazy("figure", "given")
    GUARDED = "guarded", _("1 to 4 hidden, with second cells")
    NOT = "not", _("not given")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, what it needs, and how it is answered without details in the whole area: in grids, and from the village up."""

    words: Promise | str
    needs: Right
    figures: tuple[str, ...]
    grid: Answer
    above: Answer


C, H, D = Right.COUNTS, Right.HOUSEHOLDS, Right.DETAILS
OPEN = Question(
    _("Households, contacts, points, leader posts, branches"), C, of_areas.NAMES, Answer.TOLD, Answer.TOLD
)
"""And every figure that its concept declares as open."""
CLOSED = Question(_("Each visit status, and any figure not named here"), C, (), Answer.NOT, Answer.NOT)
QUESTIONS: tuple[Question, ...] = (
    OPEN,
    Question(_("Visits by window"), C, BY_WINDOW, Answer.GUARDED, Answer.GUARDED),
    Question(_("Special and exempt households"), C, BY_CARE, Answer.NOT, Answer.GUARDED),
    Question(_("Visits by the households' own intervals"), C, BY_INTERVAL, Answer.NOT, Answer.GUARDED),
    CLOSED,
    Question(_("Households of a care category"), C, ("category",), Answer.NOT, Answer.GUARDED),
    Question(_("Any other figure of a care category"), C, (), Answer.NOT, Answer.NOT),
    Question(_("Lists of households, contacts, points, grids"), H, (), Answer.TOLD, Answer.TOLD),
    Question(_("Lists of any other figure, or of a category"), D, (), Answer.NOT, Answer.NOT),
    Question(_("Of a household: status, visits, interval, occupancy, care"), D, (), Answer.NOT, Answer.NOT),
)  # fmt: skip
"""The table in docs/security.md; a test holds both to each other."""

ANSWERS: dict[str, Question] = {
    name: asked for asked in QUESTIONS if asked.needs == C for name in asked.figures
}
"""Of the counts that are answered in their own way; `answer_of` tells of all."""
NOT_IN_GRIDS = frozenset({*BY_CARE, *BY_INTERVAL})
"""Figures of a drawn grid that without details are not told."""


def answer_of(name: str) -> Question:
    """How a count is answered without details: a figure that its concept does not open needs them."""
    return ANSWERS.get(name) or (OPEN if FIGURES[name].open else CLOSED)


def is_free(scope: Scope, code: str = "") -> bool:
    """May everything be asked of that area, or (without one) of all that the scope may list?"""
    details = scope.to(Right.DETAILS)
    if code:
        return details.holds_code(code)
    return all(Right.DETAILS in grant.rights for grant in scope.grants if grant.rights & {C, H})


def list_tells(figure: str, category: str | None) -> bool:
    """Does being in that list tell what only details tell?"""
    return bool(category) or not LISTS[figure].open


def right_to_list(figure: str, category: str | None) -> Right:
    """The right that opens the list of that figure: details where being in it tells what only they tell."""
    return Right.DETAILS if list_tells(figure, category) else Right.HOUSEHOLDS


def tells_special(scope: Scope, villages: Iterable[str]) -> bool:
    """May special households be told of drawings, plans and lists in these villages (codes)? Only with details in all."""
    details = scope.to(Right.DETAILS)
    return all(details.holds_code(code) for code in villages)


def month_ends(today: dt.date) -> tuple[dt.date, ...]:
    """The last days of the last months, the latest first; today's month is not among them."""
    found, first = [], today.replace(day=1)
    for _month in range(MONTHS):
        found.append(first - dt.timedelta(days=1))
        first = found[-1].replace(day=1)
    return tuple(found)


def days_for(today: dt.date) -> tuple[dt.date, ...]:
    """The days that may be asked about without details: today, then the ends of months."""
    return today, *month_ends(today)


def tells_in(figure: str, *, level: str, free: bool, category: str = "") -> bool:
    """Is that figure answered for areas of that level, be it with small counts hidden?"""
    if free:
        return True
    asked = answer_of("category" if category else figure)
    if category and figure != "households":
        return False
    return (asked.grid if level in BELOW_THE_VILLAGE else asked.above) != Answer.NOT


def check(*, free: bool, on: dt.date, window: int) -> None:
    """Raises BadInput for a day to come, NotAllowed for a day or window that without details cannot be asked about."""
    check_window(window, free=free)
    check_day(on, free=free)


def check_window(window: int, *, free: bool) -> None:
    """Raises NotAllowed for a window that without details cannot be asked about."""
    if not free and window not in WINDOWS:
        raise NotAllowed(
            gettext("Without permission to see details, visits are counted in fixed windows only."),
            field="window",
            value=window,
            remedy=gettext("Choose one of: %(names)s.") % {"names": listed(map(str, WINDOWS))},
        )


def check_day(on: dt.date, *, free: bool) -> None:
    """Raises BadInput for a day to come, NotAllowed for one that without details cannot be asked about."""
    periods.check_past(on)
    days = days_for(periods.today())
    if not free and on not in days:
        raise NotAllowed(
            gettext("Without permission to see details, only today and the ends of months can be asked for."),
            field="on",
            value=on.isoformat(),
            remedy=gettext("Choose one of: %(names)s.") % {"names": listed(day.isoformat() for day in days)},
        )


@dataclass(frozen=True, slots=True)
class Place:
    """An area of an answer as it is hidden: its code, or of what lies outside every grid the village's and a sign."""

    node: str
    level: str

    @classmethod
    def of(cls, code: str | None, level: str, parent: str | None) -> "Place":
        return cls(code, level) if code else cls(outside(parent or ""), "grid")


def outside(village: str) -> str:
    """What lies outside every grid of a village, as a node."""
    return f"{village}~"


Signs = Mapping[str, Mark]
"""What stands for the count of each area (node) of which it is hidden."""


@dataclass(frozen=True)
class Disclosure:
    """What is hidden from one reader. `known`: tops in which the reader may see details."""

    known: tuple[str, ...]
    category: str | None
    of_category: Signs = field(default_factory=dict)
    of_special: Signs = field(default_factory=dict)
    of_exempt: Signs = field(default_factory=dict)
    of_overdue: Signs = field(default_factory=dict)
    by_interval: frozenset[str] = frozenset()
    by_window: frozenset[str] = frozenset()

    def marks(self, place: Place, counts: Mapping[str, int]) -> dict[str, Mark]:
        """The sign of each count that is not told."""
        if place.node.startswith(self.known):
            return {}
        found = {name: self._mark(name, place, counts[name]) for name in counts}
        return {name: mark for name, mark in found.items() if mark}

    def _mark(self, name: str, place: Place, count: int) -> Mark | None:
        if not tells_in(name, level=place.level, free=False, category=self.category or ""):
            return Mark.WITHHELD
        signs = self._signs(name)
        if signs is not None:
            # What is small is never told, whatever has been reckoned.
            return signs.get(place.node, Mark.WITHHELD if is_small(count) else None)
        if name in BY_INTERVAL and place.node in self.by_interval:
            return Mark.WITHHELD
        return Mark.WITHHELD if name in BY_WINDOW and place.node in self.by_window else None

    def _signs(self, name: str) -> Signs | None:
        if self.category:
            return self.of_category
        return {"special": self.of_special, "exempt": self.of_exempt, "special_overdue": self.of_overdue}.get(
            name
        )


def top_of(area: Placed, scope: Scope) -> str:
    """The largest area of the reader's that holds this one."""
    return min((code for code in scope.codes if area.code.startswith(code)), key=len)


@dataclass(frozen=True)
class Ground:
    """The areas that one reader may count, as trees: villages with what lies above them, and grids below."""

    top: str
    villages: dict[int, str]
    grids: dict[int, str]
    known: tuple[str, ...]

    @classmethod
    def of(cls, area: Placed, scope: Scope, *, days: Iterable[dt.date]) -> "dict[dt.date, Ground]":
        """On each day all of the reader's that holds the area, so that every question is hidden alike. One query."""
        top = top_of(area, scope)
        inside = Area.objects.under(top).filter(level__in=(Area.Level.VILLAGE, Area.Level.GRID))
        rows = list(inside.values_list("pk", "code", "level", "period"))
        villages = {pk: code for pk, code, level, _period in rows if level == Area.Level.VILLAGE}
        grids = [(pk, code, period) for pk, code, level, period in rows if level == Area.Level.GRID]
        known = scope.to(Right.DETAILS).codes
        return {
            day: cls(top, villages, {pk: code for pk, code, period in grids if day in period}, known)
            for day in days
        }

    def tree(self, nodes: Iterable[str]) -> Tree:
        """The nodes and every area above them, up to the top."""
        parents: dict[str, str | None] = {self.top: None}
        for node in nodes:
            while node != self.top:
                above = node[:-1] if node.endswith("~") else codes.parent_code(node)
                assert above
                parents[node] = above
                node = above
        return Tree(parents)

    def known_of(self, tree: Tree) -> frozenset[str]:
        return frozenset(node for node in tree.parents if self.known and node.startswith(self.known))

    def node(self, village: int, grid: int | None) -> str:
        return self.grids[grid] if grid in self.grids else outside(self.villages[village])

    def by_code(self, rows: sensitive.ByVillage) -> dict[str, Values]:
        return {self.villages[village]: counts for village, counts in rows.items()}


@dataclass(frozen=True)
class Sums:
    """The sensitive counts of a tree of villages, by node and day, of each of the days that may be asked."""

    tree: Tree
    known: frozenset[str]
    categories: Mapping[str, Mapping[str, Values]]
    special_ones: frozenset[str]
    special: Mapping[str, Values]
    exempt: Mapping[str, Values]

    def disclosure(
        self, tops: tuple[str, ...], day: int, overdue: Mapping[str, Values], few: frozenset[str]
    ) -> Disclosure:
        """`tops`: in which the reader sees details. `day`: the place of the day that is asked among all; `overdue` and `few`
        are of it alone: special households by node, and the areas without figures of visits, for they have too few households.
        """
        special, exempt = self._hidden_special, self._hidden_exempt
        also = special.hidden | exempt.hidden | {node for node in few if node in self.tree.parents}
        present = {node: counts[day] for node, counts in self.special.items()}
        owed = Hiding(self.tree, overdue, self.known, also=frozenset(also), least=2, caps=present)
        return Disclosure(
            tops,
            None,
            of_special=special.signs(day),
            of_exempt=exempt.signs(day),
            by_interval=owed.run(),
            of_overdue=owed.signs(0),
            by_window=few,
        )

    @cached_property
    def _hidden_special(self) -> Hiding:
        special = self._special(
            {code: Hiding(self.tree, self.categories[code], self.known).run() for code in self.special_ones}
        )
        special.run()
        return special

    @cached_property
    def _hidden_exempt(self) -> Hiding:
        exempt = Hiding(self.tree, self.exempt, self.known)
        exempt.run()
        return exempt

    def _special(self, hidden: Mapping[str, frozenset[str]]) -> Hiding:
        """They are at least the largest category and at most all together: a hidden category must not follow from that."""
        needy, roomy = set(), set()
        for village in (node for node in self.tree.parents if node not in self.tree.children):
            of_each = [(self.categories[code][village], village in nodes) for code, nodes in hidden.items()]
            if any(map(is_small, self.special[village])) or _follows(self.special[village], of_each):
                needy.add(village)
            elif _has_room(self.special[village], of_each):
                roomy.add(village)
        needy -= self.known
        return Hiding(
            self.tree, self.special, self.known, also=frozenset(needy), needy=needy, roomy=frozenset(roomy)
        )


def disclose(*, area: Placed, scope: Scope, on: dt.date, category: str | None = None) -> Disclosure | None:
    """What is hidden of an area from whoever may count in that scope; None: nothing. Six queries at most.

    The day is one of days_for(): see check().
    """
    found = disclose_each(area=area, scope=scope, days=[on], category=category)
    return found[on] if found is not None else None


def disclose_each(
    *, area: Placed, scope: Scope, days: Sequence[dt.date], category: str | None = None
) -> dict[dt.date, Disclosure] | None:
    """The same on several days, each told what it is told when it is asked alone. One query or two more for each day that is
    not kept."""
    if is_free(scope, area.code):
        return None
    grounds = Ground.of(area, scope, days=days)
    ground, all_days = grounds[days[0]], days_for(periods.today())
    tree = ground.tree(ground.villages.values())
    known = ground.known_of(tree)
    care = sensitive.care_counts(tuple(ground.villages), all_days, category=category)
    sums = {code: tree.sums(ground.by_code(rows), len(all_days)) for code, rows in care.categories.items()}
    if category:
        hiding = Hiding(tree, sums.get(category, tree.sums({}, len(all_days))), known)
        hiding.run()
        return {
            on: Disclosure(ground.known, category, of_category=hiding.signs(all_days.index(on)))
            for on in days
        }
    exempt = sensitive.exempt_counts(tuple(ground.villages), all_days)
    of_all_days = Sums(
        tree,
        known,
        sums,
        care.special_ones,
        tree.sums(ground.by_code(care.special), len(all_days)),
        tree.sums(ground.by_code(exempt), len(all_days)),
    )
    found = {}
    all_of_it = states.Selection(tuple(ground.villages))
    for on, leaves in sensitive.leaves([(on, all_of_it) for on in days]).items():
        overdue = tree.sums(_overdue(ground, leaves), 1)
        few = _few(grounds[on], leaves)
        found[on] = of_all_days.disclosure(ground.known, all_days.index(on), overdue, few)
    return found


@dataclass(frozen=True)
class Guarded:
    """Single counts of villages that are told beside coverage (plans, drawings), as coverage tells them to that reader on that day."""

    scope: Scope
    on: dt.date
    _asked: dict[str, Disclosure | None] = field(default_factory=dict)

    def text(self, village: Area, figure: str, count: int) -> str:
        """The count, or its sign. The first of each top costs what disclose() costs."""
        mark = self._mark(village, figure, count)
        return mark.value if mark else str(count)

    def _mark(self, village: Area, figure: str, count: int) -> Mark | None:
        if tells_special(self.scope, [village.code]):
            return None
        scope = self.scope.to(C)
        if not scope.holds_code(village.code):
            return Mark.WITHHELD
        top = top_of(village, scope)
        if top not in self._asked:
            self._asked[top] = disclose(area=village, scope=scope, on=self.on)
        hidden = self._asked[top]
        place = Place(village.code, Area.Level.VILLAGE)
        return hidden.marks(place, {figure: count}).get(figure) if hidden else None


Leaves = Mapping[tuple[int, int | None], sensitive.Leaf]


def _overdue(ground: Ground, leaves: Leaves) -> dict[str, Values]:
    found: dict[str, Values] = {}
    for (village, _grid), leaf in leaves.items():
        code = ground.villages[village]
        found[code] = (found.get(code, (0,))[0] + leaf.special_overdue,)
    return found


def _follows(special: Values, of_each: list[tuple[Values, bool]]) -> bool:
    """Would a hidden category be known better than to WIDE values if the special households were told?"""
    for day, count in enumerate(special):
        together = sum(values[day] for values, _hidden in of_each)
        hidden = [values[day] for values, is_hidden in of_each if is_hidden and values[day]]
        if hidden and (together - count < LEAST - 2 or max(hidden) + LEAST - 2 > count):
            return True
    return False


def _has_room(special: Values, of_each: list[tuple[Values, bool]]) -> bool:
    """Can they be ROOM more or fewer on every day, for all that the categories tell?"""
    return all(
        sum(values[day] for values, _hidden in of_each) - count >= ROOM
        and count - max((values[day] for values, _hidden in of_each), default=0) >= ROOM
        and count >= LEAST + ROOM
        for day, count in enumerate(special)
    )


def _few(ground: Ground, leaves: Leaves) -> frozenset[str]:
    """Areas with fewer than five households, and second ones, among grids and all above them."""
    sizes: dict[str, Values] = {}
    for (village, grid), leaf in leaves.items():
        node = ground.node(village, grid)
        sizes[node] = (sizes.get(node, (0,))[0] + leaf.households,)
    tree = ground.tree([*sizes, *ground.grids.values(), *ground.villages.values()])
    return Hiding(tree, tree.sums(sizes, 1), ground.known_of(tree)).run()

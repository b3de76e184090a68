"""What a proposal comes to in each village: who gets a contact, who changes it, how the ways from home to home change."""

from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from geodata.base.scope import Right, Scope
from geodata.pairing.models import Pairing, PairingLine
from geodata.people.models import Household


@dataclass(frozen=True)
class Way:
    """All ways from home to home together, of `households` that have a contact now and then; metres."""

    households: int
    now_m: int
    then_m: int

    @property
    def change(self) -> int:
        """By how many percent they become longer."""
        return round(100 * (self.then_m / self.now_m - 1))

    @property
    def shorter(self) -> int:
        """By how many percent they become shorter."""
        return -self.change

    @property
    def now_km(self) -> float:
        return self.now_m / 1000

    @property
    def then_km(self) -> float:
        return self.then_m / 1000


@dataclass(frozen=True)
class Price:
    """The open lines of a proposal in a village: `newly` get their first contact, `changed` another one, `nobody` none.

    `saved_m`: metres by which the ways of those who change become shorter together.
    """

    pairing: int
    newly: int
    changed: int
    nobody: int
    saved_m: int

    @property
    def open(self) -> int:
        """Lines that can be taken."""
        return self.newly + self.changed

    @property
    def saved_km(self) -> float:
        return self.saved_m / 1000

    @property
    def longer_km(self) -> float:
        """Where they become longer instead."""
        return -self.saved_km


def way_of(pairing: Pairing) -> Way | None:
    """Of the whole proposal; None where nobody has a contact before and after, and for one of before this was kept."""
    kept = pairing.figures.get("way")
    return Way(**kept) if kept and kept["now_m"] else None


def prices(*, scope: Scope, pairing: Pairing | None = None) -> dict[int, Price]:
    """By village the price of the newest proposal with open lines there, or of this one. One query.

    Only of proposals that lie wholly in the scope: others are not the reader's to take.
    """
    mine = Pairing.objects.within(scope.to(Right.LINK))
    lines = PairingLine.objects.filter(pairing__in=mine, state=PairingLine.State.OPEN)
    if pairing is not None:
        lines = lines.filter(pairing=pairing)
    paired, both = Q(member__isnull=False), Q(metres__isnull=False, former_metres__isnull=False)
    rows = lines.values("village_id", "pairing_id").annotate(
        newly=Count("pk", filter=paired & Q(former=None)),
        changed=Count("pk", filter=paired & Q(former__isnull=False)),
        nobody=Count("pk", filter=Q(member=None)),
        was=Sum("former_metres", filter=paired & both),
        becomes=Sum("metres", filter=paired & both),
    )
    # The newest last: it takes the place of those before it.
    return {
        row["village_id"]: Price(
            pairing=row["pairing_id"],
            newly=row["newly"],
            changed=row["changed"],
            nobody=row["nobody"],
            saved_m=(row["was"] or 0) - (row["becomes"] or 0),
        )
        for row in rows.order_by("pairing_id")
        if row["newly"] or row["changed"]
    }


def open_lines(*, pairing: Pairing, village: int) -> list[int]:
    """The lines (keys) that can be taken there."""
    lines = pairing.lines.filter(village=village, state=PairingLine.State.OPEN, member__isnull=False)
    return list(lines.values_list("pk", flat=True))


Place = tuple[float, float]


@dataclass(frozen=True)
class Ways:
    """Lines from home to home, degrees: the way now (None: nobody so far) and then."""

    home: Place
    now: Place | None
    then: Place


def ways_in(*, pairing: Pairing, village: int, scope: Scope) -> list[Ways]:
    """The ways that change there, of households whose details the reader may see and whose points are known. Two queries."""
    lines = pairing.lines.filter(village=village, member__isnull=False).exclude(
        state__in=[PairingLine.State.REJECTED, PairingLine.State.REFUSED]
    )
    seen = Household.objects.within(scope.to(Right.DETAILS)).filter(village=village)
    rows = lines.filter(household__in=seen).values_list("household__point", "former__point", "member__point")
    return [
        Ways((home.x, home.y), (now.x, now.y) if now else None, (then.x, then.y))
        for home, now, then in rows
        if home and then
    ]

"""A household lives elsewhere in its village."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geodata.base.errors import BadInput
from geodata.people.models import Placement
from geodata.people.placing import placed
from geodata.register.kinds.description import GRID, PLACE, POINT, described, grid_said
from geodata.register.kinds.kind import Kind, Work, check_latest, is_open
from geodata.territory.models import Area


class Moved(Kind):
    name = "moved"
    label = gettext_lazy("moved within the village")
    fields = {**PLACE, **GRID}

    def check(self, work: Work) -> None:
        super().check(work)
        if not work.payload:
            raise BadInput(
                _("Say where the household lives now."),
                field="payload",
                remedy=_("Give an address, a point or a grid."),
            )
        check_latest(work, work.rows(Placement))
        grid_said(work)

    def apply(self, work: Work) -> None:
        """Without a point and a grid it stays in its grid; the point of the old house is given up."""
        home, grid = work.home, grid_said(work)
        if "point" not in work.payload:
            home.point, home.point_quality, home.point_since, home.point_datum = None, "", None, ""
            work.changed(home, *POINT)
        described(home, work)
        if grid and grid.pk != home.grid_id:
            self._place(work, grid)

    def _place(self, work: Work, grid: Area) -> None:
        placements = work.rows(Placement)
        # A day before the household was known has no placement: then the open one moves.
        now = next((row for row in placements if work.on in row.period), None)
        now = now or next(row for row in placements if is_open(row))
        following = placed(now, grid=grid, on=work.on)
        work.changed(now, "grid", "period")
        if following:
            work.add(following)
        work.home.grid = grid
        work.changed(work.home, "grid")

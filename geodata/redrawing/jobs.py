"""What redrawing does in the background, and at midnight."""

import datetime as dt
import io
import logging
from collections.abc import Sequence
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geodata.errors import NotAllowed, NotFound
from geodata.jobs import sealed
from geodata.jobs.registry import each_day, job
from geodata.jobs.work import Work
from geodata.redrawing.dawn import dawn
from geodata.redrawing.drafting import replace_drawing
from geodata.redrawing.files import geopackage, take_file
from geodata.redrawing.grounds import grounds
from geodata.redrawing.layers import shapes_near
from geodata.redrawing.models import BoundaryPlan
from geodata.redrawing.proposing import Wish, lines_of, proposed
from geodata.redrawing.storing import day_of, opened
from geodata.territory.scope import Right

log = logging.getLogger("gridmap.jobs")

GEOPACKAGE = "application/geopackage+sqlite3"


@each_day
def new_day(day: dt.date) -> None:
    """The day's cut. Facts that differ from history are for whoever reads the log: coverage is derived from them."""
    found = dawn(on=day)
    for plan in found.begun:
        log.info("the grids of a plan hold now", extra={"plan": plan.number})
    if found.wrong:
        log.error(
            "facts of households differ from history: run manage.py refresh_facts --all",
            extra={"count": len(found.wrong), "households": found.wrong[:20]},
        )


@job(
    "redrawing.file",
    title=gettext_lazy("Take grids drawn elsewhere into a draft"),
    ended=sealed.forget,
    rights=[Right.PLAN],
)
def file(work: Work, *, plan: int, version: int | None, ending: str, sha256: str) -> dict[str, Any]:
    """The grids of an uploaded file in the place of what the draft holds; only on the version that was read."""
    found = _draft(work, plan)
    work.progress(0, 0, _("Reading the file"))
    with sealed.opened(work, suffix=ending) as path:
        filed = take_file(plan=found, path=path, version=version, by=work.user, at=work.at, today=work.on)
    saved = filed.plan
    page, differences = f"/plans/{saved.number}/", vars(filed.differences)
    return {"page": page, "plan": saved.number, "version": saved.version, "differences": differences}


@job("redrawing.geopackage", title=gettext_lazy("A plan's grids as a file"), rights=[Right.PLAN])
def geopackage_file(work: Work, *, plan: int) -> dict[str, Any]:
    """For QGIS: no households."""
    found = BoundaryPlan.objects.within(work.scope).filter(pk=plan).first()
    if found is None:
        raise NotFound(str(plan))
    grids = list(found.grids.select_related("village").order_by("key"))
    work.keep(f"plan-{found.number}.gpkg", GEOPACKAGE, io.BytesIO(geopackage(grids)), personal=False)
    said = _("%(rows)d rows are in the file.") % {"rows": len(grids)}
    return {"says": [said]}


def _draft(work: Work, plan: int) -> BoundaryPlan:
    found = BoundaryPlan.objects.within(work.scope).filter(pk=plan).first()
    if found is None:
        raise NotFound(str(plan))
    if not work.scope.to(Right.PLAN).villages.issuperset(found.villages):
        raise NotAllowed(_("Your duties do not include this."))
    return found


@job("redrawing.propose", title=gettext_lazy("Propose new grids"), rights=[Right.PLAN])
def propose(
    work: Work,
    *,
    plan: int,
    villages: Sequence[int],
    kind: str,
    target: int,
    count: int | None = None,
    borders: str = "straight",
    limit: float = 1.12,
    seed: int = 1,
    along: Sequence[str] = (),
    layers: Sequence[str] = (),
) -> dict[str, Any]:
    """Put a proposal for those villages in the place of what the draft holds for them."""
    found = _draft(work, plan)
    ground = grounds(villages, on=day_of(found, today=work.on))
    lines = lines_of(along)
    if layers:
        near = shapes_near([each.rim for each in ground], code=found.county.code, kinds=layers)
        lines = near if lines is None else np.r_[lines, near]
    wish = Wish(kind, target, count, "natural" if borders == "natural" else "straight", limit, seed, lines)
    work.progress(0, len(villages), _("Grids are drawn"))
    drawings, figures = proposed(ground, wish)
    others = [each for each in opened(found, today=work.on) if each.ground.area.pk not in set(villages)]
    saved = replace_drawing(
        plan=found,
        version=None,
        drawing=[*others, *drawings],
        by=work.user,
        at=work.at,
        proposal=figures,
    )
    work.progress(len(villages), len(villages), _("Grids are drawn"))
    page = f"/plans/{saved.number}/"
    return {"page": page, "plan": saved.number, "version": saved.version, "figures": figures}

"""What redrawing does in the background, and at midnight."""

import datetime as dt
import io
import logging
from collections.abc import Sequence
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geodata.base import wording
from geodata.base.scope import Right
from geodata.jobs import sealed
from geodata.jobs.context import Work
from geodata.jobs.registry import each_day, job
from geodata.plans.daily import dawn
from geodata.plans.editing import replace_drawing
from geodata.plans.files import geopackage, take_file
from geodata.plans.line_layers import shapes_near
from geodata.plans.models import BoundaryPlan
from geodata.plans.permissions import find_plan
from geodata.plans.persistence import day_of, opened
from geodata.plans.proposing import Wish, lines_of, proposed
from geodata.plans.snapshot import snapshots
from geodata.plans.thumbnails import thumbnail

log = logging.getLogger("gridmap.jobs")

GEOPACKAGE = "application/geopackage+sqlite3"


@each_day
def new_day(day: dt.date) -> int:
    """The day's cut. Facts that differ from history are for whoever reads the log: coverage is derived from them."""
    day_begun = dawn(on=day)
    for plan in day_begun.begun:
        log.info("the grids of a plan hold now", extra={"plan": plan.number})
    if day_begun.wrong:
        log.error(
            "facts of households differ from history: run manage.py refresh_facts --all",
            extra={"count": len(day_begun.wrong), "households": day_begun.wrong[:20]},
        )
    return len(day_begun.wrong)


@job(
    "redrawing.file",
    title=gettext_lazy("Import grids drawn elsewhere into a draft"),
    ended=sealed.forget,
    rights=[Right.PLAN],
)
def file(work: Work, *, plan: int, version: int | None, ending: str, sha256: str) -> dict[str, Any]:
    """The grids of an uploaded file in the place of what the draft holds; only on the version that was read."""
    draft = _draft(work, plan)
    work.progress(0, 0, _("Reading the file"))
    with sealed.opened(work, suffix=ending) as path:
        filed = take_file(
            plan=draft, path=path, version=version, by=work.user, scope=work.scope, at=work.at, today=work.on
        )
    saved = filed.plan
    page, differences = f"/plans/{saved.number}/", vars(filed.differences)
    return {"page": page, "plan": saved.number, "version": saved.version, "differences": differences}


@job("redrawing.geopackage", title=gettext_lazy("A plan's grids as a file"), rights=[Right.PLAN])
def geopackage_file(work: Work, *, plan: int) -> dict[str, Any]:
    """For QGIS: no households."""
    drawn = find_plan(plan, scope=work.scope)
    grids = list(drawn.grids.select_related("village").order_by("key"))
    work.keep(f"plan-{drawn.number}.gpkg", GEOPACKAGE, io.BytesIO(geopackage(grids)), personal=False)
    said = _("%(rows)s rows are in the file.") % {"rows": wording.figure(len(grids))}
    return {"says": [said]}


def _draft(work: Work, plan: int) -> BoundaryPlan:
    return find_plan(plan, scope=work.scope, rights=[Right.PLAN])


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
    take: bool = True,
) -> dict[str, Any]:
    """Put a proposal for those villages in the place of what the draft holds for them; without `take` it is only told, with a
    small drawing of each village, to be laid beside others. The same wish gives the same proposal.
    """
    draft = _draft(work, plan)
    here = snapshots(villages, on=day_of(draft, today=work.on))
    lines = lines_of(along)
    if layers:
        near = shapes_near([each.rim for each in here], code=draft.county.code, kinds=layers)
        lines = near if lines is None else np.r_[lines, near]
    wish = Wish(kind, target, count, "natural" if borders == "natural" else "straight", limit, seed, lines)
    work.progress(0, len(villages), _("Drawing grids"))
    drawings, figures = proposed(here, wish)
    if not take:
        return {"figures": figures, "thumbnails": [thumbnail(each) for each in drawings]}
    others = [each for each in opened(draft, today=work.on) if each.snapshot.area.pk not in set(villages)]
    saved = replace_drawing(
        plan=draft,
        version=None,
        drawing=[*others, *drawings],
        by=work.user,
        scope=work.scope,
        at=work.at,
        proposal=figures,
    )
    work.progress(len(villages), len(villages), _("Drawing grids"))
    page = f"/plans/{saved.number}/"
    return {"page": page, "plan": saved.number, "version": saved.version, "figures": figures}

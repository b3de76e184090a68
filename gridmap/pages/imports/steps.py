"""The steps of an import: its columns, what its coordinates stand in, questions, writing and taking back."""

import re
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from geodata.base import periods
from geodata.base.errors import DomainError
from geodata.files.headings import said_datum
from geodata.files.table import Table
from geodata.imports.kinds.importer import Kind
from geodata.imports.kinds.registry import kind_of
from geodata.imports.models import ImportRun
from geodata.imports.runs import kept_rows, options, uploading
from geodata.imports.runs.preview import Preview, Spot, preview
from geodata.imports.runs.report import LABELS
from geodata.imports.runs.scheduling import check, start, undo
from geodata.territory.models import Area
from gridmap.logs import request_id
from gridmap.maps.layers import box_of, map_of_spots, near
from gridmap.middleware import ScopedRequest
from gridmap.pages.imports.imports import found, show

SAMPLES = 3
ANSWER = re.compile(r"answer\.([a-z_]{1,30}(?:\.[0-9]{1,9})?)")
S = ImportRun.State


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def columns_page(request: ScopedRequest, number: int) -> HttpResponse:
    """What each column holds: proposed by its heading, corrected by hand."""
    run = found(request, number)
    kind, table = kind_of(run.kind), kept_rows.table_of(run)
    error: DomainError | None = None
    mapping = dict(run.mapping)
    if request.method == "POST":
        mapping = _chosen(request, table)
        try:
            return _confirmed(request, run, mapping, kind)
        except DomainError as refused:
            error = refused
    context = {
        "run": run,
        "kind": kind,
        "columns": _columns(table, mapping),
        "fields": _fields(kind),
        "villages": _villages(request, kind),
        "village": run.options.get(_whole(kind), ""),
        "since": request.POST.get("since", run.options.get(options.SINCE, "")),
        "strips": request.POST.get("close_strips", run.options.get(options.STRIPS, "")),
        "error": error,
    }
    return render(request, "imports/columns.html", context, status=422 if error else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def place_page(request: ScopedRequest, number: int) -> HttpResponse:
    """What the coordinates stand in, with ten points on the map; then the check."""
    run = found(request, number)
    if run.state == S.UPLOADED:
        return redirect("import_columns", run.pk)
    kind, read = kind_of(run.kind), _preview(run)
    if read is None:
        return redirect("import_columns", run.pk)
    error: DomainError | None = None
    if request.method == "POST":
        try:
            _check(request, run, str(request.POST.get("datum", "")))
            return redirect("import", run.pk)
        except DomainError as refused:
            error = refused
    context = _told_of_place(request, run, read) | {"run": run, "kind": kind, "read": read, "error": error}
    return render(request, "imports/place.html", context, status=422 if error else 200)


@require_POST
def answers_page(request: ScopedRequest, number: int) -> HttpResponse:
    """Decisions, and whether rows with problems stay out; then the check once more."""
    run = found(request, number)
    answers = {
        match[1]: str(value)
        for name, value in request.POST.items()
        if value and (match := ANSWER.fullmatch(name))
    }
    leave = request.POST.get("leave_out")
    _checked(request, run, answers=answers, leave_out=None if leave is None else leave == "yes")
    return redirect("import", run.pk)


@require_POST
def apply_page(request: ScopedRequest, number: int) -> HttpResponse:
    """Begin to write, in the background."""
    start(
        run=found(request, number),
        by=request.user,
        scope=request.scope,
        at=timezone.now(),
        request_id=request_id.get(),
    )
    return redirect("import", number)


@require_POST
def undo_page(request: ScopedRequest, number: int) -> HttpResponse:
    """Take it back as one step, or say what stands in the way; much is taken back in the background."""
    run = undo(
        run=found(request, number),
        by=request.user,
        scope=request.scope,
        at=timezone.now(),
        request_id=request_id.get(),
    )
    if run.state == S.APPLIED:
        return show(request, run, status=409)
    if run.state == S.UNDONE:
        messages.success(request, _("The import was undone: everything is as it was before."))
    return redirect("import", number)


@transaction.atomic
def _confirmed(request: ScopedRequest, run: ImportRun, mapping: dict[str, str], kind: Kind) -> HttpResponse:
    """On to the datum, or without coordinates straight to the check."""
    chosen = _options(request, kind)
    run = _mapped_as(request, run, mapping=mapping, datum=run.datum, options=chosen)
    if _preview(run):
        return redirect("import_place", run.pk)
    _check(request, run, "")
    return redirect("import", run.pk)


def _preview(run: ImportRun) -> Preview | None:
    """None where there are no coordinates to ask about."""
    kind = kind_of(run.kind)
    if not kind.needs_place:
        return None
    village = run.options.get("village", "")
    return preview(kept_rows.table_of(run), run.mapping, kind, village=village, on=periods.today())


def _check(request: ScopedRequest, run: ImportRun, datum: str) -> None:
    """Both or neither: a datum with which nothing can be read is not kept."""
    with transaction.atomic():
        run = _mapped_as(request, run, mapping=run.mapping, datum=datum, options=run.options, recorded=False)
        _checked(request, run)


def _mapped_as(request: ScopedRequest, run: ImportRun, **told: Any) -> ImportRun:
    return uploading.confirm(run=run, by=request.user, scope=request.scope, at=timezone.now(), **told)


def _checked(request: ScopedRequest, run: ImportRun, **decided: Any) -> ImportRun:
    """At once or, a long file, in the background."""
    return check(
        run=run,
        by=request.user,
        scope=request.scope,
        at=timezone.now(),
        request_id=request_id.get(),
        **decided,
    )


def _chosen(request: ScopedRequest, table: Table) -> dict[str, str]:
    return {
        heading: str(request.POST.get(f"column.{place}", "")) for place, heading in enumerate(table.headings)
    }


def _columns(table: Table, mapping: dict[str, str]) -> list[dict[str, Any]]:
    """Each heading, a few of its values and its field."""
    return [
        {
            "heading": heading,
            "samples": [text[:60] for text in dict.fromkeys(filter(None, table.columns[place]))][:SAMPLES],
            "field": mapping.get(heading, ""),
        }
        for place, heading in enumerate(table.headings)
    ]


def _fields(kind: Kind) -> list[tuple[str, object]]:
    return [(name, LABELS.get(name, name)) for name in kind.fields]


def _whole(kind: Kind) -> str:
    """The option by which all rows belong to one village."""
    return "village" if "village_code" in kind.fields else "parent"


def _options(request: ScopedRequest, kind: Kind) -> dict[str, str]:
    whole = {_whole(kind): str(request.POST.get("village", ""))[:15]}
    own = {"households": options.SINCE, "areas": options.STRIPS}.get(kind.name)
    return whole | ({own: str(request.POST.get(own, ""))[:20]} if own else {})


def _villages(request: ScopedRequest, kind: Kind) -> list[tuple[str, str]]:
    own = Area.objects.on(periods.today()).filter(pk__in=request.scope.to(kind.right).villages)
    return [
        (code, f"{name} · {above}")
        for code, name, above in own.values_list("code", "name", "parent__name").order_by("code")
    ]


def _told_of_place(request: ScopedRequest, run: ImportRun, read: Preview) -> dict[str, Any]:
    names = [reading.name for reading in read.readings]
    written = said_datum(heading for heading, field in run.mapping.items() if field in ("lon", "lat"))
    datum = str(request.POST.get("datum") or request.GET.get("datum") or run.datum or written)
    shown = datum if datum in names else names[0]
    spots = read.spots(shown)
    return {
        "shown": shown,
        "chosen": datum if datum in names else names[0] if len(names) == 1 else "",
        "label": next(reading.label for reading in read.readings if reading.name == shown),
        "spots": spots,
        **_mapped(run, read, spots),
    }


def _mapped(run: ImportRun, read: Preview, spots: list[Spot]) -> dict[str, Any]:
    """The points over the grids of the village that their rows name, or over the office's villages; and those far off."""
    place, on = Area.objects.get(pk=read.village) if read.village else run.area, periods.today()
    box = box_of(place, on=on)
    points = {spot.number: (spot.lon, spot.lat) for spot in spots}
    shown = {number: point for number, point in points.items() if box and near(box, point)}
    by = "grid" if place.level == Area.Level.VILLAGE else "village"
    drawn = map_of_spots(area=place, by=by, on=on, points=shown) if shown else None
    return {"map": drawn, "off": points.keys() - shown.keys()}

"""/imports/: an office's files, from the upload to the result. The steps between stand in steps.py."""

import io
from functools import partial
from pathlib import Path
from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from api.web import throttling
from geodata.audit.concept import Action
from geodata.base import periods, wording
from geodata.base.errors import DomainError, NotAllowed
from geodata.base.scope import Scope
from geodata.exports.files import TYPES
from geodata.files.dbf import ENCODINGS
from geodata.files.limits import MB, limits
from geodata.imports.kinds.registry import KINDS, kind_of
from geodata.imports.models import ImportRun
from geodata.imports.runs import kept_rows, lifecycle
from geodata.imports.runs.error_workbook import write_mending
from geodata.imports.runs.report import Report, groups
from geodata.imports.runs.scheduling import job_of, settled, upload
from geodata.imports.runs.undoing import obstacles
from geodata.imports.workflow import BUSY
from geodata.jobs import at_once, queue
from geodata.jobs.models import Job
from geodata.jobs.service import start
from gridmap.error_pages import too_often
from gridmap.logs import request_id
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.downloads import as_job
from gridmap.pages.base.filters import Filters, answers_at_once
from gridmap.pages.base.typed import Form
from gridmap.pages.jobs.jobs import in_words
from gridmap.recording import record

PAGE = 50
LINES = 100
TITLES: dict[str, Promise] = {
    ImportRun.State.CHECKED: gettext_lazy("Preview"),
    ImportRun.State.APPLYING: gettext_lazy("Being imported"),
    ImportRun.State.CHECKING: gettext_lazy("Being checked"),
    ImportRun.State.APPLIED: gettext_lazy("Imported"),
    ImportRun.State.UNDOING: gettext_lazy("Being undone"),
}
"""What the page of an import is called where its state has another name."""
S = ImportRun.State
LISTS = {
    "new": gettext_lazy("New"),
    "changed": gettext_lazy("Changed"),
    "gone": gettext_lazy("Not in the file"),
    "problems": gettext_lazy("Problems"),
    "left_out": gettext_lazy("Skipped"),
    "remarks": gettext_lazy("Notes"),
}
"""The lists behind the numbers of an import."""


class UploadForm(Form):
    """What it is, and the file."""

    kind = forms.ChoiceField(label=gettext_lazy("What is in the file"), widget=forms.RadioSelect)
    file = forms.FileField(
        label=gettext_lazy("File"),
        max_length=200,
        widget=forms.FileInput(
            attrs={"accept": ".csv,.txt,.xlsx,.xls,.geojson,.json,.kml,.kmz,.gpkg,.zip", "required": True}
        ),
    )
    layer = forms.CharField(
        label=gettext_lazy("Sheet or layer (only if there are several)"), required=False, max_length=100
    )
    encoding = forms.ChoiceField(
        label=gettext_lazy("Text encoding of a Shapefile (only if asked for)"),
        choices=[("", gettext_lazy("As the file says")), *((each, each.upper()) for each in ENCODINGS)],
        required=False,
    )

    def __init__(self, scope: Scope, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        kinds = lifecycle.kinds_for(scope)
        self.offer_choices("kind", ((kind.name, kind.label) for kind in KINDS.values()))
        # What is not offered is refused by the verb.
        self.fields["kind"].widget.choices = [(kind.name, kind.label) for kind in kinds]
        self.fields["kind"].initial = kinds[0].name if kinds else None
        most = _("No file was received, or it is larger than %(most)s MB.") % {
            "most": wording.figure(limits().bytes // MB)
        }
        self.fields["file"].error_messages |= {"required": most, "missing": most, "invalid": most}


def found(request: ScopedRequest, number: int) -> ImportRun:
    return lifecycle.find_import(request.scope, number)


class ImportFilters(Filters):
    """Of which office, what, and how far it is."""

    sorts = {
        "file": ("name", "-pk"),
        "kind": ("kind", "-pk"),
        "state": ("state", "-pk"),
        "office": ("area__code", "-pk"),
        "by": ("user__name", "-pk"),
        "uploaded": ("uploaded_at", "pk"),
    }

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False, choices=lambda: _kinds())
    state = forms.ChoiceField(
        label=gettext_lazy("State"), required=False, choices=[("", gettext_lazy("All states")), *S.choices]
    )


def _kinds() -> list[tuple[str, Any]]:
    return [("", _("all kinds")), *_labels().items()]


@answers_at_once
@require_safe
def imports_page(request: ScopedRequest) -> HttpResponse:
    """What was imported in the own area, the latest first."""
    lifecycle.require_any(request.scope)
    filters = ImportFilters(request.GET)
    asked = {name: value for name, value in filters.told().items() if value}
    scope = request.scope
    filters.pick(asked.get("area", ""), scope, on=periods.today())
    runs = lifecycle.seen(scope).filter(
        area__code__startswith=asked.get("area", ""),
        **{name: asked[name] for name in ("kind", "state") if name in asked},
    )
    page = Paginator(filters.ordered(runs), PAGE).get_page(request.GET.get("page"))
    told = {"page": page, "labels": _labels(), "filters": filters, "filtered": bool(asked.keys() - {"sort"})}
    return render(request, "imports/imports.html", told)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def upload_page(request: ScopedRequest) -> HttpResponse:
    """Choose a kind and a file; it is read, a large one by a job, and nothing is written to the register."""
    scope = request.scope
    lifecycle.require_any(scope)
    form = UploadForm(scope, request.POST, request.FILES) if request.method == "POST" else UploadForm(scope)
    error: DomainError | None = None
    if form.is_bound and form.is_valid():
        if wait := throttling.wait_to_import(request.user):
            return too_often(request, wait)
        try:
            made = _uploaded(request, form)
            return redirect("job" if isinstance(made, Job) else "import_columns", made.pk)
        except NotAllowed:
            raise
        except DomainError as refused:
            error = refused
    told = {"form": form, "error": error, "most": limits().bytes // MB}
    return render(request, "imports/upload.html", told, status=422 if error or form.errors else 200)


def _uploaded(request: ScopedRequest, form: UploadForm) -> ImportRun | Job:
    file: TemporaryUploadedFile = form.cleaned_data["file"]
    return upload(
        kind=form.cleaned_data["kind"],
        path=Path(file.temporary_file_path()),
        name=file.name or "",
        layer=form.cleaned_data["layer"],
        encoding=form.cleaned_data["encoding"],
        by=request.user,
        scope=request.scope,
        at=timezone.now(),
        request_id=request_id.get(),
    )


@require_safe
def import_page(request: ScopedRequest, number: int) -> HttpResponse:
    """Where the import stands: what it would do, how far its job is, or what it did."""
    run = settled(found(request, number))
    if run.state == S.UPLOADED:
        return redirect("import_columns", run.pk)
    if run.state == S.MAPPED:
        return redirect("import_place", run.pk)
    return show(request, run)


def show(request: ScopedRequest, run: ImportRun, *, status: int = 200) -> HttpResponse:
    """The page of an import that has been checked."""
    report = _report(run)
    told = {
        "run": run,
        "kind": kind_of(run.kind),
        "title": TITLES.get(run.state) or run.get_state_display(),
        "undoable": run.state == S.APPLIED,
        "report": report,
        "groups": groups(report.problems) if report else [],
        "remarks": groups(report.remarks) if report else [],
        "lacking": {problem.line for problem in report.problems} if report else set(),
        "whole": any(problem.line is None for problem in report.problems) if report else False,
        "mending": run.parts.filter(what=kept_rows.TABLE).exists(),
        "obstacles": obstacles(run),
        "busy": run.state in BUSY,
        **_job(run),
    }
    return render(request, "imports/import.html", told, status=status)


@require_safe
def list_page(request: ScopedRequest, number: int, what: str) -> HttpResponse:
    """One of the lists of an import, 100 to a page."""
    run = found(request, number)
    report = kept_rows.report_of(run)
    rows = getattr(report, {"new": "created", "changed": "altered"}.get(what, what))
    told = {
        "run": run,
        "what": what,
        "title": LISTS[what],
        "page": Paginator(rows, LINES).get_page(request.GET.get("page")),
        "entries": what in ("new", "changed", "gone"),
        "report": report,
    }
    return render(request, "imports/list.html", told)


@require_http_methods(["GET", "HEAD", "POST"])
def mending_file(request: ScopedRequest, number: int) -> HttpResponse | FileResponse:
    """The rows with problems as a workbook, and a line in the record of access. Many are offered as a job, which POST starts."""
    run = found(request, number)
    if request.method == "POST":
        return redirect("job", _mending_job(request, run).pk)
    report = kept_rows.report_of(run)
    if len(report.problems or report.left_out) > (most := at_once.rows("mending.xlsx")):
        back = reverse("import", args=[run.pk])
        return as_job(request, partial(_mending_job, request, run), most=most, back=back, kind="xlsx")
    if wait := throttling.wait_to_export(request.user):
        return too_often(request, wait)
    target = io.BytesIO()
    rows = write_mending(kept_rows.table_of(run), report.problems or report.left_out, target)
    details = {"import": run.pk, "kind": run.kind, "rows": rows, "format": "xlsx"}
    record(Action.EXPORT, request.user, subject=run.area.code, details=details)
    target.seek(0)
    name = _("Problems of import %(number)s.xlsx") % {"number": run.pk}
    return FileResponse(target, as_attachment=True, filename=name, content_type=TYPES["xlsx"])


def _mending_job(request: ScopedRequest, run: ImportRun) -> Job:
    return start(
        "imports.mending",
        by=request.user,
        at=timezone.now(),
        arguments={"run": run.pk},
        subject=run.area.code,
        about=run.name,
        rights=[kind_of(run.kind).right],
        request_id=request_id.get(),
    )


@require_POST
def abandon_page(request: ScopedRequest, number: int) -> HttpResponse:
    """Give it up; its rows are forgotten."""
    lifecycle.abandon(run=found(request, number), by=request.user, scope=request.scope, at=timezone.now())
    messages.success(request, _("The import was discarded. Nothing was written."))
    return redirect("imports")


def _job(run: ImportRun) -> dict[str, object]:
    """How far the job is that has the import, for who began it."""
    job = job_of(run)
    return {"job": job, "left": in_words(job.pace.left), "waits": not queue.living()} if job else {}


def _report(run: ImportRun) -> Report | None:
    try:
        return kept_rows.report_of(run)
    except DomainError:
        return None


def _labels() -> dict[str, object]:
    return {kind.name: kind.label for kind in map(kind_of, KINDS)}

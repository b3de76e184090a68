"""/imports/: an office's files, from the upload to the result. The steps between stand in import_steps.py."""

import io
from pathlib import Path

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from api import rates
from api.permissions import require
from geodata.audit.models import AccessEntry
from geodata.errors import DomainError
from geodata.imports import runs
from geodata.imports.kinds import KINDS, kind_of
from geodata.imports.limits import MB, limits
from geodata.imports.mending import write_mending
from geodata.imports.models import BUSY, ImportRun
from geodata.imports.report import Report, groups
from geodata.imports.starting import job_of, settled, upload
from geodata.imports.undoing import obstacles
from geodata.jobs import at_once, queue
from geodata.jobs.models import Job
from geodata.jobs.verbs import start
from geodata.reports.files import TYPES
from geodata.territory.scope import Right, Scope
from gridmap.logs import request_id
from gridmap.middleware import ScopedRequest
from gridmap.pages.errors import too_often
from gridmap.pages.jobs import in_words
from gridmap.pages.typed import Form
from gridmap.recording import record

PAGE = 50
LINES = 100
S = ImportRun.State
LISTS = {
    "new": gettext_lazy("New"),
    "changed": gettext_lazy("Changed"),
    "gone": gettext_lazy("Not in the file"),
    "problems": gettext_lazy("Problems"),
    "left_out": gettext_lazy("Left out"),
    "remarks": gettext_lazy("To know"),
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

    def __init__(self, scope: Scope, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        kinds = runs.kinds_for(scope)
        self.fields["kind"].choices = [(kind.name, kind.label) for kind in kinds]  # type: ignore[attr-defined]
        self.fields["kind"].initial = kinds[0].name if kinds else None
        most = _("No file came, or one of more than %(most)s MB.") % {"most": limits().bytes // MB}
        self.fields["file"].error_messages |= {"required": most, "missing": most, "invalid": most}


def allowed(request: ScopedRequest) -> Scope:
    """The scope of somebody who may import anything at all."""
    if not runs.kinds_for(request.scope):
        require(Scope(), Right.IMPORT)
    return request.scope


def found(request: ScopedRequest, number: int) -> ImportRun:
    """The import, if the scope holds it: 404 else."""
    return get_object_or_404(runs.seen(allowed(request)), pk=number)


@require_safe
def imports_page(request: ScopedRequest) -> HttpResponse:
    """What was imported in the own area, the latest first."""
    page = Paginator(runs.seen(allowed(request)), PAGE).get_page(request.GET.get("page"))
    return render(request, "pages/imports.html", {"page": page, "labels": _labels()})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def upload_page(request: ScopedRequest) -> HttpResponse:
    """Choose a kind and a file; it is read, a large one by a job, and nothing is written to the register."""
    scope = allowed(request)
    form = UploadForm(scope, request.POST, request.FILES) if request.method == "POST" else UploadForm(scope)
    error: DomainError | None = None
    if form.is_bound and form.is_valid():
        if wait := rates.wait("import", settings.IMPORT_RATE, str(request.user.pk)):
            return too_often(request, wait)
        try:
            made = _uploaded(request, form)
            return redirect("job" if isinstance(made, Job) else "import_columns", made.pk)
        except DomainError as refused:
            error = refused
    told = {"form": form, "error": error, "most": limits().bytes // MB}
    return render(request, "pages/import_upload.html", told, status=422 if error or form.errors else 200)


def _uploaded(request: ScopedRequest, form: UploadForm) -> ImportRun | Job:
    file: TemporaryUploadedFile = form.cleaned_data["file"]
    return upload(
        kind=form.cleaned_data["kind"],
        path=Path(file.temporary_file_path()),
        name=file.name or "",
        layer=form.cleaned_data["layer"],
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
        "report": report,
        "groups": groups(report.problems) if report else [],
        "remarks": groups(report.remarks) if report else [],
        "lacking": {problem.line for problem in report.problems} if report else set(),
        "whole": any(problem.line is None for problem in report.problems) if report else False,
        "mending": run.parts.filter(what=runs.TABLE).exists(),
        "obstacles": obstacles(run),
        "busy": run.state in BUSY,
        **_job(run),
    }
    return render(request, "pages/import.html", told, status=status)


@require_safe
def list_page(request: ScopedRequest, number: int, what: str) -> HttpResponse:
    """One of the lists of an import, 100 to a page."""
    run = found(request, number)
    report = runs.report_of(run)
    rows = getattr(report, {"new": "created", "changed": "altered"}.get(what, what))
    told = {
        "run": run,
        "what": what,
        "title": LISTS[what],
        "page": Paginator(rows, LINES).get_page(request.GET.get("page")),
        "entries": what in ("new", "changed", "gone"),
        "report": report,
    }
    return render(request, "pages/import_list.html", told)


@require_http_methods(["GET", "HEAD", "POST"])
def mending_file(request: ScopedRequest, number: int) -> HttpResponse | FileResponse:
    """The rows with problems as a workbook, and a line in the record of access. Many are offered as a job, which POST starts."""
    run = found(request, number)
    if request.method == "POST":
        return redirect("job", _mending_job(request, run).pk)
    report = runs.report_of(run)
    if len(report.problems or report.left_out) > (most := at_once.rows("mending.xlsx")):
        told = {"most": most, "back": reverse("import", args=[run.pk]), "kind": "xlsx"}
        return render(request, "pages/long_list.html", told)
    if wait := rates.wait("export", settings.EXPORT_RATE, str(request.user.pk)):
        return too_often(request, wait)
    target = io.BytesIO()
    rows = write_mending(runs.table_of(run), report.problems or report.left_out, target)
    details = {"import": run.pk, "kind": run.kind, "rows": rows, "format": "xlsx"}
    record(AccessEntry.Action.EXPORT, request.user, subject=run.area.code, details=details)
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
    runs.abandon(run=found(request, number))
    messages.success(request, _("The import was given up. Nothing was written."))
    return redirect("imports")


def _job(run: ImportRun) -> dict[str, object]:
    """How far the job is that has the import, for who began it."""
    job = job_of(run)
    return {"job": job, "left": in_words(job.pace.left), "waits": not queue.living()} if job else {}


def _report(run: ImportRun) -> Report | None:
    try:
        return runs.report_of(run)
    except DomainError:
        return None


def _labels() -> dict[str, object]:
    return {kind.name: kind.label for kind in map(kind_of, KINDS)}

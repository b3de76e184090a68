"""An office's imports: the same steps as the pages."""

import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.response import Response

from api import rates
from api.paging import next_page
from api.parsers import AnyBytes
from api.permissions import require, who
from api.schema import IMPORT, documented
from api.serializers.base import Query
from api.serializers.imports import (
    LISTS,
    CheckBody,
    ImportShape,
    ImportsQuery,
    ImportsShape,
    MappingBody,
    OneImportShape,
    RowsQuery,
    RowsShape,
    UploadQuery,
)
from api.serializers.jobs import OneJob
from api.views.base import View
from api.views.jobs import own_job
from geodata.errors import Conflict, DomainError, NotFound
from geodata.imports import runs
from geodata.imports.models import BUSY, ImportRun
from geodata.imports.starting import check, settled, start, undo, upload
from geodata.imports.undoing import obstacles
from geodata.jobs.models import Job
from geodata.territory.scope import Right, Scope


def visible_import(scope: Scope, number: str | int) -> ImportRun:
    """The import of that number; 403 where nothing may be imported at all."""
    _require_any(scope)
    found = runs.seen(scope).filter(pk=int(number)).first()
    if found is None:
        raise NotFound(str(number))
    return found


def _require_any(scope: Scope) -> None:
    if not runs.kinds_for(scope):
        require(Scope(), Right.IMPORT)


class Imports(View):
    parser_classes = [AnyBytes]

    @documented("imports", _("Imports of the own area"), {200: ImportsShape}, query=ImportsQuery)
    def get(self, request: Request) -> Response:
        """The latest first."""
        asked = ImportsQuery.read(request)
        _require_any(self.scope)
        limit, first = asked.get("limit", 50), asked.get("start", 0)
        found = list(runs.seen(self.scope)[first : first + limit + 1])
        more = first + limit if len(found) > limit else None
        return Response(
            {"results": ImportShape(found[:limit], many=True).data, "next": next_page(request, start=more)}
        )

    @documented(
        "import_upload",
        _("Upload a file"),
        {201: OneImportShape, 202: OneJob},
        query=UploadQuery,
        sent=[AnyBytes.media_type],
    )
    def post(self, request: Request) -> Response:
        """The body is the file. It is read without ID numbers; nothing is written to the register.

        A large file is read in the background: the answer is 202 with the job, whose result names the `import`.
        """
        asked = UploadQuery.read(request)
        _require_any(self.scope)
        if wait := rates.wait("import", settings.IMPORT_RATE, str(request.user.pk)):
            raise Throttled(wait)
        content: bytes = request.data if isinstance(request.data, bytes) else b""
        with tempfile.NamedTemporaryFile(suffix=Path(asked["name"]).suffix[:20]) as file:
            file.write(content)
            file.flush()
            made = upload(
                kind=asked["kind"],
                path=Path(file.name),
                name=asked["name"],
                layer=asked.get("layer", ""),
                by=who(request),
                scope=self.scope,
                at=timezone.now(),
                request_id=request.META.get("REQUEST_ID", ""),
            )
        if isinstance(made, Job):
            return Response(OneJob(own_job(request, made.pk)).data, status=202)
        return Response(_told(made), status=201)


class OneImport(View):
    @documented("import", _("One import"), {200: OneImportShape}, path=[IMPORT], problems=[404])
    def get(self, request: Request, number: str) -> Response:
        """Where it stands, what it would do or has done, and what is asked."""
        Query.read(request)
        return Response(_told(settled(visible_import(self.scope, number))))


class ImportMapping(View):
    @documented(
        "import_mapping", _("Say what is in which column"), {200: OneImportShape}, body=MappingBody, path=[IMPORT],
        problems=[404, 409],
    )  # fmt: skip
    def put(self, request: Request, number: str) -> Response:
        """The columns, what coordinates stand in, and what holds for all rows."""
        run = visible_import(self.scope, number)
        Query.read(request)
        told = MappingBody.read(request)
        mapping, datum = told.pop("mapping"), told.pop("datum")
        told["parent"] = told.pop("above", "")
        told["since"] = told["since"].isoformat() if told.get("since") else ""
        return Response(_told(runs.confirm(run=run, mapping=mapping, datum=datum, options=told)))


class ImportCheck(View):
    @documented(
        "import_check",
        _("Check an import"),
        {200: OneImportShape, 202: OneImportShape},
        body=CheckBody,
        path=[IMPORT],
        problems=[404, 409],
    )
    def post(self, request: Request, number: str) -> Response:
        """What would be new, changed or wrong. Nothing is written to the register.

        A long file is checked in the background: the answer is 202, and the import says when it is checked.
        """
        run = visible_import(self.scope, number)
        Query.read(request)
        told = CheckBody.read(request)
        found = check(
            run=run,
            by=who(request),
            scope=self.scope,
            at=timezone.now(),
            answers=told.get("answers"),
            leave_out=told.get("leave_out"),
            request_id=request.META.get("REQUEST_ID", ""),
        )
        return Response(_told(found), status=202 if found.state in BUSY else 200)


class ImportRows(View):
    @documented(
        "import_rows",
        _("Rows of an import"),
        {200: RowsShape},
        query=RowsQuery,
        path=[IMPORT],
        problems=[404],
    )
    def get(self, request: Request, number: str) -> Response:
        """What is new, changed field by field, gone, wrong or to be known, row by row."""
        run = visible_import(self.scope, number)
        asked = RowsQuery.read(request)
        rows = getattr(runs.report_of(run), LISTS[asked["list"]])
        first = asked.get("start", 0)
        shown = rows[first : first + asked.get("limit", 100)]
        return Response({"count": len(rows), "results": [asdict(row) for row in shown]})


class ImportApply(View):
    @documented(
        "import_apply", _("Write an import"), {202: OneImportShape}, path=[IMPORT], problems=[404, 409]
    )
    def post(self, request: Request, number: str) -> Response:
        """In the background, whole or not at all, and only if it is still what was shown."""
        run = visible_import(self.scope, number)
        Query.read(request)
        started = start(
            run=run, by=who(request), at=timezone.now(), request_id=request.META.get("REQUEST_ID", "")
        )
        return Response(_told(started), status=202)


class ImportUndo(View):
    @documented(
        "import_undo",
        _("Take an import back"),
        {200: OneImportShape, 202: OneImportShape},
        path=[IMPORT],
        problems=[404, 409],
    )
    def post(self, request: Request, number: str) -> Response:
        """Everything is as it was before; or nothing, and 409 says what stands in the way, as do its `obstacles`.

        Many rows are taken back in the background: the answer is 202, and the import says when it is `undone`, or
        `applied` again with `obstacles`.
        """
        run = visible_import(self.scope, number)
        Query.read(request)
        found = undo(
            run=run,
            by=who(request),
            scope=self.scope,
            at=timezone.now(),
            request_id=request.META.get("REQUEST_ID", ""),
        )
        if found.state == ImportRun.State.APPLIED:
            raise _in_the_way(found)
        return Response(_told(found), status=202 if found.state in BUSY else 200)


class ImportAbandon(View):
    @documented(
        "import_abandon", _("Give an import up"), {200: OneImportShape}, path=[IMPORT], problems=[404, 409]
    )
    def post(self, request: Request, number: str) -> Response:
        """Its rows are forgotten; nothing was written."""
        run = visible_import(self.scope, number)
        Query.read(request)
        return Response(_told(runs.abandon(run=run)))


def _in_the_way(run: ImportRun) -> Conflict:
    first = pgettext("clauses", "; ").join(f"{one.subject} {one.why}" for one in obstacles(run)[:5])
    return Conflict(
        gettext("Nothing was taken back: this stands in the way"), field="rows", value=first,
        remedy=gettext("Mend it there first, or leave the import as it is."),
    )  # fmt: skip


def _told(run: ImportRun) -> dict[str, Any]:
    """With the questions of the last check, and what stood in the way of taking it back."""
    try:
        questions = runs.report_of(run).questions
    except DomainError:
        questions = []
    run.questions = [asdict(one) | {"choices": dict(one.choices)} for one in questions]  # type: ignore[attr-defined]
    run.obstacles = obstacles(run)  # type: ignore[attr-defined]
    told: dict[str, Any] = OneImportShape(run).data
    return told

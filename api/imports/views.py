"""An office's imports: the same steps as the pages."""

import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.response import Response

from api.base.paging import next_page
from api.base.parsers import AnyBytes
from api.base.schema import BYTES, IMPORT, documented
from api.base.serializers import Query
from api.base.views import View
from api.imports.input import LISTS, CheckIn, ImportsQuery, MappingIn, RowsQuery, UploadQuery
from api.imports.output import ImportOut, ImportsOut, OneImportOut, RowsOut
from api.jobs.output import OneJob
from api.jobs.views import own_job
from api.web import throttling
from api.web.access import who
from geodata.base.errors import Conflict, DomainError
from geodata.imports.models import ImportRun
from geodata.imports.runs import kept_rows, lifecycle, uploading
from geodata.imports.runs.scheduling import check, settled, start, undo, upload
from geodata.imports.runs.undoing import obstacles
from geodata.imports.workflow import BUSY
from geodata.jobs.models import Job


class Imports(View):
    parser_classes = [AnyBytes]

    @documented("imports", _("Imports of the own area"), {200: ImportsOut}, query=ImportsQuery)
    def get(self, request: Request) -> Response:
        """The latest first."""
        query = ImportsQuery.read(request)
        lifecycle.require_any(self.scope)
        limit, first = query.get("limit", 50), query.get("start", 0)
        runs = list(lifecycle.seen(self.scope)[first : first + limit + 1])
        more = first + limit if len(runs) > limit else None
        return Response(
            {"results": ImportOut(runs[:limit], many=True).data, "next": next_page(request, start=more)}
        )

    @documented(
        "import_upload",
        _("Upload a file"),
        {201: OneImportOut, 202: OneJob},
        query=UploadQuery,
        sent={AnyBytes.media_type: BYTES},
    )
    def post(self, request: Request) -> Response:
        """The body is the file. It is read without ID numbers; nothing is written to the register.

        A large file is read in the background: the answer is 202 with the job, whose result names the `import`.
        """
        query = UploadQuery.read(request)
        lifecycle.require_any(self.scope)
        if wait := throttling.wait_to_import(who(request)):
            raise Throttled(wait)
        content: bytes = request.data if isinstance(request.data, bytes) else b""
        with tempfile.NamedTemporaryFile(suffix=Path(query["name"]).suffix[:20]) as file:
            file.write(content)
            file.flush()
            begun = upload(
                kind=query["kind"],
                path=Path(file.name),
                name=query["name"],
                layer=query.get("layer", ""),
                encoding=query.get("encoding", ""),
                by=who(request),
                scope=self.scope,
                at=timezone.now(),
                request_id=request.META.get("REQUEST_ID", ""),
            )
        if isinstance(begun, Job):
            return Response(OneJob(own_job(request, begun.pk)).data, status=202)
        return Response(_answer(begun), status=201)


class OneImport(View):
    @documented("import", _("One import"), {200: OneImportOut}, path=[IMPORT], problems=[404])
    def get(self, request: Request, number: str) -> Response:
        """Where it stands, what it would do or has done, and what is asked."""
        Query.read(request)
        return Response(_answer(settled(lifecycle.find_import(self.scope, number))))


class ImportMapping(View):
    @documented(
        "import_mapping", _("State what is in which column"), {200: OneImportOut}, body=MappingIn, path=[IMPORT],
        problems=[404, 409],
    )  # fmt: skip
    def put(self, request: Request, number: str) -> Response:
        """The columns, what coordinates stand in, and what holds for all rows."""
        run = lifecycle.find_import(self.scope, number)
        Query.read(request)
        body = MappingIn.read(request)
        mapping, datum = body.pop("mapping"), body.pop("datum")
        body["parent"] = body.pop("above", "")
        body["close_strips"] = f"{body['close_strips']:g}" if body.get("close_strips") else ""
        body["since"] = body["since"].isoformat() if body.get("since") else ""
        run = uploading.confirm(
            run=run,
            mapping=mapping,
            datum=datum,
            options=body,
            by=who(request),
            scope=self.scope,
            at=timezone.now(),
        )
        return Response(_answer(run))


class ImportCheck(View):
    @documented(
        "import_check",
        _("Check an import"),
        {200: OneImportOut, 202: OneImportOut},
        body=CheckIn,
        path=[IMPORT],
        problems=[404, 409],
    )
    def post(self, request: Request, number: str) -> Response:
        """What would be new, changed or wrong. Nothing is written to the register.

        A long file is checked in the background: the answer is 202, and the import says when it is checked.
        """
        run = lifecycle.find_import(self.scope, number)
        Query.read(request)
        body = CheckIn.read(request)
        checked = check(
            run=run,
            by=who(request),
            scope=self.scope,
            at=timezone.now(),
            answers=body.get("answers"),
            leave_out=body.get("leave_out"),
            request_id=request.META.get("REQUEST_ID", ""),
        )
        return Response(_answer(checked), status=202 if checked.state in BUSY else 200)


class ImportRows(View):
    @documented(
        "import_rows",
        _("Rows of an import"),
        {200: RowsOut},
        query=RowsQuery,
        path=[IMPORT],
        problems=[404],
    )
    def get(self, request: Request, number: str) -> Response:
        """What is new, changed field by field, gone, wrong or to be known, row by row."""
        run = lifecycle.find_import(self.scope, number)
        query = RowsQuery.read(request)
        rows = getattr(kept_rows.report_of(run), LISTS[query["list"]])
        first = query.get("start", 0)
        shown = rows[first : first + query.get("limit", 100)]
        return Response({"count": len(rows), "results": [asdict(row) for row in shown]})


class ImportApply(View):
    @documented(
        "import_apply", _("Carry out an import"), {202: OneImportOut}, path=[IMPORT], problems=[404, 409]
    )
    def post(self, request: Request, number: str) -> Response:
        """In the background, whole or not at all, and only if it is still what was shown."""
        run = lifecycle.find_import(self.scope, number)
        Query.read(request)
        started = start(
            run=run,
            by=who(request),
            scope=self.scope,
            at=timezone.now(),
            request_id=request.META.get("REQUEST_ID", ""),
        )
        return Response(_answer(started), status=202)


class ImportUndo(View):
    @documented(
        "import_undo",
        _("Undo an import"),
        {200: OneImportOut, 202: OneImportOut},
        path=[IMPORT],
        problems=[404, 409],
    )
    def post(self, request: Request, number: str) -> Response:
        """Everything is as it was before; or nothing, and 409 says what stands in the way, as do its `obstacles`.

        Many rows are taken back in the background: the answer is 202, and the import says when it is `undone`, or
        `applied` again with `obstacles`.
        """
        run = lifecycle.find_import(self.scope, number)
        Query.read(request)
        undone = undo(
            run=run,
            by=who(request),
            scope=self.scope,
            at=timezone.now(),
            request_id=request.META.get("REQUEST_ID", ""),
        )
        if undone.state == ImportRun.State.APPLIED:
            raise _in_the_way(undone)
        return Response(_answer(undone), status=202 if undone.state in BUSY else 200)


class ImportAbandon(View):
    @documented(
        "import_abandon", _("Discard an import"), {200: OneImportOut}, path=[IMPORT], problems=[404, 409]
    )
    def post(self, request: Request, number: str) -> Response:
        """Its rows are forgotten; nothing was written."""
        run = lifecycle.find_import(self.scope, number)
        Query.read(request)
        given_up = lifecycle.abandon(run=run, by=who(request), scope=self.scope, at=timezone.now())
        return Response(_answer(given_up))


def _in_the_way(run: ImportRun) -> Conflict:
    first = pgettext("clauses", "; ").join(f"{one.subject} {one.why}" for one in obstacles(run)[:5])
    return Conflict(
        gettext("Nothing was undone: this is in the way"), field="rows", value=first,
        remedy=gettext("Fix that first, or leave the import as it is."),
    )  # fmt: skip


def _answer(run: ImportRun) -> dict[str, Any]:
    """With the questions of the last check, and what stood in the way of taking it back."""
    try:
        questions = kept_rows.report_of(run).questions
    except DomainError:
        questions = []
    run.questions = [asdict(one) | {"choices": dict(one.choices)} for one in questions]  # type: ignore[attr-defined]
    run.obstacles = obstacles(run)  # type: ignore[attr-defined]
    answer: dict[str, Any] = OneImportOut(run).data
    return answer

"""Files of a need, where the county has switched them on."""

import tempfile
import uuid
from pathlib import Path

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.response import Response

from api.base.parsers import AnyBytes
from api.base.renderers import AnyFile, Json
from api.base.schema import ATTACHMENT, BYTES, NEED, documented
from api.base.serializers import Query
from api.base.views import View
from api.needs.input import AttachmentQuery
from api.needs.output import AttachmentOut, AttachmentsOut
from api.web import throttling
from api.web.access import who
from geodata.base.scope import Right
from geodata.needs.attaching import attach, attachments_of, remove, take
from geodata.needs.finding import find_need, open_need


class NeedAttachments(View):
    right = Right.NEED
    parser_classes = [AnyBytes]

    @documented(
        "need_attachments", _("Files of a need"), {200: AttachmentsOut}, path=[NEED], problems=[404, 409]
    )
    def get(self, request: Request, need: uuid.UUID) -> Response:
        """In the order in which they were added. 409 where files of needs are switched off."""
        Query.read(request)
        by = who(request)
        found = find_need(need, by=by, scope=self.scope)
        lines = attachments_of(found, by=by, scope=self.scope)
        # Names of files tell of a sensitive one as its words do: that is an opening.
        open_need(found, by=by, scope=self.scope, at=timezone.now())
        return Response(AttachmentsOut({"results": lines}).data)

    @documented(
        "attach_to_need",
        _("Add a file to a need"),
        {201: AttachmentOut},
        query=AttachmentQuery,
        path=[NEED],
        sent={AnyBytes.media_type: BYTES},
        problems=[404, 409],
    )
    def post(self, request: Request, need: uuid.UUID) -> Response:
        """The body is the file: PDF, JPG, PNG, XLSX or DOCX, 10 MB at most. Pictures are drawn anew, without place and time."""
        name, by = AttachmentQuery.read(request)["name"], who(request)
        found = find_need(need, by=by, scope=self.scope)
        if wait := throttling.wait_to_import(by):
            raise Throttled(wait)
        content: bytes = request.data if isinstance(request.data, bytes) else b""
        with tempfile.NamedTemporaryFile(suffix=Path(name).suffix[:20]) as file:
            file.write(content)
            file.flush()
            made = attach(
                need=found, path=Path(file.name), name=name, by=by, scope=self.scope, at=timezone.now()
            )
        return Response(AttachmentOut(made).data, status=201)


class NeedAttachment(View):
    right = Right.NEED
    renderer_classes = [AnyFile, Json]

    @documented(
        "need_attachment",
        _("One file of a need"),
        {},
        path=[NEED, ATTACHMENT],
        problems=[404, 409],
        binary=True,
    )
    def get(self, request: Request, need: uuid.UUID, attachment: uuid.UUID) -> HttpResponse:
        """As it is kept; each taking goes on the record of access."""
        Query.read(request)
        by = who(request)
        found = find_need(need, by=by, scope=self.scope)
        if wait := throttling.wait_to_export(by):
            raise Throttled(wait)
        _row, name, content = take(need=found, key=attachment, by=by, scope=self.scope, at=timezone.now())
        disposition = content_disposition_header(as_attachment=True, filename=name) or ""
        headers = {"Content-Disposition": disposition, "Cache-Control": "no-store"}
        return HttpResponse(content, content_type=AnyFile.media_type, headers=headers)

    @documented(
        "remove_attachment",
        _("Remove a file of a need"),
        {204: None},
        path=[NEED, ATTACHMENT],
        problems=[404, 409],
    )
    def delete(self, request: Request, need: uuid.UUID, attachment: uuid.UUID) -> Response:
        """By who has added it, until the need has ended."""
        Query.read(request)
        by = who(request)
        found = find_need(need, by=by, scope=self.scope)
        remove(need=found, key=attachment, by=by, scope=self.scope, at=timezone.now())
        return Response(status=204)

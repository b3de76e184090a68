"""/needs/<need>/attachments/: files of a need are added, taken and removed, where the county has switched them on."""

import uuid
from dataclasses import dataclass
from pathlib import Path

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from api.web import throttling
from geodata.accounts.models import User
from geodata.base.errors import BadInput, Conflict, join
from geodata.base.scope import Scope
from geodata.files.attachments import ENDINGS
from geodata.needs.attaching import Line, attach, attachments_of, may_attach, remove, take
from geodata.needs.doing import named
from geodata.needs.finding import find_need
from geodata.needs.models import Need
from gridmap.error_pages import too_often
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.typed import Form

NO_FILE = _("No file was received, or it is larger than 10 MB.")


class AttachmentForm(Form):
    file = forms.FileField(
        label=_("File"),
        error_messages=dict.fromkeys(("required", "missing", "invalid", "empty"), NO_FILE),
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS), "required": True}),
    )


@dataclass(frozen=True, slots=True)
class FilesPart:
    """What the page of a need shows of its files; `form`: of whoever may add one."""

    lines: list[Line]
    form: AttachmentForm | None


def part_of(need: Need, *, by: User, scope: Scope) -> FilesPart | None:
    """None where files of needs are switched off."""
    if not settings.ATTACHMENTS:
        return None
    form = AttachmentForm() if may_attach(need, by=by, scope=scope) else None
    return FilesPart(attachments_of(need, by=by, scope=scope), form)


@require_POST
def attach_page(request: ScopedRequest, need: str) -> HttpResponse:
    found = find_need(named(need), by=request.user, scope=request.scope)
    if wait := throttling.wait_to_import(request.user):
        return too_often(request, wait)
    form = AttachmentForm(request.POST, request.FILES)
    try:
        if not form.is_valid():
            raise BadInput(str(NO_FILE))
        file: TemporaryUploadedFile = form.cleaned_data["file"]
        attach(
            need=found,
            path=Path(file.temporary_file_path()),
            name=file.name or "",
            by=request.user,
            scope=request.scope,
            at=timezone.now(),
        )
    except (BadInput, Conflict) as error:
        messages.error(request, join([error.message, error.remedy]))
    else:
        messages.success(request, _t("The file was added."))
    return redirect("need", need=found.number)


@require_safe
def attachment_file(request: ScopedRequest, need: str, attachment: str) -> HttpResponse:
    """As something to be saved, never shown by the browser; each taking is on record."""
    found = find_need(named(need), by=request.user, scope=request.scope)
    if wait := throttling.wait_to_export(request.user):
        return too_often(request, wait)
    _row, name, content = take(
        need=found, key=uuid.UUID(attachment), by=request.user, scope=request.scope, at=timezone.now()
    )
    disposition = content_disposition_header(as_attachment=True, filename=name)
    headers = {"Content-Disposition": disposition, "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="application/octet-stream", headers=headers)


@require_POST
def remove_page(request: ScopedRequest, need: str, attachment: str) -> HttpResponse:
    found = find_need(named(need), by=request.user, scope=request.scope)
    try:
        remove(need=found, key=uuid.UUID(attachment), by=request.user, scope=request.scope, at=timezone.now())
    except Conflict as error:
        messages.error(request, join([error.message, error.remedy]))
    else:
        messages.success(request, _t("The file was removed."))
    return redirect("need", need=found.number)

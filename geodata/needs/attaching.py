"""Files added to a need: kept, listed, taken and removed. Off unless the county switches them on, and never asked for."""

import datetime as dt
import uuid
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.audit.record import record_access
from geodata.base import wording
from geodata.base.access import refuse
from geodata.base.errors import BadInput, Conflict, NotFound
from geodata.base.scope import Right, Scope
from geodata.base.sealed import Place, seal, unseal
from geodata.files.attachments import ENDINGS, LARGEST, no_kind
from geodata.files.limits import MB
from geodata.files.sandbox import attachment_apart
from geodata.jobs.files import UNFIT
from geodata.needs.attachment_models import Attachment
from geodata.needs.concept import Action
from geodata.needs.finding import may_read
from geodata.needs.models import Need
from geodata.needs.moving import locked
from geodata.needs.parts import parts_of
from geodata.needs.words import ENDED
from geodata.visits.record import as_kept

MOST = 10
"""Files of one need."""
LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Line:
    """One as the list tells it."""

    row: Attachment
    name: str
    own: bool
    """The reader has added it, and may still remove it."""


def attachments_of(need: Need, *, by: User, scope: Scope) -> list[Line]:
    """In their order, without what is in them."""
    _check_reader(need, by=by, scope=scope)
    rows = Attachment.objects.filter(need=need).select_related("by").defer("content")
    return [_line(row, need, by) for row in rows]


def may_attach(need: Need, *, by: User, scope: Scope) -> bool:
    """Whoever has a part in it, until it has ended: a large leader only reads."""
    readable = settings.ATTACHMENTS and may_read(need, by=by, scope=scope)
    return readable and need.state not in ENDED and bool(parts_of(need, scope=scope, by=by))


@transaction.atomic
def attach(*, need: Need, path: Path, name: str, by: User, scope: Scope, at: dt.datetime) -> Line:
    """A PDF, picture, workbook or document as its content says, read apart; pictures are drawn anew."""
    _check_adder(need, by=by, scope=scope)
    # Before the lock: nobody who moves the need on waits for a picture.
    kind, content = _read(path, name)
    need = locked(need)
    _check_adder(need, by=by, scope=scope)
    if Attachment.objects.filter(need=need).count() >= MOST:
        raise Conflict(_("A need takes %(most)s files.") % {"most": wording.figure(MOST)}, field="file")
    row = Attachment(need=need, kind=kind, size=len(content), by=by, at=at)
    row.sealed_name = seal(_kept_name(name).encode(), at=place_of(row.pk, "sealed_name"))
    row.content = seal(content, at=place_of(row.pk, "content"))
    row.save(force_insert=True)
    _on_record(row, need, Action.ATTACHMENT_ADDED, by=by, at=at)
    return _line(row, need, by)


def take(
    *, need: Need, key: uuid.UUID, by: User, scope: Scope, at: dt.datetime
) -> tuple[Attachment, str, bytes]:
    """The file, its name and content; each taking is on record. Raises NotFound."""
    row = _found(need, key, by=by, scope=scope)
    _on_record(row, need, Action.ATTACHMENT_TAKEN, by=by, at=at)
    return row, _name(row), unseal(bytes(row.content), at=place_of(row.pk, "content"))


@transaction.atomic
def remove(*, need: Need, key: uuid.UUID, by: User, scope: Scope, at: dt.datetime) -> None:
    """By who has added it, until the need has ended; after that it goes with the words of the need."""
    need = locked(need)
    row = _found(need, key, by=by, scope=scope)
    if row.by_id != by.pk:
        raise Conflict(_("Only who has added a file removes it."), field="attachment")
    _check_open(need)
    _on_record(row, need, Action.ATTACHMENT_REMOVED, by=by, at=at)
    row.delete()


def place_of(key: uuid.UUID, column: str) -> Place:
    return Place("geodata_attachment", column, str(key))


def _check_reader(need: Need, *, by: User, scope: Scope) -> None:
    if not may_read(need, by=by, scope=scope):
        refuse(Right.NEED)
    if not settings.ATTACHMENTS:
        raise Conflict(
            _("Files of needs are switched off on this server."),
            remedy=_("The administrator switches them on with GRIDMAP_ATTACHMENTS=1."),
        )


def _check_adder(need: Need, *, by: User, scope: Scope) -> None:
    _check_reader(need, by=by, scope=scope)
    if not parts_of(need, scope=scope, by=by):
        refuse(Right.NEED)
    _check_open(need)


def _check_open(need: Need) -> None:
    if need.state in ENDED:
        raise Conflict(_("This need has ended: its files stay as they are."), field="state", value=need.state)


def _read(path: Path, name: str) -> tuple[str, bytes]:
    if Path(name).suffix.lower() not in ENDINGS:
        raise no_kind(name)
    if path.stat().st_size > LARGEST:
        raise _too_large(name)
    kind, content = attachment_apart(path)
    if kind not in Attachment.Kind.values:
        raise no_kind(name)
    if len(content) > LARGEST:
        raise _too_large(name)
    return kind, content


def _too_large(name: str) -> BadInput:
    words = _("A file of a need has %(most)s MB at most.") % {"most": wording.figure(LARGEST // MB)}
    return BadInput(words, field="file", value=name, remedy=_("Save it smaller, and add that."))


def _kept_name(name: str) -> str:
    return UNFIT.sub("_", as_kept(name)).strip()[-LONGEST_NAME:]


def _found(need: Need, key: uuid.UUID, *, by: User, scope: Scope) -> Attachment:
    _check_reader(need, by=by, scope=scope)
    row = Attachment.objects.filter(need=need, pk=key).first()
    if row is None:
        raise NotFound(str(key))
    return row


def _name(row: Attachment) -> str:
    return unseal(bytes(row.sealed_name), at=place_of(row.pk, "sealed_name")).decode()


def _line(row: Attachment, need: Need, by: User) -> Line:
    return Line(row, _name(row), row.by_id == by.pk and need.state not in ENDED)


def _on_record(row: Attachment, need: Need, action: str, *, by: User, at: dt.datetime) -> None:
    """Never its name, which a person chose."""
    details = {"format": row.kind, "bytes": row.size}
    record_access(user=by, action=action, at=at, subject=need.number, details=details)

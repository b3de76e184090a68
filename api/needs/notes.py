"""Old notes of visits, offered to who wrote them: made into a need, or left as notes."""

import uuid

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from api.base.schema import VISIT, documented
from api.base.serializers import Query
from api.base.views import View
from api.needs.input import NoteIn
from api.needs.output import NeedOut, OldNotesOut
from api.needs.views import answer
from api.web.access import who
from geodata.base import periods
from geodata.base.scope import Right
from geodata.needs.models import Need
from geodata.needs.moving import BESIDE
from geodata.needs.notes import Chosen, leave_note, make_need_of, old_notes


class OldNotesOffered(View):
    right = Right.NEED

    @documented("old_notes", _("Old notes of your visits that may be needs"), {200: OldNotesOut})
    def get(self, request: Request) -> Response:
        """Those that you wrote in the year before the update, for thirty days after it; no need is made by itself."""
        Query.read(request)
        notes = old_notes(by=who(request), scope=self.scope, on=periods.today())
        return Response(OldNotesOut({"results": notes}).data)


class NeedOfNote(View):
    right = Right.NEED

    @documented(
        "need_of_note",
        _("Make a need of an old note"),
        {200: NeedOut, 201: NeedOut},
        body=NoteIn,
        path=[VISIT],
        problems=[404, 409],
    )
    def post(self, request: Request, visit: uuid.UUID) -> Response:
        """Its text is the note, which stays; it is raised on the day of the visit. 200 when the same was sent before."""
        Query.read(request)
        by, now = who(request), timezone.now()
        chosen = Chosen(**NoteIn.read(request))
        need, new = make_need_of(
            visit=visit, chosen=chosen, by=by, scope=self.scope, at=now, today=periods.today()
        )
        found = Need.objects.select_related(*BESIDE).get(pk=need.pk)
        return answer(found, self.scope, by, now, status=201 if new else 200)


class LeaveNote(View):
    right = Right.NEED

    @documented("leave_note", _("Leave an old note a note"), {204: None}, path=[VISIT], problems=[404, 409])
    def post(self, request: Request, visit: uuid.UUID) -> Response:
        """It is offered no more."""
        Query.read(request)
        leave_note(visit=visit, by=who(request), scope=self.scope, today=periods.today())
        return Response(status=204)

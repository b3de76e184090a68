"""Gap reports: the editions, one with its figures, what is known otherwise since, and jobs that make them and their files."""

import uuid

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from api.base.paging import next_page
from api.base.schema import EDITION, documented
from api.base.serializers import Query
from api.base.views import View
from api.jobs.output import OneJob
from api.jobs.views import own_job
from api.reports.input import EditionFileIn, EditionIn, EditionsQuery, RevisionQuery
from api.reports.output import FORGOTTEN, EditionOut, EditionsOut, RevisionOut, line, revision_out, whole
from api.web.access import visible_area, who
from geodata.base import periods
from geodata.base.scope import Right
from geodata.jobs.models import Job
from geodata.reports.finding import editions_of, find_edition, recompute
from geodata.reports.revising import revise
from geodata.reports.starting import start_edition, start_file
from geodata.reports.telling import headline_of


class OfReports(View):
    """For whoever takes lists away, with details and counts: an edition tells small counts."""

    right = Right.EXPORT

    def begun(self, request: Request, job: Job) -> Response:
        return Response(OneJob(own_job(request, job.pk)).data, status=202)


class Reports(OfReports):
    @documented(
        "reports", _("Editions of the gap report"), {200: EditionsOut}, query=EditionsQuery, problems=[404]
    )
    def get(self, request: Request) -> Response:
        """Of areas that you hold whole, the latest first."""
        asked = EditionsQuery.read(request)
        start, limit = asked["start"], asked["limit"]
        if code := asked.get("area", ""):
            visible_area(self.scope, code, on=periods.today(), field="area", right=Right.EXPORT)
        found = list(editions_of(self.scope, code)[start : start + limit + 1])
        more = start + limit if len(found) > limit else None
        told = {"results": map(line, found[:limit]), "next": next_page(request, start=more)}
        return Response(EditionsOut(told).data)

    @documented("make_report", _("Make a gap report"), {202: OneJob}, body=EditionIn, problems=[404, 409])
    def post(self, request: Request) -> Response:
        """A new edition of today, with PDF, DOCX and XLSX, as a job: its `result` names the page of the edition, its `files` are the documents."""
        Query.read(request)
        asked = EditionIn.read(request)
        job = start_edition(
            asked["area"],
            names=asked["names"],
            by=who(request),
            scope=self.scope,
            at=timezone.now(),
            request_id=request.META.get("REQUEST_ID", ""),
        )
        return self.begun(request, job)


class OneEdition(OfReports):
    @documented("edition", _("One edition"), {200: EditionOut}, path=[EDITION], problems=[404])
    def get(self, request: Request, edition: uuid.UUID) -> Response:
        """As it was told: its figures never change."""
        Query.read(request)
        found = find_edition(edition, self.scope)
        return Response(EditionOut(whole(found, headline_of(found))).data)


class Revisions(OfReports):
    @documented(
        "edition_revision",
        _("What is known otherwise since an edition"),
        {200: RevisionOut},
        query=RevisionQuery,
        path=[EDITION],
        problems=[404],
    )
    def get(self, request: Request, edition: uuid.UUID) -> Response:
        """Its figures worked out again, those of its day as known now, and household by household why."""
        asked = RevisionQuery.read(request)
        found = find_edition(edition, self.scope)
        if not found.parts.exists():
            return Response(RevisionOut(FORGOTTEN).data)
        again, revision, limit = recompute(found), revise(found), asked["limit"]
        listed = revision.listed(limit + 1, after=asked.get("after", 0))
        more = listed[limit - 1].household_id if len(listed) > limit else None
        told = revision_out(revision, listed[:limit], found, self.scope) | {
            "numbers": again.numbers,
            "differing": again.differing,
            "next": next_page(request, after=more),
        }
        return Response(RevisionOut(told).data)


class EditionFiles(OfReports):
    @documented(
        "edition_files",
        _("Make a file of an edition"),
        {202: OneJob},
        body=EditionFileIn,
        path=[EDITION],
        problems=[404, 409],
    )
    def post(self, request: Request, edition: uuid.UUID) -> Response:
        """As a job, whose `files` hold it."""
        Query.read(request)
        asked = EditionFileIn.read(request)
        job = start_file(
            find_edition(edition, self.scope),
            **asked,
            by=who(request),
            at=timezone.now(),
            request_id=request.META.get("REQUEST_ID", ""),
        )
        return self.begun(request, job)

"""Slips: one-time links for the people of a village who have no password."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.base.fields import CodeField
from api.base.schema import documented
from api.base.serializers import Body, Query
from api.base.views import View
from api.jobs.output import OneJob
from api.jobs.views import own_job
from api.web.access import who
from geodata.base import periods
from geodata.base.access import require
from geodata.base.errors import NotFound
from geodata.base.scope import Right, Scope
from geodata.contacts.slips import counts
from geodata.papers.slips import ask_for_slips
from geodata.posts.queries import areas_of
from geodata.territory.models import Area


class SlipsQuery(Query):
    village = CodeField(help_text=_("The code of the village."))


class SlipsIn(Body):
    village = CodeField(help_text=_("The code of the village."))
    again = serializers.BooleanField(
        default=False, help_text=_("Also replace links that are still valid: the earlier ones end.")
    )


class SlipCounts(serializers.Serializer[object]):
    without = serializers.IntegerField(help_text=_("No password and no link yet."))
    expired = serializers.IntegerField(help_text=_("No password, and the link has expired."))
    waiting = serializers.IntegerField(help_text=_("No password, and the link is still valid."))
    signs_in = serializers.IntegerField(help_text=_("They have a password, or sign in through the county."))


class AccountSlips(View):
    @documented(
        "account_slips",
        _("Who of a village needs a slip"),
        {200: SlipCounts},
        query=SlipsQuery,
        problems=[404],
    )
    def get(self, request: Request) -> Response:
        """Accounts of the village by what a slip would do for them."""
        village = _village(self.scope, SlipsQuery.read(request)["village"])
        at = timezone.now()
        return Response(SlipCounts(counts(village=village, scope=self.scope, at=at, on=periods.today())).data)

    @documented(
        "make_account_slips", _("Make slips of a village"), {202: OneJob}, body=SlipsIn, problems=[404, 409]
    )
    def post(self, request: Request) -> Response:
        """A one-time link for everybody of the village who has no password, as a PDF made by a job.

        Its file is given out once, to whoever asked, within 24 hours: see `once_until`, and POST to its address.
        """
        Query.read(request)
        body, at = SlipsIn.read(request), timezone.now()
        job = ask_for_slips(
            village=_village(self.scope, body["village"]),
            again=body["again"],
            root=request.build_absolute_uri("/"),
            by=who(request),
            scope=self.scope,
            at=at,
            on=periods.today(),
        )
        return Response(OneJob(own_job(request, job.pk)).data, status=202)


def _village(scope: Scope, code: str) -> Area:
    """Of the areas whose accounts somebody with that scope looks after."""
    if not (scope.may(Right.APPOINT) or scope.may(Right.ACCOUNTS)):
        require(scope, Right.APPOINT)
    area = areas_of(scope).on(periods.today()).filter(code=code).first()
    if area is None:
        raise NotFound(code, field="village", value=code)
    return area

"""Contact members, and setting a household's contact."""

import datetime as dt

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from api.base.schema import TOKEN, documented
from api.base.serializers import Query
from api.base.views import View
from api.contacts.input import ContactIn, MemberIn, MembersQuery
from api.contacts.output import ContactMade, MemberRow, Members
from api.web.access import visible_area, who
from geodata.base import periods
from geodata.base.access import require
from geodata.base.errors import BadInput
from geodata.base.scope import Right, Scope
from geodata.contacts.assigning import set_contact
from geodata.contacts.members import able_members, members_of
from geodata.contacts.membership import Joining, branches_for, join_member
from geodata.contacts.models import Member
from geodata.people.access import find_household
from geodata.territory.models import Area


class Contact(View):
    right = Right.LINK

    @documented(
        "contact",
        _("Assign a contact to a household"),
        {201: ContactMade},
        body=ContactIn,
        path=[TOKEN],
        problems=[404, 409],
    )
    def post(self, request: Request, token: str) -> Response:
        """From today on this member looks after the household; a former first contact ends."""
        household = find_household(token, scope=self.scope, right=Right.LINK)
        Query.read(request)
        body = ContactIn.read(request)
        member = _member(self.scope.to(Right.LINK), body["member"])
        link = set_contact(
            household=household, member=member, by=who(request), on=periods.today(), primary=body["primary"]
        )
        return Response(ContactMade(link).data, status=201)


class MembersOfVillage(View):
    right = Right.LINK

    @documented(
        "members", _("Members who are able to help"), {200: Members}, query=MembersQuery, problems=[404]
    )
    def get(self, request: Request) -> Response:
        """Members of a village who are able to help, those with most room first; or all of them by name."""
        query = MembersQuery.read(request)
        code = query["village"]
        on = periods.today()
        village = _village(self.scope, code, right=Right.LINK, on=on)
        everybody = members_of(self.scope.to(Right.LINK), under=code, on=on)
        members = everybody if query["all"] else able_members(village=village, on=on)
        return Response({"village": code, "results": [MemberRow(member).data for member in members]})

    @documented(
        "join_member", _("Add a contact member"), {201: MemberRow}, body=MemberIn, problems=[404, 409]
    )
    def post(self, request: Request) -> Response:
        """For whoever opens accounts in the village: someone with an account joins, or someone new, who gets one."""
        Query.read(request)
        require(self.scope, Right.APPOINT)
        told, on = MemberIn.read(request), periods.today()
        village = _village(self.scope, told.pop("village"), right=Right.APPOINT, on=on)
        branch = branches_for(village).filter(name=told.pop("branch")).first()
        joining = Joining(village=village, branch=branch.pk if branch else 0, **told)
        member = join_member(joining=joining, by=who(request), scope=self.scope, on=on)
        member.load = 0  # type: ignore[attr-defined]
        return Response(MemberRow(member).data, status=201)


def _village(scope: Scope, code: str, *, right: Right, on: dt.date) -> Area:
    village = visible_area(scope, code, right=right, on=on, field="village")
    if village.level != Area.Level.VILLAGE:
        raise BadInput(
            gettext("This is not a village."),
            field="village",
            value=code,
            remedy=gettext("Enter the 12 digits of a village."),
        )
    return village


def _member(scope: Scope, pk: int) -> Member:
    """A member of a village of the scope; another one is as unknown as none."""
    member = Member.objects.filter(pk=pk, village__in=scope.villages).first()
    if member is None:
        raise BadInput(
            gettext("There is no such member."),
            field="member",
            value=pk,
            remedy=gettext("Choose one of those in members/."),
        )
    return member

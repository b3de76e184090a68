"""Contact members, and setting a household's contact."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from api.permissions import visible_area, visible_household, who
from api.schema import TOKEN, documented
from api.serializers.base import Query
from api.serializers.contacts import ContactBody, ContactMade, MemberRow, Members, MembersQuery
from api.views.base import View
from geodata import periods
from geodata.contacts.linking import set_contact
from geodata.contacts.members import able_members, members_of
from geodata.contacts.models import Member
from geodata.errors import BadInput
from geodata.territory.models import Area
from geodata.territory.scope import Right, Scope


class Contact(View):
    right = Right.LINK

    @documented(
        "contact",
        _("Set the contact of a household"),
        {201: ContactMade},
        body=ContactBody,
        path=[TOKEN],
        problems=[404, 409],
    )
    def post(self, request: Request, token: str) -> Response:
        """From today on this member looks after the household; a former first contact ends."""
        household = visible_household(self.scope, token, right=Right.LINK)
        Query.read(request)
        told = ContactBody.read(request)
        member = _member(self.scope.to(Right.LINK), told["member"])
        link = set_contact(
            household=household, member=member, by=who(request), on=periods.today(), primary=told["primary"]
        )
        return Response(ContactMade(link).data, status=201)


class MembersOfVillage(View):
    right = Right.LINK

    @documented(
        "members", _("Members who are able to help"), {200: Members}, query=MembersQuery, problems=[404]
    )
    def get(self, request: Request) -> Response:
        """Members of a village who are able to help, those with most room first; or all of them by name."""
        asked = MembersQuery.read(request)
        code = asked["village"]
        on = periods.today()
        village = visible_area(self.scope, code, right=Right.LINK, on=on, field="village")
        if village.level != Area.Level.VILLAGE:
            raise BadInput(
                gettext("This is not a village."),
                field="village",
                value=code,
                remedy=gettext("Give the 12 digits of a village."),
            )
        everybody = members_of(self.scope.to(Right.LINK), under=code, on=on)
        found = everybody if asked["all"] else able_members(village=village, on=on)
        return Response({"village": code, "results": [MemberRow(member).data for member in found]})


def _member(scope: Scope, pk: int) -> Member:
    """A member of a village of the scope; another one is as unknown as none."""
    found = Member.objects.filter(pk=pk, village__in=scope.villages).first()
    if found is None:
        raise BadInput(
            gettext("There is no such member."),
            field="member",
            value=pk,
            remedy=gettext("Choose one of those in members/."),
        )
    return found

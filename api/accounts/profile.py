"""Who am I, and what may I do?"""

from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from api.accounts.output import Me
from api.base.schema import documented
from api.base.serializers import Query
from api.base.views import View
from api.web.access import who
from geodata.base import periods
from geodata.base.scope import Right
from geodata.posts.models import Post


class Myself(View):
    @documented("me", _("Who am I, and what may I do?"), {200: Me})
    def get(self, request: Request) -> Response:
        """The user, today's duties, and what they allow."""
        Query.read(request)
        user, on = who(request), periods.today()
        scope = self.scope
        profile = {
            "username": user.username,
            "name": user.name,
            "on": on,
            "posts": Post.objects.on(on)
            .filter(user=user)
            .select_related("area")
            .order_by("kind", "area__code"),
            "scope": {"codes": scope.codes, "households": len(scope.households)},
            "rights": [right for right in Right if scope.may(right)],
        }
        return Response(Me(profile).data)

"""/households/<token>/everything.pdf: all that is held about one household, to be handed to it."""

from django.http import FileResponse, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from api.web import throttling
from geodata.base.access import require
from geodata.base.scope import Right
from geodata.exports.everything import everything
from geodata.papers.everything import pages
from geodata.papers.pdf import MEDIA_TYPE
from gridmap.error_pages import too_often
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.downloads import download
from gridmap.tokens import takes_token


@takes_token
@require_safe
def household_file(request: ScopedRequest, token: str) -> HttpResponse | FileResponse:
    """Counted before it is read: the entry on record tells of a file that was made."""
    require(request.scope, Right.DETAILS)
    if wait := throttling.wait_to_export(request.user):
        return too_often(request, wait)
    at = timezone.localtime()
    told = everything(token, by=request.user, scope=request.scope, at=at)
    name = f"{_('Everything held about one household')}_{told.household.number}.pdf"
    pdf = pages(told, by=request.user.name, at=at)
    return download(name, MEDIA_TYPE, lambda target: target.write(pdf))

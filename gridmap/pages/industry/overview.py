"""/industry/: figures of villages within a year, and where no enterprise stands beside one."""

import datetime as dt

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from geodata.base import periods
from geodata.base.access import require
from geodata.base.scope import Right
from geodata.industry import summary
from geodata.industry.words import Topic
from gridmap.middleware import ScopedRequest
from gridmap.pages.industry.boards import BOARDS

YEAR = dt.timedelta(days=365)


@require_safe
def industry_page(request: ScopedRequest) -> HttpResponse:
    require(request.scope, Right.REGISTER)
    on = periods.today()
    days = {"first": on - YEAR, "last": on, "on": on}
    topics = summary.by_topic(request.scope, None, **days)
    context = {
        "villages": summary.by_village(request.scope, None, **days),
        "without": summary.without_enterprise(request.scope, None, on=on),
        "topics": [(Topic(topic).label, n, persons) for topic, n, persons in topics],
        "products": summary.by_product(request.scope, None, **days),
        "incomes": summary.differences(request.scope, None, on=on),
        "boards": [(reverse(kind), board.title) for kind, board in BOARDS.items()],
    }
    return render(request, "industry/overview.html", context)

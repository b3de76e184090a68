"""/first-steps/: from an empty installation to its first coverage map."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from geodata.base import periods
from geodata.base.access import require
from geodata.base.scope import Right
from geodata.posts.models import Post
from geodata.setup.steps import stands
from geodata.territory.models import Area
from gridmap.middleware import ScopedRequest, in_force


@require_safe
def first_steps_page(request: ScopedRequest) -> HttpResponse:
    """For the administrator, as long as there is one: what is done, what is next, and where."""
    require(request.scope, Right.ACCOUNTS)
    on, scope = periods.today(), in_force(request)
    labels = dict(Post.Kind.choices)
    context = {
        "county": Area.objects.on(on).level(Area.Level.COUNTY).order_by("code").first(),
        "offices": [(kind.value, kind.label) for kind in (Post.Kind.COUNTY_OFFICER, Post.Kind.PLANNER)],
        "steps": [
            {
                "stand": stand,
                "label": stand.step.label,
                "own": scope.may(stand.step.right)
                or (stand.step.right == Right.APPOINT and scope.may(Right.ACCOUNTS)),
                "who": labels[Post.Kind(stand.step.kind)],
            }
            for stand in stands(on=on)
        ],
    }
    return render(request, "setup/first_steps.html", context)

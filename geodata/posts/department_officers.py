"""Officers whose department is not known: appointed before departments were recorded. They count areas and no more."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.audit.record import record_access
from geodata.base.errors import Conflict, NotAllowed
from geodata.base.scope import Scope
from geodata.posts.appointing import check_department, may_appoint
from geodata.posts.concept import Action
from geodata.posts.departments import Department
from geodata.posts.models import Post, PostQuerySet
from geodata.posts.queries import held, posts_of


def without_department(scope: Scope, *, on: dt.date) -> PostQuerySet:
    """Department officers of that day or later for whom an office still has to say in which department they work."""
    officers = posts_of(scope).filter(kind=Post.Kind.DEPARTMENT_OFFICER, department=None)
    return held(officers, on=on).order_by("area__code", "user__name", "pk")


@transaction.atomic
def say_department(
    *, post: Post, department: Department, on: dt.date, scope: Scope, by: User | None = None
) -> Post:
    """In which department, that is there on that day, the officer works. Raises Conflict where it is known: another one is another post."""
    post = Post.objects.select_for_update().get(pk=post.pk)
    if not may_appoint(scope, kind=post.kind, area=post.area):
        raise NotAllowed(_("You do not have permission to fill this post."), field="kind", value=post.kind)
    if post.department_id is not None:
        raise Conflict(
            _("The department of this officer is already known."),
            field="department",
            remedy=_("End this post, and fill the post of the other department."),
        )
    check_department(kind=post.kind, area=post.area, department=department, on=on)
    post.department = department
    post.save(update_fields=["department"])
    if by:
        details = {"department": department.code, "area": department.area.code}
        record_access(user=by, action=Action.DEPARTMENT_SAID, subject=post.user.username, details=details)
    return post

"""Who somebody is to a project, by the posts of the day: offices lead, the department builds, the village proposes."""

from collections.abc import Iterator

from geodata.base.scope import Right, Scope
from geodata.posts.models import Post
from geodata.projects.words import Part

K = Post.Kind
OFFICES = frozenset({K.TOWNSHIP_OFFICER.value, K.COUNTY_OFFICER.value})
VILLAGE = frozenset({K.VILLAGE_OFFICER.value, K.MEDIUM_LEADER.value, K.CADRE.value})


def parts_at(scope: Scope, *, code: str, department: int | None) -> frozenset[Part]:
    """In an area of that code, of a project that the department builds. Large leaders and contact members are nobody here."""
    return frozenset(_parts(scope, code, department))


def _parts(scope: Scope, code: str, department: int | None) -> Iterator[Part]:
    for grant in scope.grants:
        if grant.code and code.startswith(grant.code):
            if grant.kind in OFFICES and Right.DISPATCH in grant.rights:
                yield Part.OFFICE
            if grant.kind in VILLAGE and Right.NEED in grant.rights and not grant.grids:
                yield Part.VILLAGE
            if department in grant.departments and Right.UNIT in grant.rights:
                yield Part.DEPARTMENT

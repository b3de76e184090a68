"""How views describe themselves for OpenAPI: one decorator, the two ways to sign in, and shared shapes."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension, OpenApiSerializerFieldExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema

from api.base.problems import Problem
from api.base.renderers import AnyFile, GeoJson, Json
from api.base.serializers import Query
from api.web.errors import MEDIA_TYPE, TITLES

TOKEN = OpenApiParameter(
    "token",
    {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,32}$"},
    OpenApiParameter.PATH,
    description=_("The token of a household."),
)
CODE = OpenApiParameter(
    "code",
    {"type": "string", "pattern": "^[0-9]{2,15}$"},
    OpenApiParameter.PATH,
    description=_("The code of an area."),
)
BYTES = OpenApiTypes.BINARY

JOB = OpenApiParameter("job", OpenApiTypes.UUID, OpenApiParameter.PATH, description=_("The id of a job."))
FILE = OpenApiParameter("file", OpenApiTypes.UUID, OpenApiParameter.PATH, description=_("The id of a file."))
SAVED = OpenApiParameter(
    "saved", OpenApiTypes.UUID, OpenApiParameter.PATH, description=_("The id of a saved view.")
)

VISIT = OpenApiParameter(
    "visit",
    {"type": "string", "format": "uuid"},
    OpenApiParameter.PATH,
    description=_("The client id of a visit."),
)
HELD = OpenApiParameter(
    "held",
    {"type": "string", "format": "uuid"},
    OpenApiParameter.PATH,
    description=_("The client id of a visit that was submitted."),
)
NEED = OpenApiParameter(
    "need",
    {"type": "string", "format": "uuid"},
    OpenApiParameter.PATH,
    description=_("The client id of a need."),
)
CAMPAIGN = OpenApiParameter(
    "campaign",
    {"type": "string", "format": "uuid"},
    OpenApiParameter.PATH,
    description=_("The id of a roll-call."),
)
PROJECT = OpenApiParameter(
    "project",
    {"type": "string", "format": "uuid"},
    OpenApiParameter.PATH,
    description=_("The id of a livelihood project."),
)
MEETING = OpenApiParameter(
    "meeting",
    {"type": "string", "format": "uuid"},
    OpenApiParameter.PATH,
    description=_("The id of a meeting."),
)
EDITION = OpenApiParameter(
    "edition",
    {"type": "string", "format": "uuid"},
    OpenApiParameter.PATH,
    description=_("The id of an edition of the gap report."),
)
PLACE_TASK = OpenApiParameter(
    "task",
    {"type": "string", "format": "uuid"},
    OpenApiParameter.PATH,
    description=_("The id of a task at a place."),
)
ORDER = OpenApiParameter(
    "order",
    {"type": "string", "format": "uuid"},
    OpenApiParameter.PATH,
    description=_("The client id of an order."),
)
TEAM = OpenApiParameter(
    "number",
    {"type": "string", "pattern": "^[0-9]{1,9}$"},
    OpenApiParameter.PATH,
    description=_("The id of a team."),
)
INDUSTRY = OpenApiParameter(
    "number",
    {"type": "string", "pattern": "^[0-9]{1,9}$"},
    OpenApiParameter.PATH,
    description=_("The id of a row of industry."),
)
ATTACHMENT = OpenApiParameter(
    "attachment",
    OpenApiTypes.UUID,
    OpenApiParameter.PATH,
    description=_("The id of a file of a need, as the list tells it."),
)
SUPERVISION = OpenApiParameter(
    "number",
    {"type": "string", "pattern": "^[0-9]{1,9}$"},
    OpenApiParameter.PATH,
    description=_("The id of a supervision, as the need tells it."),
)
ASSIGNMENT = OpenApiParameter(
    "number",
    {"type": "string", "pattern": "^[0-9]{1,9}$"},
    OpenApiParameter.PATH,
    description=_("The id of an assignment."),
)
POLICY = OpenApiParameter(
    "policy",
    {"type": "string", "pattern": "^[a-z][a-z0-9_]{2,39}$"},
    OpenApiParameter.PATH,
    description=_("The code of a policy."),
)
VERSION = OpenApiParameter(
    "number",
    {"type": "string", "pattern": "^[0-9]{1,4}$"},
    OpenApiParameter.PATH,
    description=_("The number of a version."),
)
IMPORT = OpenApiParameter(
    "number",
    {"type": "string", "pattern": "^[0-9]{1,9}$"},
    OpenApiParameter.PATH,
    description=_("The number of an import."),
)
IF_MATCH = OpenApiParameter(
    "If-Match",
    {"type": "string"},
    OpenApiParameter.HEADER,
    description=_("The ETag of the version that is changed."),
)
IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match",
    {"type": "string"},
    OpenApiParameter.HEADER,
    description=_("The ETag of the response that you hold: 304 if it is still the same."),
)
PLAN = OpenApiParameter(
    "number",
    {"type": "string", "pattern": "^[0-9]{1,9}$"},
    OpenApiParameter.PATH,
    description=_("The number of a boundary plan."),
)
CHANGE = OpenApiParameter(
    "number",
    {"type": "string", "pattern": "^[0-9]{1,9}$"},
    OpenApiParameter.PATH,
    description=_("The number of a change of the register."),
)

ENTITLEMENT = OpenApiParameter(
    "number",
    {"type": "string", "pattern": "^[0-9]{1,9}$"},
    OpenApiParameter.PATH,
    description=_("The number of an entitlement."),
)

ENTITLEMENT_LIST = OpenApiParameter(
    "number",
    {"type": "string", "pattern": "^[0-9]{1,9}$"},
    OpenApiParameter.PATH,
    description=_("The number of a list that was compared."),
)
LIST_LINE = OpenApiParameter(
    "number",
    {"type": "string", "pattern": "^[0-9]{1,9}$"},
    OpenApiParameter.PATH,
    description=_("The id of a line, as its list tells it."),
)

NUMBER = OpenApiParameter(
    "number",
    {"type": "string", "pattern": "^[0-9]{1,9}$"},
    OpenApiParameter.PATH,
    description=_("The number of a member or a step."),
)

DEPARTMENT = OpenApiParameter(
    "number",
    {"type": "string", "pattern": "^[0-9]{1,9}$"},
    OpenApiParameter.PATH,
    description=_("The number of a department."),
)

TOKEN_NUMBER = OpenApiParameter(
    "number",
    {"type": "string", "pattern": "^[0-9]{1,9}$"},
    OpenApiParameter.PATH,
    description=_("The number of an API token."),
)

EXAMPLE = OpenApiExample(
    "problem",
    {
        "type": "urn:gridmap:problem:bad-input",
        "title": "Something in the request is not right",
        "status": 400,
        "detail": "This is not a whole number from 1 to 366.",
        "instance": "/api/v1/coverage/",
        "request_id": "0f3c9a1be2d44c57",
        "errors": [
            {
                "field": "window",
                "value": "400",
                "message": "This is not a whole number from 1 to 366.",
                "remedy": "Write it in digits.",
            }
        ],
    },
    status_codes=["400"],
    media_type=MEDIA_TYPE,
)


def documented(
    name: str,
    summary: Promise | str,
    answers: Mapping[int, Any],
    *,
    query: type[Query] | None = None,
    body: Any = None,
    path: Iterable[OpenApiParameter] = (),
    problems: Iterable[int] = (),
    geojson: Any = None,
    unchanged: bool = False,
    binary: bool = False,
    sent: Mapping[str, Any] | None = None,
) -> Callable[[Any], Any]:
    """Describe one method: its answers as JSON, of status 200 as GeoJSON too or, if `binary`, as a file; and its problems.

    `unchanged`: 304 is said to whoever holds the answer (unchanged.py). `sent` are the media types of a file that is the body, each with its shape: BYTES, or what its JSON says.
    """
    statuses = sorted({400, 401, 403, 406, 429, 500, 503, *problems, *([413, 415] if body or sent else [])})
    # A client that asks for nothing in particular is answered as the first: JSON, or the file.
    responses: dict[Any, Any] = {(200, AnyFile.media_type): BYTES} if binary else {}
    for status, shape in answers.items():
        responses[(status, Json.media_type) if shape else status] = shape
    if unchanged:
        responses[304] = None
    if geojson:
        responses[200, GeoJson.media_type] = geojson
    for status in statuses:
        responses[status, MEDIA_TYPE] = OpenApiResponse(Problem, description=TITLES[status][1])
    return extend_schema(
        operation_id=name,
        summary=summary,
        parameters=[*path, *([query] if query else []), *([IF_NONE_MATCH] if unchanged else [])],
        request=sent or ({Json.media_type: body} if body else None),
        responses=responses,
        examples=[EXAMPLE],
    )


class WholeNumber(OpenApiSerializerFieldExtension):  # type: ignore[no-untyped-call]
    target_class = "api.base.fields.WholeField"

    def map_serializer_field(self, auto_schema: AutoSchema, direction: str) -> dict[str, Any]:
        return {"type": "integer", "minimum": self.target.least, "maximum": self.target.most}


class BearerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "api.authentication.Bearer"
    name = "bearer"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}


class SessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "api.authentication.Session"
    name = "session"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        return {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}

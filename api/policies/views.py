"""The catalogue of policies, their versions, the moves of each, and the trial of what is still written."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from api.base.paging import next_page
from api.base.schema import IF_MATCH, POLICY, VERSION, documented
from api.base.serializers import Query
from api.base.views import View
from api.policies.input import ContentIn, PoliciesQuery, PolicyIn, PolicyMoveIn, named_and_content
from api.policies.output import PoliciesOut, PolicyOut, TrialOut, VersionOut, policy_line, trial_line
from api.web.access import who
from api.web.etags import stamped, version_of
from geodata.base import periods
from geodata.base.errors import NotFound
from geodata.base.scope import Right
from geodata.policies import writing
from geodata.policies.finding import Asked, catalogue, find_policy, find_version
from geodata.policies.models import PolicyVersion
from geodata.policies.moving import move_version, offered
from geodata.policies.trial import trial_of, try_version

CHANGING = [404, 409, 412, 428]


class Told(View):
    """What versions have in common."""

    def told(self, request: Request, version: PolicyVersion, *, status: int = 200) -> Response:
        version.offered = offered(version, by=who(request), scope=self.scope)  # type: ignore[attr-defined]
        return stamped(Response(VersionOut(version).data, status=status), version.version)


class Policies(Told):
    @documented("policies", _("The catalogue of policies"), {200: PoliciesOut}, query=PoliciesQuery)
    def get(self, request: Request) -> Response:
        """What holds or held where you are, and what you may write; by department and code."""
        asked = PoliciesQuery.read(request)
        start, limit = asked.pop("after", 0), asked.pop("limit")
        found = catalogue(Asked(**asked), scope=self.scope, on=periods.today())
        more = start + limit if len(found) > start + limit else None
        rows = [policy_line(line) for line in found[start : start + limit]]
        return Response(PoliciesOut({"results": rows, "next": next_page(request, after=more)}).data)

    @documented("draft_policy", _("Draft a policy"), {201: VersionOut}, body=PolicyIn, problems=[404, 409])
    def post(self, request: Request) -> Response:
        """Its first version with it, for one's own department or, in the county's office, for any. It holds for nobody yet."""
        Query.read(request)
        named, content = named_and_content(PolicyIn.read(request))
        made = writing.draft_policy(
            named=writing.Named(**named),
            content=writing.Content(**content),
            by=who(request),
            scope=self.scope,
            at=timezone.now(),
        )
        return self.told(request, made, status=201)


class OnePolicy(View):
    @documented("policy", _("One policy"), {200: PolicyOut}, path=[POLICY], problems=[404])
    def get(self, request: Request, policy: str) -> Response:
        """With its versions and the days on which each held."""
        Query.read(request)
        return Response(
            PolicyOut(policy_line(find_policy(policy, scope=self.scope, on=periods.today()))).data
        )


class PolicyVersions(Told):
    right = Right.POLICY

    @documented(
        "draft_policy_version",
        _("Draft a further version"),
        {201: VersionOut},
        body=ContentIn,
        path=[POLICY],
        problems=[404, 409],
    )
    def post(self, request: Request, policy: str) -> Response:
        """One at a time: what is being written already is gone on with."""
        Query.read(request)
        find_policy(policy, scope=self.scope, on=periods.today())
        content = writing.Content(**ContentIn.read(request))
        told: dict[str, Any] = {"by": who(request), "scope": self.scope, "at": timezone.now()}
        return self.told(request, writing.draft_version(code=policy, content=content, **told), status=201)


class OneVersion(Told):
    @documented(
        "policy_version",
        _("One version of a policy"),
        {200: VersionOut},
        path=[POLICY, VERSION],
        problems=[404],
    )
    def get(self, request: Request, policy: str, number: str) -> Response:
        """Whole, with its rule as a tree and in words."""
        Query.read(request)
        return self.told(request, find_version(policy, int(number), scope=self.scope, on=periods.today()))

    @documented(
        "change_policy_version",
        _("Change a draft"),
        {200: VersionOut},
        body=ContentIn,
        path=[POLICY, VERSION, IF_MATCH],
        problems=CHANGING,
    )
    def put(self, request: Request, policy: str, number: str) -> Response:
        """All of what it says. Whoever changes it has written it, and does not put it in force."""
        Query.read(request)
        find_version(policy, int(number), scope=self.scope, on=periods.today())
        content, seen = writing.Content(**ContentIn.read(request)), version_of(request)
        done = writing.change_version(
            code=policy, number=int(number), content=content, seen=seen, by=who(request), scope=self.scope, at=timezone.now()
        )  # fmt: skip
        return self.told(request, done)


class PolicyMoves(Told):
    @documented(
        "move_policy_version",
        _("Move a version on"),
        {200: VersionOut},
        body=PolicyMoveIn,
        path=[POLICY, VERSION, IF_MATCH],
        problems=CHANGING,
    )
    def post(self, request: Request, policy: str, number: str) -> Response:
        """Checked by its own examples, back to the draft, put in force from a day on by the county's office (never by whoever
        wrote it), or ended.
        """
        Query.read(request)
        today = periods.today()
        find_version(policy, int(number), scope=self.scope, on=today)
        told, seen = PolicyMoveIn.read(request), version_of(request)
        done = move_version(
            told["move"], code=policy, number=int(number), day=told["day"], seen=seen, by=who(request), scope=self.scope,
            at=timezone.now(), today=today,
        )  # fmt: skip
        return self.told(request, done)


class PolicyTrialView(View):
    right = Right.POLICY

    @documented(
        "policy_trial", _("The trial of a version"), {200: TrialOut}, path=[POLICY, VERSION], problems=[404]
    )
    def get(self, request: Request, policy: str, number: str) -> Response:
        """The last one; 404 where none was asked for."""
        Query.read(request)
        version = find_version(policy, int(number), scope=self.scope, on=periods.today())
        trial = trial_of(version, scope=self.scope)
        if trial is None:
            raise NotFound(f"{policy}/{number}", field="version", value=int(number))
        return Response(TrialOut(trial_line(trial)).data)

    @documented(
        "try_policy_version",
        _("Try a version before it holds"),
        {202: TrialOut},
        path=[POLICY, VERSION],
        problems=[404, 409],
    )
    def post(self, request: Request, policy: str, number: str) -> Response:
        """Workers count of how many households its rule says yes, no and unknown, and what would become otherwise."""
        Query.read(request)
        trial = try_version(
            code=policy,
            number=int(number),
            by=who(request),
            scope=self.scope,
            at=timezone.now(),
            on=periods.today(),
        )
        return Response(TrialOut(trial_line(trial)).data, status=202)

"""Who fetches what is published: a program with a token of its own, which opens nothing else."""

import hashlib

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from api.authentication import KEYWORD, bearer_of


class Collector(BaseAuthentication):
    """`Authorization: Bearer …`, of a token whose SHA-256 the settings name. No account comes of it."""

    def authenticate(self, request: Request) -> tuple[AnonymousUser, str] | None:
        token = bearer_of(request)
        if token is None:
            return None
        name = settings.COLLECTORS.get(hashlib.sha256(token.encode()).hexdigest())
        if name is None:
            raise AuthenticationFailed(gettext("This is not the token of a collector."))
        return AnonymousUser(), name

    def authenticate_header(self, request: Request) -> str:
        return f'{KEYWORD} realm="gridmap"'


class Collecting(BasePermission):
    """A collector, and nobody else: an account reads coverage at its own address."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        return isinstance(request.auth, str)


class CollectorScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = Collector
    name = "collector"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}

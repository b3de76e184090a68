"""Pages kept with their question under a name: one's own, and those that are shared with one's posts."""

import uuid
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.base.fields import CodeField, TextField
from api.base.schema import SAVED, documented
from api.base.serializers import Body, Query
from api.base.views import View
from api.web.access import who
from geodata.base.scope import Scope
from geodata.saved import keeping
from geodata.saved.models import SavedView

SHARED = _("The code of the area whose posts read it, with those of all areas in it; null: nobody.")
QUERY = _("Its filters as they stand in the page's address, with the reader's scope; no text of a search.")


class SavedRow(serializers.Serializer[dict[str, Any]]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    page = serializers.CharField(help_text=_("The name of the page, such as `coverage` or `gaps`."))
    query = serializers.CharField(allow_blank=True, help_text=QUERY)
    position = serializers.CharField(
        allow_blank=True, help_text=_("What a map shows, behind the # of the address.")
    )
    pinned = serializers.BooleanField(help_text=_("Whether it stands on the own home page."))
    shared_with = CodeField(allow_null=True, help_text=SHARED)
    own = serializers.BooleanField(help_text=_("Whether it is the caller's own, who alone may change it."))
    changed_at = serializers.DateTimeField()


class SavedList(serializers.Serializer[dict[str, Any]]):
    results = SavedRow(many=True)


class SavedIn(Body):
    name = TextField(max_length=60, help_text=_("What it is called; each of one's own otherwise."))
    page = TextField(max_length=40, help_text=_("The name of the page, such as `coverage` or `gaps`."))
    query = TextField(
        max_length=2000,
        allow_blank=True,
        default="",
        help_text=_(
            "Its filters as they stand in the page's address. What was typed into a search is left out."
        ),
    )
    position = TextField(
        max_length=400,
        allow_blank=True,
        default="",
        help_text=_("What a map shows, behind the # of the address."),
    )
    pinned = serializers.BooleanField(default=False, help_text=_("Whether it stands on the own home page."))
    shared_with = CodeField(allow_null=True, default=None, help_text=SHARED)


class SavedChange(Body):
    """What is left out stays."""

    name = TextField(
        max_length=60, required=False, help_text=_("What it is called; each of one's own otherwise.")
    )
    pinned = serializers.BooleanField(required=False, help_text=_("Whether it stands on the own home page."))
    shared_with = CodeField(allow_null=True, required=False, help_text=SHARED)


def _told(view: SavedView, scope: Scope, by: int) -> dict[str, Any]:
    open_now = keeping.is_open(view.page, scope)
    opened = keeping.open_view(view, scope=scope) if open_now else None
    return {
        "id": view.pk,
        "name": view.name,
        "page": view.page,
        "query": opened.query if opened else "",
        "position": opened.position if opened else "",
        "pinned": view.pinned and view.owner_id == by,
        "shared_with": view.shared_with or None,
        "own": view.owner_id == by,
        "changed_at": view.changed_at,
    }


class Saved(View):
    @documented("saved_views", _("Saved views"), {200: SavedList})
    def get(self, request: Request) -> Response:
        """One's own and those that are shared with one's posts, by name."""
        Query.read(request)
        by = who(request)
        rows = [_told(view, self.scope, by.pk) for view in keeping.views_of(by, self.scope)]
        return Response(SavedList({"results": rows}).data)

    @documented("save_view", _("Save a view"), {201: SavedRow}, body=SavedIn, problems=[404, 409])
    def post(self, request: Request) -> Response:
        """Of a page that is open to the caller. No answer of that page is kept, only what is asked there."""
        Query.read(request)
        told = SavedIn.read(request)
        told["shared_with"] = told["shared_with"] or ""
        view = keeping.save_view(**told, scope=self.scope, by=who(request))
        return Response(SavedRow(_told(view, self.scope, view.owner_id)).data, status=201)


class OneSaved(View):
    @documented("saved_view", _("A saved view"), {200: SavedRow}, path=[SAVED], problems=[404])
    def get(self, request: Request, saved: uuid.UUID) -> Response:
        """As it opens for the caller: an area outside the own scope is left out of its filters."""
        Query.read(request)
        by = who(request)
        view = keeping.find_view(saved, scope=self.scope, by=by)
        keeping.open_view(view, scope=self.scope)
        return Response(SavedRow(_told(view, self.scope, by.pk)).data)

    @documented(
        "change_saved_view",
        _("Change a saved view"),
        {200: SavedRow},
        body=SavedChange,
        path=[SAVED],
        problems=[404],
    )
    def patch(self, request: Request, saved: uuid.UUID) -> Response:
        """Its name, whether it is pinned, and with whom it is shared."""
        Query.read(request)
        told = SavedChange.read(request)
        if "shared_with" in told:
            told["shared_with"] = told["shared_with"] or ""
        view = keeping.change_view(saved, **told, scope=self.scope, by=who(request))
        return Response(SavedRow(_told(view, self.scope, view.owner_id)).data)

    @documented("delete_saved_view", _("Delete a saved view"), {204: None}, path=[SAVED], problems=[404])
    def delete(self, request: Request, saved: uuid.UUID) -> Response:
        """Of one's own. Copies that others took stay theirs."""
        Query.read(request)
        keeping.delete_view(saved, by=who(request))
        return Response(status=204)


class CopySaved(View):
    @documented(
        "copy_saved_view",
        _("Keep a shared view as one's own"),
        {201: SavedRow},
        path=[SAVED],
        problems=[404, 409],
    )
    def post(self, request: Request, saved: uuid.UUID) -> Response:
        """As it opens for the caller, not pinned and shared with nobody."""
        Query.read(request)
        view = keeping.copy_view(saved, scope=self.scope, by=who(request))
        return Response(SavedRow(_told(view, self.scope, view.owner_id)).data, status=201)

"""A page and its question, under a name that somebody gave it."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from geodata.base.scope import Scope
from geodata.territory import codes


class SavedQuerySet(models.QuerySet["SavedView"]):
    def of(self, owner: int) -> Self:
        return self.filter(owner=owner)

    def shared_to(self, scope: Scope) -> Self:
        """Those for the posts of an area: its own, and those of every area in it."""
        above = {code for top in scope.codes for code in (*codes.ancestors(top), top)}
        return self.filter(shared_with__in=above)


class SavedView(models.Model):
    """What is asked, never what is answered: it opens with the scope of whoever opens it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("account")
    )
    name = models.CharField(_("name"), max_length=60)
    page = models.CharField(_("page"), max_length=40)
    """The name of its address, as a manifest gives it."""
    query = models.CharField(_("question"), max_length=600, blank=True)
    position = models.CharField(_("place on the map"), max_length=120, blank=True)
    """What stands behind the # of its address: part of the map, selection, class."""
    pinned = models.BooleanField(_("on the home page"), default=False)
    shared_with = models.CharField(_("shared with"), max_length=15, blank=True)
    """The code of the area whose posts read it, with those of all areas in it; empty: nobody."""
    changed_at = models.DateTimeField(_("changed at"))

    objects = SavedQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="one_saved_view_of_a_name"),
            models.CheckConstraint(
                name="a_saved_view_has_a_name_and_a_page", condition=~Q(name="") & ~Q(page="")
            ),
            models.CheckConstraint(
                name="a_view_is_shared_with_an_area",
                condition=Q(shared_with="")
                | Q(shared_with__regex=r"^([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12}|[0-9]{15})$"),
            ),
        ]
        indexes = [
            models.Index(
                fields=["shared_with"], name="views_shared_with_an_area", condition=~Q(shared_with="")
            )
        ]

    def __str__(self) -> str:
        return self.name

"""How the heads of a list sort it: for the component c-th."""

from dataclasses import dataclass

from django import template

from gridmap.pages.base.filters import Filters

register = template.Library()


@dataclass(frozen=True, slots=True)
class Sorting:
    """Whether a head sorts the list now ("ascending", "descending", "none"), and the address that it leads to."""

    state: str
    address: str


@register.simple_tag
def sorting(filters: Filters, name: str) -> Sorting:
    """By that name; where the list is sorted so already, the other way round."""
    by, backwards = filters.sorted_by()
    now = "none" if by != name else "descending" if backwards else "ascending"
    return Sorting(now, filters.address(sort=f"-{name}" if now == "ascending" else name))

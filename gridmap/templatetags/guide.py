"""What texts of help name: a place of the menu and what is pressed there, each by the words that stand on it."""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from geodata.base.manifest import MenuEntry, concepts
from gridmap.pages.help.guide import words_of_menu

register = template.Library()


@register.simple_tag(takes_context=True)
def go(context: template.Context, view: str, label: str = "", under: str = "") -> SafeString:
    """Where one goes: a line of the menu of the page's post, or a page below one (`label` is its msgid). A link for whoever
    may open it. A post without that line is a KeyError: nobody is sent where nothing is.
    """
    words = words_of_menu(context["entries"])
    steps = ([words[under]] if under else []) + ([gettext(label)] if label else [words[view]])
    path = " › ".join(steps)
    if not _opens(context, under or view):
        return format_html("<b>{}</b>", path)
    return format_html('<a href="{}"><b>{}</b></a>', reverse(view), path)


@register.simple_tag
def press(msgid: str) -> SafeString:
    """A button, field or heading, by the words that stand on it."""
    return format_html("<b>{}</b>", gettext(msgid))


def _opens(context: template.Context, view: str) -> bool:
    """May the reader open that line of the menu? What is in no menu is open to all."""
    entry = next((entry for each in concepts() for entry in each.menu if entry.view == view), None)
    return entry is None or _is_open(entry, context)


def _is_open(entry: MenuEntry, context: template.Context) -> bool:
    return not entry.rights or any(context["request"].scope.may(right) for right in entry.rights)

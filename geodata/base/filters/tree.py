"""A filter as a tree: `{"all": [{"care": "low_income"}, {"not": {"age": "<60"}}]}`, read from JSON and checked.

    all    every one            any   at least one
    not    the contrary         first the first that is known

What is read is a tree of small frozen values; nothing of it is ever executed but the SQL of known leaves, with all values as
parameters (compiling.py). Errors say where (the way into the tree), what and how to mend it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.module_loading import import_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from geodata.base.errors import BadInput
from geodata.base.filters.leaf import Facts, Leaf, Subject, Wrong
from geodata.base.manifest import Concept, concepts, made
from geodata.base.wording import figure

DEEPEST, MOST_LEAVES, LONGEST_TEXT = 16, 50, 200
JOINED = ("all", "any", "first")


@dataclass(frozen=True, slots=True)
class Joined:
    """Several: `how` is all, any or first."""

    how: str
    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: "Node"


@dataclass(frozen=True, slots=True, eq=False)
class Ask:
    """A leaf, with what is said of it."""

    leaf: Leaf
    said: Mapping[str, Any]

    @property
    def key(self) -> str:
        """The same for what asks the same."""
        return repr(sorted(self.said.items(), key=lambda pair: pair[0]))


Node = Joined | Not | Ask


def leaves() -> Mapping[str, Leaf]:
    """By name, of all manifests."""
    return _leaves(concepts())


def facts() -> Mapping[str, Facts]:
    """By name, of all manifests, in their order."""
    return _facts(concepts())


@cache
def _leaves(found: tuple[Concept, ...]) -> Mapping[str, Leaf]:
    return {leaf.name: leaf for each in found for leaf in made(each.filters)}


@cache
def _facts(found: tuple[Concept, ...]) -> Mapping[str, Facts]:
    return {one.name: one for each in found for one in map(import_string, each.facts)}


def read(tree: Any, *, subject: Subject = "household", field: str = "rule", known: bool = False) -> Node:
    """Raises BadInput, whose field tells the way into the tree. `known`: leaves were checked before."""
    return _Reading(subject, known).node(tree, field, 1)


class _Reading:
    def __init__(self, subject: Subject, known: bool) -> None:
        self.subject, self.known, self.count = subject, known, 0

    def node(self, tree: Any, way: str, depth: int) -> Node:
        if depth > DEEPEST:
            raise _bad(
                way,
                tree,
                _("The rule is too deep."),
                _("Nest at most %(most)s levels.") % {"most": figure(DEEPEST)},
            )
        if not isinstance(tree, Mapping) or not tree or not all(isinstance(key, str) for key in tree):
            raise _bad(
                way, tree, _("This is no part of a rule."), _('Write such as {"all": [{"age": ">=80"}]}.')
            )
        name = next((key for key in tree if key in (*JOINED, "not") or key in leaves()), "")
        if not name:
            known = ", ".join([*JOINED, "not", *leaves()])
            raise _bad(
                f"{way}.{next(iter(tree))}",
                tree,
                _("Rules do not know this word."),
                _("Known are: %(known)s.") % {"known": known},
            )
        if name in leaves():
            return self.ask(leaves()[name], tree, way)
        if len(tree) > 1:
            other = next(key for key in tree if key != name)
            raise _bad(
                f"{way}.{other}",
                tree,
                _("Beside “%(name)s” nothing else is said.") % {"name": name},
                _("Nest it."),
            )
        if name == "not":
            return Not(self.node(tree["not"], f"{way}.not", depth + 1))
        parts = tree[name]
        if not isinstance(parts, list) or not parts:
            raise _bad(
                f"{way}.{name}", parts, _("This needs a list of parts."), _("Write at least one part in [ ].")
            )
        return Joined(
            name, tuple(self.node(part, f"{way}.{name}[{n}]", depth + 1) for n, part in enumerate(parts))
        )

    def ask(self, leaf: Leaf, said: Mapping[str, Any], way: str) -> Ask:
        self.count += 1
        if self.count > MOST_LEAVES:
            raise _bad(
                way,
                said,
                _("The rule asks too much."),
                _("Ask at most %(most)s things.") % {"most": figure(MOST_LEAVES)},
            )
        for key, value in said.items():
            if key != leaf.name and key not in leaf.also:
                remedy = _("Write such as %(example)s.") % {"example": dict(leaf.example)}
                raise _bad(
                    f"{way}.{key}",
                    value,
                    _("“%(name)s” does not know this word.") % {"name": leaf.name},
                    remedy,
                )
            if isinstance(value, str) and len(value) > LONGEST_TEXT:
                raise _bad(f"{way}.{key}", value[:20], _("This is too long."), _("Write less."))
        try:
            if not self.known:
                leaf.check(said, self.subject)
        except Wrong as wrong:
            raise _bad(f"{way}.{wrong.key}", said.get(wrong.key), wrong.what, wrong.remedy) from wrong
        return Ask(leaf, dict(said))


def asked(node: Node) -> Iterator[Ask]:
    """All leaves of a tree, from left to right."""
    match node:
        case Joined():
            for part in node.parts:
                yield from asked(part)
        case Not():
            yield from asked(node.part)
        case Ask():
            yield node


def in_words(node: Node) -> str:
    """As a reader says it: “all of (…; …)”."""
    match node:
        case Joined(how, parts):
            listed = "；".join(map(in_words, parts)) if _is_chinese() else "; ".join(map(in_words, parts))
            if len(parts) == 1:
                return listed
            heads = {
                "all": _("all of (%(parts)s)"),
                "any": _("any of (%(parts)s)"),
                "first": _("the first known of (%(parts)s)"),
            }
            return heads[how] % {"parts": listed}
        case Not(part):
            return _("not (%(part)s)") % {"part": in_words(part)}
        case Ask(leaf, said):
            return leaf.words(said)


def _is_chinese() -> bool:
    return (get_language() or "").startswith("zh")


def _bad(way: str, value: Any, what: str, remedy: str) -> BadInput:
    return BadInput(
        what, field=way, value=value if isinstance(value, str | int | float | None) else None, remedy=remedy
    )

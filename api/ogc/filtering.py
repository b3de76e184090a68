"""A filter as a condition of SQL over what the reader is told: hidden is NULL there, so no filter can ask about it."""

import datetime as dt
import math
from collections.abc import Callable, Mapping
from typing import Any

import shapely
from django.utils.translation import gettext as _

from api.ogc.parsing import parse, refused
from api.ogc.systems import System, checked
from geodata.base.wording import listed

Parameters = dict[str, Any]
Kinds = Mapping[str, str]
"""Of each property its kind: string, integer, boolean, date or geometry."""
COMPARED = {"=": "=", "<>": "<>", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
SPATIAL = {
    "INTERSECTS": "ST_Intersects",
    "DISJOINT": "ST_Disjoint",
    "CONTAINS": "ST_Contains",
    "WITHIN": "ST_Within",
    "TOUCHES": "ST_Touches",
    "CROSSES": "ST_Crosses",
    "OVERLAPS": "ST_Overlaps",
    "EQUALS": "ST_Equals",
}
LARGEST = 2**53


def condition_of(text: str, language: str, kinds: Kinds, system: System) -> tuple[str, Parameters]:
    """SQL and its parameters. Raises BadInput for what cannot be read, is not known, or does not fit together."""
    writing = Writing(kinds, system)
    try:
        written = writing.condition(parse(text, language))
    except (AttributeError, TypeError, ValueError, KeyError) as error:
        # A tree may hold what no grammar would let through: JSON has no types.
        raise _not_so() from error
    return written, writing.parameters


def _not_so() -> Exception:
    return refused(_("The filter compares what cannot be compared."))


class Writing:
    """One filter on its way to SQL: names are ours and in a list, values are parameters."""

    def __init__(self, kinds: Kinds, system: System) -> None:
        self.kinds, self.system = kinds, system
        self.parameters: Parameters = {}

    def condition(self, node: Any) -> str:
        name = type(node).__name__
        writer = _WRITERS.get(name)
        if writer is not None:
            return writer(self, node)
        if hasattr(node, "op") and hasattr(node.op, "value"):
            if name.startswith("Geometry"):
                return self._spatial(node)
            if name.startswith("Time"):
                return self._temporal(node)
            return self._compared(node)
        raise refused(_("The filter uses what is not offered here."))

    def _both(self, node: Any) -> str:
        return f"({self.condition(node.lhs)} AND {self.condition(node.rhs)})"

    def _either(self, node: Any) -> str:
        return f"({self.condition(node.lhs)} OR {self.condition(node.rhs)})"

    def _not(self, node: Any) -> str:
        return f"(NOT {self.condition(node.sub_node)})"

    def _compared(self, node: Any) -> str:
        sign = COMPARED.get(node.op.value)
        if sign is None:
            raise refused(_("The filter uses what is not offered here."))
        kind = self._common(node.lhs, node.rhs)
        if kind == "geometry" or (kind == "boolean" and sign not in ("=", "<>")):
            raise _not_so()
        return f"({self._value(node.lhs, kind)} {sign} {self._value(node.rhs, kind)})"

    def _between(self, node: Any) -> str:
        kind = self._common(node.lhs, node.low, node.high)
        if kind not in ("number", "date"):
            raise _not_so()
        low, high = self._value(node.low, kind), self._value(node.high, kind)
        return self._maybe(node, f"({self._value(node.lhs, kind)} BETWEEN {low} AND {high})")

    def _like(self, node: Any) -> str:
        if self._common(node.lhs, node.pattern) != "string":
            raise _not_so()
        _check_pattern(node.pattern)
        told = f"({self._value(node.lhs, 'string')} LIKE {self._value(node.pattern, 'string')})"
        return self._maybe(node, told)

    def _in(self, node: Any) -> str:
        kind = self._common(node.lhs, *node.sub_nodes)
        options = ", ".join(self._value(each, kind) for each in node.sub_nodes)
        if kind == "geometry" or not options:
            raise _not_so()
        return self._maybe(node, f"({self._value(node.lhs, kind)} IN ({options}))")

    def _nothing(self, node: Any) -> str:
        return f"({self._name(node.lhs)} IS {'NOT ' if node.not_ else ''}NULL)"

    @staticmethod
    def _maybe(node: Any, told: str) -> str:
        return f"(NOT {told})" if node.not_ else told

    def _spatial(self, node: Any) -> str:
        function = SPATIAL[node.op.value]
        return f"{function}({self._shape(node.lhs)}, {self._shape(node.rhs)})"

    def _shape(self, node: Any) -> str:
        if _is_property(node):
            if self._kind_of(node) != "geometry":
                raise _not_so()
            return self._name(node)
        shape = checked(shapely.geometry.shape(getattr(node, "geometry", None)), self.system, field="filter")
        written, told = self.system.asked(shape)
        name = self._put(told["shape"])
        return written.replace("%(shape)s", name)

    def _temporal(self, node: Any) -> str:
        """Days as periods of one day: an open end is infinity."""
        first, second = self._period(node.lhs), self._period(node.rhs)
        match node.op.value:
            case "AFTER":
                return f"({first[0]} > {second[1]})"
            case "BEFORE":
                return f"({first[1]} < {second[0]})"
            case "TEQUALS":
                return f"({first[0]} = {second[0]} AND {first[1]} = {second[1]})"
            case "DURING":
                return f"({first[0]} > {second[0]} AND {first[1]} < {second[1]})"
            case "TOVERLAPS":  # by this name the library has T_INTERSECTS
                return f"({first[0]} <= {second[1]} AND {second[0]} <= {first[1]})"
            case "DISJOINT":
                return f"({first[0]} > {second[1]} OR {second[0]} > {first[1]})"
        raise refused(_("The filter uses what is not offered here."))

    def _period(self, node: Any) -> tuple[str, str]:
        if type(node).__name__ == "Interval":
            ends = (node.start or "-infinity", node.end or "infinity")
            begin, end = (f"{self._put(each)}::date" for each in ends)
            return begin, end
        if self._kind_of(node) != "date":
            raise _not_so()
        day = self._value(node, "date")
        return day, day

    def _common(self, *nodes: Any) -> str:
        """The one kind of all of them; a text beside a date is a date."""
        kinds = {self._kind_of(node) for node in nodes}
        if kinds == {"string", "date"}:
            return "date"
        if len(kinds) != 1:
            raise _not_so()
        return kinds.pop()

    def _kind_of(self, node: Any) -> str:
        if _is_property(node):
            self._check(node)
            kind = self.kinds[node.name]
            return "number" if kind == "integer" else kind
        if _is_lower(node):
            if self._kind_of(node.arguments[0]) != "string":
                raise _not_so()
            return "string"
        match node:
            case bool():
                return "boolean"
            case int() | float() if math.isfinite(node) and abs(node) < LARGEST:
                return "number"
            case str():
                return "string"
            case dt.date():
                return "date"
        raise _not_so()

    def _value(self, node: Any, kind: str) -> str:
        if _is_property(node):
            return self._name(node)
        if _is_lower(node):
            return f"lower({self._value(node.arguments[0], kind)})"
        if isinstance(node, str) and "\x00" in node:
            raise _not_so()
        if kind == "date":
            day = node if isinstance(node, dt.date) else dt.date.fromisoformat(node)
            return f"{self._put(day)}::date"
        cast = {"string": "text", "number": "double precision", "boolean": "boolean"}[kind]
        return f"{self._put(node)}::{cast}"

    def _name(self, node: Any) -> str:
        if not _is_property(node):
            raise _not_so()
        self._check(node)
        return "geom" if self.kinds[node.name] == "geometry" else f'"{node.name}"'

    def _check(self, node: Any) -> None:
        if node.name not in self.kinds:
            raise unknown(node.name, self.kinds)

    def _put(self, value: Any) -> str:
        name = f"f{len(self.parameters)}"
        self.parameters[name] = value
        return f"%({name})s"


_WRITERS: dict[str, Callable[[Writing, Any], str]] = {
    "And": Writing._both,  # noqa: SLF001  # the table of the class itself
    "Or": Writing._either,  # noqa: SLF001
    "Not": Writing._not,  # noqa: SLF001
    "Between": Writing._between,  # noqa: SLF001
    "Like": Writing._like,  # noqa: SLF001
    "In": Writing._in,  # noqa: SLF001
    "IsNull": Writing._nothing,  # noqa: SLF001
}


def unknown(name: object, kinds: Kinds) -> Exception:
    return refused(
        _("There is no such property."),
        value=name,
        remedy=_("Choose one of: %(names)s.") % {"names": listed(kinds)},
    )


def _is_property(node: Any) -> bool:
    return type(node).__name__ == "Attribute" and isinstance(node.name, str)


def _is_lower(node: Any) -> bool:
    return type(node).__name__ == "Function" and node.name == "lower" and len(node.arguments) == 1


def _check_pattern(node: Any) -> None:
    """A pattern that ends within an escape is an error of the database."""
    text = node.arguments[0] if _is_lower(node) else node
    if not isinstance(text, str) or (len(text) - len(text.rstrip("\\"))) % 2:
        raise _not_so()

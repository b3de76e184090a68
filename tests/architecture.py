"""The rules of the house as functions over source text, so that each can be tested on a broken example too."""

import ast
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LAYERS = ("geodata", "api", "gridmap")
"""From the ground up: a layer imports only itself and those before it."""

CONCEPTS = (
    "accounts", "territory", "audit", "people", "posts", "jobs", "calendar", "files", "contacts", "cards", "turnover", "pairing", "policies", "entitlements", "visits",
    "register", "needs", "projects", "outgoing", "services", "industry", "campaigns", "coverage", "federation", "display", "saved", "plans", "meetings", "documents", "appraisal",
    "exports", "papers", "reports", "imports", "forms", "setup", "help", "demo",
)  # fmt: skip
"""From left to right: a concept imports only itself and those to its left."""

ROOMS = ("base", "geometry", *CONCEPTS, "retention", "models", "management", "apps")
"""All of geodata, in the same order: what every concept stands on, pure geometry, the concepts, and what knows them all."""
FROZEN = ("migrations", "sql")
"""The past of the database and the text of its laws: they name models as they were."""

HTTP = (
    "django.http",
    "django.shortcuts",
    "django.urls",
    "django.views",
    "rest_framework",
    "requests",
    "urllib.request",
)


@dataclass(frozen=True)
class Module:
    """A module by its dotted name, with its source."""

    name: str
    source: str

    @property
    def layer(self) -> str:
        return self.name.split(".")[0]

    @property
    def room(self) -> str | None:
        """The package or top-level module of geodata in which it stands; None: in another layer, or frozen."""
        return room_of(self.name)

    def imports(self) -> Iterator[str]:
        for node in ast.walk(ast.parse(self.source)):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield from (f"{self._base(node)}.{alias.name}" for alias in node.names)
            elif self.name.endswith(".concept") and isinstance(node, ast.Constant):
                # What a manifest names is looked for later, and is an import nevertheless.
                yield from [node.value] if str(node.value).startswith("geodata.") else []

    def _base(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        above = self.name.split(".")[: -node.level]
        return ".".join([*above, node.module] if node.module else above)


def modules() -> list[Module]:
    """All modules of the three layers."""
    found = []
    for layer in LAYERS:
        for path in sorted((ROOT / layer).rglob("*.py")):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
            found.append(Module(name, path.read_text(encoding="utf-8")))
    return found


def against_layers(found: Iterable[Module]) -> list[str]:
    """Imports that point up."""
    return [
        f"{module.name} imports {name}"
        for module in found
        for name in module.imports()
        if name.split(".")[0] in LAYERS and LAYERS.index(name.split(".")[0]) > LAYERS.index(module.layer)
    ]


def room_of(name: str) -> str | None:
    parts = name.split(".")
    return parts[1] if parts[0] == "geodata" and len(parts) > 1 and parts[1] not in FROZEN else None


def against_rooms(found: Iterable[Module]) -> list[str]:
    """Imports within the domain that point right, and modules that stand in no room."""
    wrong = []
    for module in found:
        if module.room is None:
            continue
        if module.room not in ROOMS:
            wrong.append(f"{module.name} stands in no room")
            continue
        wrong += [
            f"{module.name} imports {name}"
            for name in module.imports()
            if (room := room_of(name)) in ROOMS and ROOMS.index(room or "") > ROOMS.index(module.room)
        ]
    return wrong


def pages_past_the_web(found: Iterable[Module]) -> list[str]:
    """Imports of a page from the API other than what both need, which lies below both: api/web/. Addresses name any view."""
    return [
        f"{module.name} imports {name}"
        for module in found
        if module.name.startswith("gridmap.pages.") and not module.name.endswith(".urls")
        for name in module.imports()
        if name.startswith("api.") and not name.startswith("api.web.")
    ]


def circles(found: Iterable[Module], level: Callable[[str], str]) -> list[set[str]]:
    """What imports itself in the end, however long the way: sets of modules, or of what `level` makes of their names."""
    known = {module.name for module in found}
    graph: dict[str, set[str]] = {level(name): set() for name in known}
    for module in found:
        for name in module.imports():
            target = name if name in known else name.rpartition(".")[0]
            if target in known and level(target) != level(module.name):
                graph[level(module.name)].add(level(target))
    return [circle for circle in strongly_connected(graph) if len(circle) > 1]


def strongly_connected(graph: dict[str, set[str]]) -> list[set[str]]:
    """Tarjan's components: each a set of nodes that all reach each other."""
    number: dict[str, int] = {}
    lowest: dict[str, int] = {}
    path: list[str] = []
    found: list[set[str]] = []

    def visit(node: str) -> None:
        number[node] = lowest[node] = len(number)
        path.append(node)
        for target in graph[node]:
            if target not in number:
                visit(target)
                lowest[node] = min(lowest[node], lowest[target])
            elif target in path:
                lowest[node] = min(lowest[node], number[target])
        if lowest[node] == number[node]:
            start = path.index(node)
            found.append(set(path[start:]))
            del path[start:]

    for node in graph:
        if node not in number:
            visit(node)
    return found


def package(name: str) -> str:
    """geodata.plans.models → geodata.plans; modules at the top stand for themselves."""
    return ".".join(name.split(".")[:2])


def http_in_domain(found: Iterable[Module]) -> list[str]:
    """Modules of the domain that know HTTP."""
    return [
        f"{module.name} imports {name}"
        for module in found
        if module.layer == "geodata"
        for name in module.imports()
        if any(name == banned or name.startswith(f"{banned}.") for banned in HTTP)
    ]


PRIVATE_OF_OTHERS = {
    "gridmap.pages.accounts.link imports allauth.account.internal.flows.login.record_authentication": (
        "nothing public says by what somebody was recognised, and without it a link asks for the new password at once"
    ),
}
"""What has no public way, and why. A release of theirs may change it without a word: tests of these doors would tell."""


def private_of_others(found: Iterable[Module]) -> list[str]:
    """Imports of what others call their own: names that begin with _, packages called internal."""
    return [
        f"{module.name} imports {name}"
        for module in found
        for name in module.imports()
        if name.split(".")[0] not in LAYERS
        and any(
            part == "internal" or (part.startswith("_") and not part.startswith("__"))
            for part in name.split(".")
        )
    ]


def keys_pointing_right(keys: Iterable[tuple[str, str]]) -> list[str]:
    """Foreign keys, as (concept of the table, concept of its target), whose target stands to the right."""
    return [
        f"{source} has a foreign key to {target}"
        for source, target in keys
        if source in CONCEPTS and target in CONCEPTS and CONCEPTS.index(target) > CONCEPTS.index(source)
    ]


def missing_from_index(tables: Iterable[str], index: Iterable[str]) -> list[str]:
    """Modules that hold tables and are not imported with the index of models."""
    known = set(index)
    return [name for name in tables if name not in known]


def with_tables(found: Iterable[Module]) -> list[str]:
    """Modules of concepts in which a class stands on models.Model."""
    return [
        module.name
        for module in found
        if module.room in CONCEPTS and any(_is_table(node) for node in ast.walk(ast.parse(module.source)))
    ]


def _is_table(node: ast.AST) -> bool:
    return isinstance(node, ast.ClassDef) and any(
        isinstance(base, ast.Attribute) and base.attr == "Model" for base in node.bases
    )


def not_named_by_manifests(found: Iterable[Module], after: Mapping[str, Collection[str]]) -> list[str]:
    """Concepts with a manifest that import another which theirs does not come after, however long the way.

    `after` is what each manifest names.
    """
    wrong = set()
    for module in found:
        if (room := module.room) in after:
            for name in module.imports():
                if (
                    (other := room_of(name)) in after
                    and other != room
                    and other not in _all_after(room, after)
                ):
                    wrong.add(f"{room} imports {other}")
    return sorted(wrong)


def _all_after(name: str, after: Mapping[str, Collection[str]]) -> set[str]:
    direct = set(after.get(name, ()))
    return direct.union(*(_all_after(one, after) for one in direct))


def graph(found: Iterable[Module]) -> list[str]:
    """A line for each package: what it imports, packages alone."""
    known = {package(module.name) for module in found}
    arrows: dict[str, set[str]] = {name: set() for name in known}
    for module in found:
        arrows[package(module.name)] |= {package(name) for name in module.imports()} & known
    return [
        f"{name} → {', '.join(sorted(targets - {name})) or '–'}" for name, targets in sorted(arrows.items())
    ]


if __name__ == "__main__":
    # python -m tests.architecture --graph
    house = modules()
    if "--graph" in sys.argv:
        print("\n".join(graph(house)))
    print(f"circles of packages: {circles(house, package)}")
    print(f"circles of modules: {circles(house, str)}")

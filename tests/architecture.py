"""The rules of the house as functions over source text, so that each can be tested on a broken example too."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LAYERS = ("geodata", "api", "gridmap")
"""From the ground up: a layer imports only itself and those before it."""

CONCEPTS = (
    "accounts", "territory", "audit", "jobs", "people", "contacts", "policies", "visits", "needs", "services", "industry",
    "campaigns", "coverage", "appraisal", "reports", "imports", "redrawing", "demo",
)  # fmt: skip
"""From left to right: a concept imports only itself and those to its left."""

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
    def concept(self) -> str | None:
        parts = self.name.split(".")
        return parts[1] if parts[0] == "geodata" and len(parts) > 1 and parts[1] in CONCEPTS else None

    def imports(self) -> Iterator[str]:
        for node in ast.walk(ast.parse(self.source)):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield from (f"{self._base(node)}.{alias.name}" for alias in node.names)

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


def against_concepts(found: Iterable[Module]) -> list[str]:
    """Imports of a concept that point right."""
    wrong = []
    for module in found:
        for name in module.imports():
            parts = name.split(".")
            known = module.concept and parts[0] == "geodata" and len(parts) > 1 and parts[1] in CONCEPTS
            if known and CONCEPTS.index(parts[1]) > CONCEPTS.index(module.concept or ""):
                wrong.append(f"{module.name} imports {name}")
    return wrong


def http_in_domain(found: Iterable[Module]) -> list[str]:
    """Modules of the domain that know HTTP."""
    return [
        f"{module.name} imports {name}"
        for module in found
        if module.layer == "geodata"
        for name in module.imports()
        if any(name == banned or name.startswith(f"{banned}.") for banned in HTTP)
    ]


def unknown_packages(names: Iterable[str]) -> list[str]:
    """Packages under geodata/ that are no concept."""
    return [name for name in names if name not in (*CONCEPTS, "management", "migrations", "admin")]


def keys_pointing_right(keys: Iterable[tuple[str, str]]) -> list[str]:
    """Foreign keys, as (concept of the table, concept of its target), whose target stands to the right."""
    return [
        f"{source} has a foreign key to {target}"
        for source, target in keys
        if source in CONCEPTS and target in CONCEPTS and CONCEPTS.index(target) > CONCEPTS.index(source)
    ]


def missing_from_index(concepts_with_tables: Iterable[str], index: str) -> list[str]:
    """Concepts that have models.py and are not imported by the index."""
    named = {
        name.split(".")[1]
        for name in Module("geodata.models", index).imports()
        if name.startswith("geodata.")
    }
    return [concept for concept in concepts_with_tables if concept not in named]

"""What the verbs refuse: every `raise` of an expected error in the domain, and how to take it out of a running function."""

import ast
import gc
import re
import types
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
EXPECTED = {"DomainError", "BadInput", "NotAllowed", "NotFound", "Conflict", "Stale"}
"""The tree of errors that say no to a user, and how to mend it. Functions that return one count as well."""
SPOKEN = re.compile(rf"\braise |-> ({'|'.join(sorted(EXPECTED))}):")
"""Without it nothing is refused in a module: most need no parser."""


@dataclass(frozen=True)
class Refusal:
    """One `raise`: in which function, in which lines."""

    law: str
    path: str
    module: str
    function: str
    line: int
    end: int


def refusals() -> list[Refusal]:
    """Of the domain; the demo and the migrations speak to nobody."""
    paths = [
        path
        for path in sorted((ROOT / "geodata").rglob("*.py"))
        if not {"migrations", "demo"} & set(path.relative_to(ROOT).parts)
    ]
    sources = {path: source for path in paths if SPOKEN.search(source := path.read_text(encoding="utf-8"))}
    trees = {path: ast.parse(source) for path, source in sources.items()}
    makers = EXPECTED.union(*map(made_by, trees.values()))
    return [
        each for path, tree in trees.items() for each in of_source(module_of(path), str(path), tree, makers)
    ]


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def made_by(tree: ast.Module) -> set[str]:
    """Functions that return an expected error for somebody to raise."""
    return {
        each.name
        for each in statements(tree)
        if isinstance(each, ast.FunctionDef)
        and isinstance(each.returns, ast.Name)
        and each.returns.id in EXPECTED
    }


def statements(node: ast.AST) -> Iterator[ast.AST]:
    """Those within, at whatever depth: no expression holds one, and of those there are most."""
    for each in ast.iter_child_nodes(node):
        if not isinstance(each, ast.expr):
            yield each
            yield from statements(each)


def of_source(module: str, path: str, tree: ast.Module, makers: set[str]) -> Iterator[Refusal]:
    """Named by module, function and sentence; the second of the same gets a number."""
    seen: Counter[str] = Counter()
    for function, node in raised(tree):
        call = node.exc
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in makers:
            law = f"{module}.{function}: {sentence(call)}"
            seen[law] += 1
            name = law if seen[law] == 1 else f"{law} ({seen[law]})"
            yield Refusal(name, path, module, function, node.lineno, node.end_lineno or node.lineno)


def raised(tree: ast.AST, inside: str = "") -> Iterator[tuple[str, ast.Raise]]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Raise) and inside:
            yield inside, node
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield from raised(node, f"{inside}.{node.name}" if inside else node.name)
        elif not isinstance(node, ast.expr):
            yield from raised(node, inside)


def sentence(call: ast.Call) -> str:
    """The first text in it that a person would read, else the call itself."""
    texts = [
        node.value
        for node in ast.walk(call)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    spoken = [text for text in texts if " " in text]
    return (spoken or [ast.unparse(call)])[0][:90]


@contextmanager
def without(refusal: Refusal) -> Iterator[None]:
    """Inside, the function goes on where it would have refused."""
    path = import_module(refusal.module).__file__ or ""
    source = Path(path).read_text(encoding="utf-8")
    before = compile(source, path, "exec", dont_inherit=True)
    tree = ast.fix_missing_locations(Silent(refusal.line).visit(ast.parse(source)))
    after = compile(tree, path, "exec", dont_inherit=True)
    changed = list(replaced(refusal.function.split("."), before, after))
    if not changed:
        raise LookupError(f"no function found for {refusal.law}")
    try:
        yield
    finally:
        for function, code in changed:
            function.__code__ = code


class Silent(ast.NodeTransformer):
    def __init__(self, line: int) -> None:
        self.line = line

    def visit_Raise(self, node: ast.Raise) -> ast.stmt:
        return ast.copy_location(ast.Pass(), node) if node.lineno == self.line else node


def replaced(
    names: list[str], before: types.CodeType, after: types.CodeType
) -> Iterator[tuple[types.FunctionType, types.CodeType]]:
    """Living functions with their former code, whose code was exchanged. Of one within another the outer one is."""
    for name in names:
        old, new = inner(before, name), inner(after, name)
        if old is None or new is None:
            return
        for function in living().get(old, []):
            kept, function.__code__ = function.__code__, new
            yield function, kept
        before, after = old, new


@cache
def living() -> dict[types.CodeType, list[types.FunctionType]]:
    """Functions of the domain by their code: decorators hold them where no name leads."""
    for refusal in refusals():
        import_module(refusal.module)
    # Tests put aside what is there before they begin.
    gc.unfreeze()
    found: dict[types.CodeType, list[types.FunctionType]] = defaultdict(list)
    for each in gc.get_objects():
        # Not isinstance: a lazy object would be made for it.
        if type(each) is types.FunctionType and (each.__module__ or "").startswith("geodata."):
            found[each.__code__].append(each)
    return found


def inner(code: types.CodeType, name: str) -> types.CodeType | None:
    return next(
        (each for each in code.co_consts if isinstance(each, types.CodeType) and each.co_name == name), None
    )

"""Operations of a migration whose states are rendered together.

Django renders all models that hang together after each operation that touches one of them, and here nearly all do: a
migration of 150 operations took 12 s for what it renders and a tenth of a second for what the database does. Nothing
else is changed by it: what the database is told, and in which order.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import (
    AddConstraint,
    AddField,
    AddIndex,
    AlterConstraint,
    AlterField,
    AlterModelOptions,
    CreateModel,
    RemoveConstraint,
    RemoveField,
    RemoveIndex,
    RunSQL,
)
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger, RemoveTrigger

from geodata.sql import Install

FIELDS = (AddField, AlterField, RemoveField)
ADDED = {AddConstraint: "constraint", AddIndex: "index", AddTrigger: "trigger"}
LAWS = (*ADDED, AlterConstraint, RemoveConstraint, RemoveIndex, RemoveTrigger)
ABLE = (CreateModel, AlterModelOptions, RunSQL, *FIELDS, *LAWS)
"""What does the same to the database whether the state that it is given is its own or that at the end of the group."""


class Together(Operation):
    """Each thing is touched by one of them at most: `together` sees to it."""

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = operations

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        # As Django does before a RunPython: without rendered models a change of state is a change of a dictionary.
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for operation in self.operations:
            # A law that goes is taken away from the table as it was, with the field that may go too.
            to = from_state if isinstance(operation, RemoveConstraint) else to_state
            operation.database_forwards(app_label, schema_editor, from_state, to)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for operation in reversed(self.operations):
            to = from_state if isinstance(operation, (AddConstraint, AddTrigger)) else to_state
            operation.database_backwards(app_label, schema_editor, from_state, to)

    def describe(self) -> str:
        return "; ".join(operation.describe() for operation in self.operations)


def together(operations: Sequence[Operation]) -> list[Operation]:
    """The same operations in the same order, in as few groups as there may be; what cannot be grouped stands alone."""
    groups: list[list[Operation]] = []
    names: set[str] = set()
    for operation in operations:
        own = set(touched(operation))
        if not groups or names & own or not (_is_able(operation) and _is_able(groups[-1][-1])):
            groups.append([])
            names = set()
        groups[-1].append(operation)
        names |= set(leaves(operation))
    return [group[0] if len(group) == 1 else Together(group) for group in groups]


def _is_able(operation: Operation) -> bool:
    # The last migration that installs a text is looked for among the operations of migrations.
    return isinstance(operation, ABLE) and not isinstance(operation, Install)


def touched(operation: Any) -> Iterator[str]:
    """What must not have been touched before in the same group."""
    yield from leaves(operation)
    if _is_of_a_table(operation) and not isinstance(operation, AddTrigger):
        # A table is made as it is at the end of the group: with the field, and the law.
        yield f"{operation.model_name.lower()}.*"


def _is_of_a_table(operation: Any) -> bool:
    return isinstance(operation, (*FIELDS, *LAWS))


def leaves(operation: Any) -> Iterator[str]:
    if isinstance(operation, CreateModel):
        yield f"{operation.name.lower()}.*"
    elif isinstance(operation, (AddField, AlterField, RemoveField)):
        yield f"{operation.model_name.lower()}.{operation.name.lower()}"
    elif _is_of_a_table(operation):
        named = getattr(operation, ADDED.get(type(operation), ""), operation)
        yield f"{operation.model_name.lower()}.{operation.option_name}.{named.name}"

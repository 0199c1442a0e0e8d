"""Make many tables with their history triggers in one step of a migration."""

import pgtrigger.migrations
from django.db.migrations.operations import (
    AddConstraint,
    AddField,
    AddIndex,
    AlterField,
    CreateModel,
)
from django.db.migrations.operations.base import Operation

# What a table made in the same step already has when it is made.
MADE_WITH_THE_TABLE = (AddConstraint, AddField, AddIndex, AlterField)


class AddTrigger(pgtrigger.migrations.AddTrigger):
    """A trigger changes no column, so no model has to be rendered again for it."""

    def state_forwards(self, app_label, state):
        options = state.models[app_label, self.model_name.lower()].options
        options["triggers"] = [*options.get("triggers", []), self.trigger]

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        schema_editor.execute(self.trigger.install_sql, params=None)


class RemoveTrigger(pgtrigger.migrations.RemoveTrigger):
    """The same for a trigger that goes."""

    def state_forwards(self, app_label, state):
        options = state.models[app_label, self.model_name.lower()].options
        options["triggers"] = [
            trigger for trigger in options["triggers"] if trigger.name != self.name
        ]

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        options = from_state.models[app_label, self.model_name.lower()].options
        for trigger in options.get("triggers", []):
            if trigger.name == self.name:
                schema_editor.execute(trigger.uninstall_sql, params=None)


class Together(Operation):
    """Operations whose models are rendered once, not once for each of them.

    Django renders a model and everything related to it after each operation; with two
    hundred related tables that takes most of the time of an empty database. A table
    is made as it is after the last operation of the step, so what the others add to
    it is there already. `makemigrations` writes its operations into such a step; what
    moves rows (RunPython, RunSQL) stands between two of them.
    """

    serialization_expand_args = ["operations"]

    def __init__(self, operations):
        self.operations = operations

    def deconstruct(self):
        return type(self).__name__, [], {"operations": self.operations}

    def state_forwards(self, app_label, state):
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for operation in self._steps():
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for operation in reversed(self._steps()):
            if not isinstance(operation, AddTrigger):
                operation.database_backwards(
                    app_label, schema_editor, from_state, to_state
                )

    def _steps(self):
        made = {
            operation.name_lower
            for operation in self.operations
            if isinstance(operation, CreateModel)
        }
        return [
            operation
            for operation in self.operations
            if not isinstance(operation, MADE_WITH_THE_TABLE)
            or operation.model_name.lower() not in made
        ]

    def describe(self):
        return f"{len(self.operations)} changes of tables and triggers"

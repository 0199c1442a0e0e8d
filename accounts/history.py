"""Make many tables with their history triggers in one step of a migration."""

import pgtrigger.migrations
from django.db.migrations.operations.base import Operation


class AddTrigger(pgtrigger.migrations.AddTrigger):
    """A trigger changes no column, so no model has to be rendered again for it."""

    def state_forwards(self, app_label, state):
        options = state.models[app_label, self.model_name.lower()].options
        options["triggers"] = [*options.get("triggers", []), self.trigger]

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        schema_editor.execute(self.trigger.install_sql, params=None)


class Together(Operation):
    """Operations whose models are rendered once, not once for each of them.

    Django renders a model and everything related to it after each operation; with a
    hundred related tables that takes most of the time of an empty database. The
    operations must give the models as they are in the end: CreateModel with all
    fields and constraints, then AddTrigger.
    """

    def __init__(self, operations):
        self.operations = operations

    def deconstruct(self):
        return type(self).__name__, [], {"operations": self.operations}

    def state_forwards(self, app_label, state):
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for operation in reversed(self.operations):
            if not isinstance(operation, AddTrigger):
                operation.database_backwards(
                    app_label, schema_editor, from_state, to_state
                )

    def describe(self):
        return f"Make {len(self.operations)} tables and triggers"

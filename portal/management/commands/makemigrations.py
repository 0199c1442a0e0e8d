"""Migrations that render the models once: see `accounts.history.Together`."""

import pgtrigger.migrations
from django.core.management.commands import makemigrations

from accounts.history import AddTrigger, RemoveTrigger, Together


def light(operation):
    """The same operation; a trigger's without rendering its model anew."""
    match operation:
        case pgtrigger.migrations.AddTrigger():
            return AddTrigger(operation.model_name, operation.trigger)
        case pgtrigger.migrations.RemoveTrigger():
            return RemoveTrigger(operation.model_name, operation.name)
    return operation


class Command(makemigrations.Command):
    def write_migration_files(self, changes, *args, **kwargs):
        for migrations in changes.values():
            for migration in migrations:
                together = Together([light(each) for each in migration.operations])
                migration.operations = [together]
        super().write_migration_files(changes, *args, **kwargs)

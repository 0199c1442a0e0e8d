"""Portals filled with a city's demo: each seeded once, then copied by the database."""

import shutil
from contextlib import contextmanager

from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction
from django.test import override_settings

from portal.actions import demo


class SeededPortals:
    """A database and a folder of files per city, kept as long as the tests run."""

    def __init__(self, blocker, folder):
        self.blocker, self.folder = blocker, folder
        self.empty = connection.settings_dict["NAME"]
        self.made = {}

    @contextmanager
    def of(self, city: str, folder):
        """Everything `seed_demo` makes; what is written meanwhile is taken back."""
        with self.blocker.unblock():
            if city not in self.made:
                self.seed(city)
            shutil.copytree(self.folder / city, folder, dirs_exist_ok=True)
            with self.portal(city, folder), transaction.atomic():
                yield self.made[city]
                transaction.set_rollback(True)

    def seed(self, city: str):
        self.drop(city)
        with self.server() as cursor:
            connection.close()
            # What a thread of another test left open would stop the copy.
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = %s AND pid <> pg_backend_pid()",
                [self.empty],
            )
            cursor.execute(
                f'CREATE DATABASE "{self.name(city)}" TEMPLATE "{self.empty}"'
            )
        with self.portal(city, self.folder / city):
            call_command("sync_roles", verbosity=0)
            self.made[city] = demo.seed(city)

    @contextmanager
    def portal(self, city: str, folder):
        """Django on this city's database and files."""
        settings = {
            "MEDIA_ROOT": str(folder / "media"),
            "DEMO_ACCOUNTS": str(folder / "accounts" / "demo.json"),
        }
        self.switch(self.name(city))
        cache.clear()
        try:
            with override_settings(**settings):
                yield
        finally:
            self.switch(self.empty)
            cache.clear()

    def switch(self, name: str):
        """Kinds made in one database only have another number, or none, elsewhere."""
        connection.close()
        ContentType.objects.clear_cache()
        connection.settings_dict["NAME"] = name

    def name(self, city: str) -> str:
        return f"{self.empty}_{city}"

    @contextmanager
    def server(self):
        """Copying and dropping whole databases may take what no page may."""
        with connection._nodb_cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")
            yield cursor

    def drop(self, city: str):
        with self.server() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{self.name(city)}" WITH (FORCE)')

    def end(self):
        with self.blocker.unblock():
            for city in self.made:
                self.drop(city)

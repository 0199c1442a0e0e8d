"""A portal filled with a city's demo once for a whole module, then rolled back."""

from contextlib import contextmanager

from django.core.cache import cache
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings

from portal.actions import demo


@contextmanager
def seeded_portal(blocker, folder, city):
    """Everything `seed_demo` makes, visible to each test of the module."""
    settings = {
        "MEDIA_ROOT": str(folder / "media"),
        "DEMO_ACCOUNTS": str(folder / "accounts" / "demo.json"),
    }
    with blocker.unblock(), override_settings(**settings), transaction.atomic():
        cache.clear()
        call_command("sync_roles", verbosity=0)
        made = demo.seed(city)
        yield made
        transaction.set_rollback(True)
        cache.clear()

"""Sample data in and out: `seed` and `remove`."""

from portal.actions.demo.removal import Held, remove
from portal.actions.demo.seeding import CITIES, seed

__all__ = ["CITIES", "Held", "remove", "seed"]

"""Measurements are made by hand (`make bench-calendar`): no test run collects them."""

import os

collect_ignore = (
    [] if os.environ.get("BENCH") else ["test_calendar.py", "test_register.py"]
)

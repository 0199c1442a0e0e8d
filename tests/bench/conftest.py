"""Measurements are made by hand (`make bench-calendar`): no test run collects them."""

import os

MEASUREMENTS = ["test_bulletin.py", "test_calendar.py", "test_register.py"]
collect_ignore = [] if os.environ.get("BENCH") else MEASUREMENTS

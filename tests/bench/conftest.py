"""Measurements are made by hand (`make bench-calendar`): no test run collects them."""

import os

collect_ignore_glob = [] if os.environ.get("BENCH") else ["test_*.py"]

"""The environment decides; a wrong value stops the start with one sentence."""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings

SOURCE = (settings.BASE_DIR / "portal" / "settings.py").read_text()
READ = set(re.findall(r'env\.\w+\(\s*"(\w+)"', SOURCE))
EXAMPLE = (settings.BASE_DIR / ".env.example").read_text()
LISTED = set(re.findall(r"^(\w+)=", EXAMPLE, re.MULTILINE))
GOOD = {
    "SECRET_KEY": "for-tests-only-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEF",
    "DATABASE_URL": "postgres://localhost/none",
    "SITE_URL": "https://portal.example.org",
    "HTTPS": "1",
    "DEBUG": "0",
}
WRONG = {
    "SECRET_KEY": ["", "changeme", "a" * 60, "django-insecure-" + "0123456789" * 6],
    "DATABASE_URL": ["", "mysql://localhost/x", "localhost"],
    "DEBUG": ["1", "maybe"],  # never together with HTTPS
    "HTTPS": ["perhaps"],
    "SITE_URL": ["http://portal.example.org", "portal.example.org"],
    "ALLOWED_HOSTS": [""],
    "REDIS_URL": ["localhost:6379"],
    "CELERY_TASK_ALWAYS_EAGER": ["?"],
    "DEFAULT_FROM_EMAIL": ["nobody"],
    "EMAIL_URL": ["mail.example.org"],
    "OUTBOX_LEASE": ["0", "long"],
    "TRUSTED_PROXIES": ["-1", "all"],
    "CERTIFICATE_KEY": ["/nowhere/union.p12", "pyproject.toml"],
}
READ_SETTINGS = """
import runpy, sys
for name, value in {cases!r}:
    import os
    os.environ.clear()
    os.environ.update({good!r} | {{name: value}})
    try:
        runpy.run_path("portal/settings.py")
    except SystemExit as stop:
        print(stop)
    else:
        print("started")
"""


def test_the_example_lists_every_variable_and_nothing_else():
    assert LISTED == READ


def test_every_listed_variable_is_explained():
    for name in LISTED:
        before = EXAMPLE.split(f"\n{name}=")[0].splitlines()
        assert any(line.startswith("# ") for line in before[-4:]), name


@pytest.fixture(scope="module")
def answers():
    """What reading the settings said for every wrong value; one process for all."""
    cases = [(name, value) for name, values in WRONG.items() for value in values]
    cases.append(("SITE_URL", GOOD["SITE_URL"]))
    code = READ_SETTINGS.format(cases=cases, good=GOOD)
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    return dict(zip(cases, run.stdout.splitlines(), strict=True))


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_value_stops_the_start_and_names_the_variable(answers, name):
    for value in WRONG[name]:
        sentence = answers[name, value]
        assert sentence.startswith("The portal does not start: "), (name, value)
        assert f'"{name}"' in sentence
        assert sentence.count(". ") == 0


def test_good_values_start(answers):
    assert answers["SITE_URL", GOOD["SITE_URL"]] == "started"


def test_a_wrong_value_prints_one_line_and_no_traceback():
    run = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], **GOOD, "DEBUG": "maybe"},
        capture_output=True,
        text=True,
    )

    assert run.returncode == 1
    assert len(run.stderr.splitlines()) == 1
    assert '"DEBUG"' in run.stderr

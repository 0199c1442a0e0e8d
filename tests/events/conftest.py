"""Every test begins in Vietnamese, whatever the one before it read."""

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def in_vietnamese():
    with translation.override("vi"):
        yield

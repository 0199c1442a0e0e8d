"""Who works at the desk of the institution."""

import pytest

from tests.accounts.factories import UserFactory


@pytest.fixture
def chief(as_user, tmp_path, settings):
    """Somebody who may do everything at the desk."""
    settings.MEDIA_ROOT = tmp_path
    return as_user(UserFactory(superuser=True))

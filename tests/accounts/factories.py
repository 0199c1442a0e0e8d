"""Accounts for tests: a bare call gives someone who may log in and nothing more."""

import factory
from django.contrib.auth.hashers import make_password

from accounts.models import User

PASSWORD = "cau-noi-hai-bo-song"
_HASHED = {}


def hashed() -> str:
    """PASSWORD, hashed once per run."""
    if not _HASHED:
        _HASHED["it"] = make_password(PASSWORD)
    return _HASHED["it"]


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    full_name = factory.Sequence(lambda n: f"Nguyễn Thị Thử {n}")
    email = factory.Sequence(lambda n: f"thu{n}@example.vn")
    language = "vi"
    password = factory.LazyFunction(hashed)

    class Params:
        staff = factory.Trait(is_staff=True)
        superuser = factory.Trait(is_staff=True, is_superuser=True)

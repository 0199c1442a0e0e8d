"""The locks hold what pyproject.toml asks for, with hashes, without addresses."""

import re
import tomllib

import pytest
from django.conf import settings
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

FOLDER = settings.BASE_DIR / "requirements"
PROJECT = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]
EXTRAS = PROJECT["optional-dependencies"]
WANTED = {
    "runtime": PROJECT["dependencies"],
    "embedded": [*PROJECT["dependencies"], *EXTRAS["embedded"]],
    "dev": [*PROJECT["dependencies"], *EXTRAS["embedded"], *EXTRAS["dev"]],
}
LOCKS = pytest.mark.parametrize("lock", WANTED)


def pins(lock: str) -> dict[str, str]:
    text = (FOLDER / f"{lock}.txt").read_text()
    found = re.findall(r"^([\w.-]+)==([^\s;\\]+)", text, re.MULTILINE)
    return {canonicalize_name(name): version for name, version in found}


@LOCKS
def test_everything_declared_is_pinned_within_its_bounds(lock):
    pinned = pins(lock)

    for requirement in map(Requirement, WANTED[lock]):
        version = pinned.get(canonicalize_name(requirement.name))
        assert version, requirement
        assert requirement.specifier.contains(version), requirement


@LOCKS
def test_every_pin_has_hashes_and_no_address(lock):
    text = (FOLDER / f"{lock}.txt").read_text()

    assert "://" not in text
    for block in re.split(r"\n(?=\w)", text.strip()):
        assert "--hash=sha256:" in block, block.splitlines()[0]


@pytest.mark.parametrize(
    ("smaller", "larger"), [("runtime", "embedded"), ("embedded", "dev")]
)
def test_a_larger_lock_holds_the_smaller_version_for_version(smaller, larger):
    assert pins(smaller).items() <= pins(larger).items()

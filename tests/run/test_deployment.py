"""Image, compose file, settings and Makefile agree with one another."""

import re

import pytest
import yaml
from django.conf import settings

BASE = settings.BASE_DIR
COMPOSE = yaml.safe_load((BASE / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
DOCKERFILE = (BASE / "Dockerfile").read_text()
EXAMPLE = set(re.findall(r"^(\w+)=", (BASE / ".env.example").read_text(), re.MULTILINE))
OURS = ["setup", "web", "worker", "beat"]
EACH = pytest.mark.parametrize("name", SERVICES)


def test_the_services_are_those_of_the_design():
    assert set(SERVICES) == {*OURS, "proxy", "db", "redis", "mail"}


@EACH
def test_every_image_is_pinned_to_a_version(name):
    image, _colon, tag = SERVICES[name]["image"].rpartition(":")

    assert image
    assert re.match(r"v?\d+\.\d+", tag)


def test_the_servers_are_the_versions_we_build_for():
    assert SERVICES["db"]["image"].startswith("postgres:18.")
    assert SERVICES["redis"]["image"].startswith("valkey/valkey:8.")


@EACH
def test_every_service_has_limits_and_little_power(name):
    service = SERVICES[name]
    limits = service["deploy"]["resources"]["limits"]

    assert set(limits) == {"cpus", "memory"}
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert name == "proxy" or service["user"] not in {"root", "0"}


@EACH
def test_every_lasting_service_is_watched(name):
    if name == "setup":
        assert SERVICES[name]["restart"] == "no"
        return
    assert SERVICES[name]["restart"] == "unless-stopped"
    assert name == "web" or "test" in SERVICES[name]["healthcheck"]
    assert "HEALTHCHECK" in DOCKERFILE


@pytest.mark.parametrize("name", OURS)
def test_our_services_share_one_image_and_know_only_known_variables(name):
    given = set(SERVICES[name]["environment"])

    assert SERVICES[name]["image"] == SERVICES["web"]["image"]
    assert given <= EXAMPLE
    assert {"SECRET_KEY", "DATABASE_URL", "SITE_URL", "REDIS_URL"} <= given


def test_secrets_come_from_the_environment_and_must_be_given():
    text = (BASE / "docker-compose.yml").read_text()

    for name in ("SECRET_KEY", "POSTGRES_PASSWORD"):
        used = re.findall(r"\$\{" + name + r"([^}]*)\}", text)
        assert used
        assert all(rest.startswith(":?") for rest in used)


def test_only_the_proxy_is_open_to_the_world():
    ports = {name: service.get("ports", []) for name, service in SERVICES.items()}

    assert ports.pop("proxy") == ["80:80", "443:443"]
    assert all(
        port.startswith("127.0.0.1:") for each in ports.values() for port in each
    )


def test_every_volume_is_named():
    used = {
        volume.split(":")[0]
        for service in SERVICES.values()
        for volume in service.get("volumes", [])
    }

    assert used == set(COMPOSE["volumes"])


def test_ports_and_addresses_agree():
    assert "EXPOSE 8000" in DOCKERFILE
    assert '"--port", "8000"' in DOCKERFILE
    assert "http://127.0.0.1:8000/healthz" in DOCKERFILE
    assert SERVICES["proxy"]["command"][-1] == "web:8000"


def test_the_image_runs_without_root_and_without_tools():
    last = DOCKERFILE.split("\nFROM ")[-1]

    assert "USER portal" in last
    assert "pip install" not in last
    assert (
        re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)
        == ["python:3.13.9-slim-bookworm"] * 2
    )


def test_commands_name_what_exists():
    commands = [" ".join(SERVICES[name].get("command", [])) for name in OURS]

    for command in commands:
        for name in re.findall(r"manage\.py (\w+)", command):
            found = BASE.glob(f"*/management/commands/{name}.py")
            assert name == "migrate" or list(found), name


def test_the_readme_commands_are_targets():
    makefile = (BASE / "Makefile").read_text()

    for target in ("demo", "test", "help", "run", "lint", "fmt", "messages", "ci"):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
    assert "make test" in (BASE / ".ci" / "run").read_text()

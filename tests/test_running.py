"""The files by which Terrasse is run and installed are right, as far as tools are here to tell."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[1]
UNITS = ROOT / "contrib" / "systemd"
SERVICES = sorted(UNITS.glob("*.service"))
HARDENING = "# It reads its config"
EXPOSED_AT_MOST = 2.5

needs_systemd = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="systemd is not installed"
)


def files_of(*packages: str) -> set[str]:
    return {
        str(path.relative_to(ROOT))
        for package in packages
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


@needs_systemd
def test_systemd_understands_the_units(tmp_path: Path) -> None:
    for unit in UNITS.iterdir():
        text = unit.read_text().replace("/opt/terrasse/bin/terrasse", "/bin/true")
        (tmp_path / unit.name).write_text(text)

    told = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *map(str, tmp_path.iterdir())],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (0, "") == (told.returncode, told.stdout + told.stderr)


@needs_systemd
@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_a_service_can_do_little_harm(unit: Path) -> None:
    told = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--no-pager", str(unit)],
        capture_output=True,
        text=True,
        check=True,
    )

    found = re.search(r"Overall exposure level for \S+: ([\d.]+)", told.stdout)
    assert found is not None
    assert float(found[1]) <= EXPOSED_AT_MOST


def test_both_services_are_confined_alike() -> None:
    confined = {
        unit.read_text().partition(HARDENING)[2].partition("\n[Install]")[0].rstrip()
        for unit in SERVICES
    }

    assert 2 == len(SERVICES)
    assert 1 == len(confined)
    assert "NoNewPrivileges=yes" in confined.pop()


def test_a_container_is_confined_and_looked_after() -> None:
    compose = (ROOT / "compose.yaml").read_text()
    image = (ROOT / "Dockerfile").read_text()

    for line in (
        'user: "10001:10001"',
        "read_only: true",
        "- ALL",
        "- no-new-privileges:true",
        "restart: unless-stopped",
        "TZ: ",
    ):
        assert line in compose
    assert 1 == compose.count(":/data")
    assert 'CMD ["terrasse", "health"]' in image
    assert "USER 10001:10001" in image


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the sdist of this checkout."""
    pytest.importorskip("hatchling")
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return folder


def test_the_wheel_holds_every_file_of_its_packages_and_nothing_else(built: Path) -> None:
    [wheel] = built.glob("*.whl")
    with ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}

    assert files_of("bot", "adapters", "config") == names
    assert {"config/example.toml", "bot/text/locales/fr.po"} <= names


def test_the_sdist_holds_what_it_takes_to_build_and_test(built: Path) -> None:
    [sdist] = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}

    assert set() == files_of("bot", "adapters", "config", "docs", "tests", "contrib") - names
    assert {"Makefile", "constraints.txt", "compose.yaml", "Dockerfile", "SECURITY.md"} <= names

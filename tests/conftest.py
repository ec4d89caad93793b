"""Two simulated days of an OnePlus of 2017, as files, that many tests audit."""

from __future__ import annotations

from pathlib import Path

import pytest

from phonehome.phones import Options, Simulation, har, simulate, truth


@pytest.fixture(scope="session")
def simulation() -> Simulation:
    return simulate("oneplus-2017", Options(days=2))


@pytest.fixture(scope="session")
def capture(simulation: Simulation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """``week.har``, with ``week.owner.toml`` beside it."""
    folder = tmp_path_factory.mktemp("capture")
    (folder / "week.har").write_bytes(b"".join(har.write(simulation.exchanges)))
    (folder / "week.owner.toml").write_text(truth.owner_toml(simulation.owner), encoding="utf-8")
    return folder / "week.har"


@pytest.fixture(scope="session")
def owner_file(capture: Path) -> str:
    return str(capture.with_suffix(".owner.toml"))

"""The peers, fetched once into a cache folder outside the tree and run as programs on one core."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import msgspec

CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "phonehome-bench"
HERE = Path(__file__).parent
TRACKHAR = "trackhar@1.0.0"
PRESIDIO = "presidio-analyzer==2.2.366"
PATIENCE = 600


class Ran(msgspec.Struct):
    """Seconds after start-up, and every finding as request, kind, certainty and value."""

    seconds: float
    found: list[tuple[int, str, str, str]]


def trackhar() -> tuple[str, ...] | str:
    """The command that runs TrackHAR, but for its capture and indicators; or why there is none."""
    folder = CACHE / "trackhar"
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return "TrackHAR is left out: no node and npm here"
    if not (folder / "node_modules" / "trackhar").is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        if why := _failed(npm, "install", "--silent", "--prefix", str(folder), TRACKHAR):
            return f"TrackHAR is left out: npm could not install it ({why})"
    return node, str(HERE / "trackhar.mjs"), str(folder)


def presidio() -> tuple[str, ...] | str:
    """The command that runs Presidio, but for its texts; or why there is none."""
    python = CACHE / "presidio" / "bin" / "python"
    if not (CACHE / "presidio" / "installed").is_file():
        steps = ((sys.executable, "-m", "venv", "--clear", str(CACHE / "presidio")), _pip(python))
        for step in steps:
            if why := _failed(*step):
                return f"Presidio is left out: pip could not install it ({why})"
        (CACHE / "presidio" / "installed").touch()
    return str(python), str(HERE / "presidio_run.py")


def ours() -> tuple[str, ...]:
    """The command that runs phonehome's map half, but for its capture and owner."""
    return sys.executable, str(HERE / "map_half.py")


def run(*command: str) -> Ran:
    """Runs one program on one core and reads what it says."""
    said = subprocess.run([*pinned(), *command], check=True, capture_output=True)
    return msgspec.json.decode(said.stdout, type=Ran)


def pinned() -> tuple[str, ...]:
    """What stands before a command so that it has the last core alone; nothing where there is no taskset."""
    return ("taskset", "-c", str((os.cpu_count() or 1) - 1)) if shutil.which("taskset") else ()


def _pip(python: Path) -> tuple[str, ...]:
    return str(python), "-m", "pip", "install", "--quiet", "--retries", "1", PRESIDIO


def _failed(*command: str) -> str:
    """Runs a command; the last line of its complaint, empty when it has none."""
    try:
        done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=PATIENCE)
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    return (done.stderr.strip().splitlines() or ["no reason given"])[-1] if done.returncode else ""

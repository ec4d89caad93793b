"""The browser of the tests: where it is, and what keeps it quiet."""

from __future__ import annotations

import os
import shutil

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)


def program(*names: str) -> str:
    """A program that a test needs; CI must have it."""
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None and os.environ.get("CI") == "true":
        pytest.fail(f"CI has no {names[0]}")
    if found is None:
        pytest.skip(f"no {names[0]} on this machine")
    return found


def chromium() -> str:
    """The browser."""
    return program(*NAMES)

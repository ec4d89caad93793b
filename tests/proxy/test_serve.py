from __future__ import annotations

import logging

import pytest

from phonehome.live.spoken import Recorded, Warned, heard
from phonehome.proxy.serve import Told, say


def test_what_is_said_is_heard(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    say(Recorded(3))
    assert heard(capfdbinary.readouterr().out) == Recorded(3)


def test_errors_are_told_in_one_line(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    told = Told()
    told.handle(logging.LogRecord("a", logging.ERROR, "b", 1, "went wrong\nmore", None, None))
    assert (heard(capfdbinary.readouterr().out), told.last) == (Warned("went wrong"), "went wrong")

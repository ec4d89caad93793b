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
    told.is_up = True
    told.handle(logging.LogRecord("a", logging.ERROR, "b", 1, "went wrong\nmore", None, None))
    assert (heard(capfdbinary.readouterr().out), told.last) == (Warned("went wrong"), "went wrong")


def test_what_keeps_it_from_beginning_is_kept_and_told_once(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    told = Told()
    said = "[Errno 98] HTTP(S) proxy failed to listen on 127.0.0.1:1 with [Errno 98] error ('127.0.0.1', 1): in use"
    told.handle(logging.LogRecord("a", logging.ERROR, "b", 1, said, None, None))
    assert (told.last, capfdbinary.readouterr().out) == ("--listen 127.0.0.1:1: in use; give another", b"")

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import click
import pytest

from phonehome.cli.command import command_with, open_input, progress_bar, stoppable

SCRIPT = """
from phonehome.cli.command import progress_bar
with progress_bar("auditing", 10) as tell:
    tell(7)
"""


def shown_on_a_terminal(script: str) -> bytes:
    """Standard error of a script, whose standard error is a terminal."""
    ours, theirs = pty.openpty()
    subprocess.run([sys.executable, "-c", script], stderr=theirs, check=True, env={**os.environ, "TERM": "xterm"})
    os.close(theirs)
    shown = os.read(ours, 1 << 16)
    os.close(ours)
    return shown


def test_help_opens_with_the_example() -> None:
    command = command_with("phonehome one", "phonehome two")("name", help="What it does.")
    text = command.get_help(click.Context(command, info_name="name"))
    assert text.startswith("  $ phonehome one\n  $ phonehome two\n\nUsage: name")


def test_named_file_is_opened(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"bytes")
    with open_input(str(tmp_path / "a")) as file:
        assert file.read() == b"bytes"


def test_dash_is_standard_input_and_stays_open() -> None:
    with open_input("-") as file:
        assert file.fileno() == 0
    assert os.fstat(0)


def test_bar_is_shown_on_a_terminal() -> None:
    assert b"auditing" in shown_on_a_terminal(SCRIPT)


def test_bar_is_drawn_where_standard_error_is_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    with progress_bar("auditing", 10) as tell:
        tell(7)
    assert "auditing" in capsys.readouterr().err


def test_nothing_is_shown_where_standard_error_is_no_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    with progress_bar("auditing", 10) as tell:
        tell(7)
    assert capsys.readouterr() == ("", "")


def test_first_interrupt_ends_the_next_tell_and_the_second_the_program() -> None:
    told: list[int] = []
    before = signal.getsignal(signal.SIGINT)
    with stoppable(told.append) as tell:
        tell(1)
        signal.raise_signal(signal.SIGINT)
        assert told == [1]
        with pytest.raises(KeyboardInterrupt):
            tell(2)
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert told == [1]
    assert signal.getsignal(signal.SIGINT) == before


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_service_that_stops_and_a_terminal_that_closes_end_it_like_an_interrupt(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    with stoppable(lambda _: None) as tell:
        signal.raise_signal(number)
        with pytest.raises(KeyboardInterrupt):
            tell(1)
        assert signal.getsignal(number) == before
    assert signal.getsignal(number) == before


def test_what_was_begun_with_nohup_stays() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with stoppable(lambda _: None) as tell:
            signal.raise_signal(signal.SIGHUP)
            tell(1)
        assert signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)


CLOSED = """
import signal, sys
from phonehome.cli.command import stoppable
with stoppable(lambda _: None) as tell:
    sys.stdin.readline()
    signal.raise_signal(signal.SIGHUP)
    print("to nobody", flush=True)
    try:
        tell(1)
    except KeyboardInterrupt:
        sys.exit(7)
"""


def test_nothing_is_said_to_a_terminal_that_is_gone() -> None:
    ours, theirs = pty.openpty()
    call = [sys.executable, "-c", CLOSED]
    with subprocess.Popen(call, stdin=subprocess.PIPE, stdout=theirs, stderr=theirs) as running:
        os.close(theirs)
        os.close(ours)
        running.communicate(b"\n")
    assert running.returncode == 7


def test_no_interrupt_changes_nothing() -> None:
    told: list[int] = []
    before = signal.getsignal(signal.SIGINT)
    with stoppable(told.append) as tell:
        tell(1)
    assert (told, signal.getsignal(signal.SIGINT)) == ([1], before)

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Iterable
from concurrent.futures import BrokenExecutor
from importlib.metadata import version
from pathlib import Path

import pytest

from cli.said import Phonehome, Said
from phonehome import cli


class Failing(io.BytesIO):
    """An output during which something happens."""

    def __init__(self, error: type[BaseException], words: tuple[object, ...]) -> None:
        super().__init__()
        self._error = error
        self._words = words

    def writelines(self, _: Iterable[object], /) -> None:
        raise self._error(*self._words)


def test_no_arguments_ask_for_help(phonehome: Phonehome) -> None:
    said = phonehome()
    assert said == phonehome("--help")
    assert (said.code, said.err) == (0, "")
    assert all(f"\n  {name} " in said.out for name in cli.COMMANDS)


def test_version_is_that_of_the_package(phonehome: Phonehome) -> None:
    assert phonehome("--version") == Said(0, f"phonehome {version('phonehome')}\n", "")


@pytest.mark.parametrize(
    "arguments",
    [
        ("listen",),
        ("audit",),
        ("audit", "a.har", "--bogus"),
        ("audit", "a.har", "--format", "xml"),
        ("audit", "a.har", "--jobs", "-1"),
        ("audit", "a.har", "--jobs", "many"),
        ("audit", "a.har", "b.har"),
        ("report",),
        ("simulate", "oneplus-2017"),
        ("simulate", "nokia", "--out", "a.har"),
        ("simulate", "oneplus-2017", "--days", "x", "--out", "a.har"),
        ("--bogus",),
    ],
)
def test_call_that_cannot_be_understood_is_answered_with_one_sentence(
    phonehome: Phonehome, arguments: tuple[str, ...]
) -> None:
    said = phonehome(*arguments)
    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
    assert said.err.startswith("phonehome: ")


@pytest.mark.parametrize(
    ("error", "words", "sentence"),
    [
        (KeyboardInterrupt, (), "stopped"),
        (OSError, (28, "No space left on device"), "No space left on device"),
        (OSError, (28, "No space left on device", "a.har"), "a.har: No space left on device"),
        (ValueError, ("a sentence",), "a sentence"),
        (BrokenExecutor, (), "a process of the audit was killed (no memory left?); --jobs 1 needs the least"),
    ],
)
def test_what_goes_wrong_is_one_sentence(
    case: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    *,
    error: type[BaseException],
    words: tuple[object, ...],
    sentence: str,
) -> None:
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(Failing(error, words)))
    assert cli.run(["report", str(case)]) == (130 if error is KeyboardInterrupt else 2)
    assert capsys.readouterr().err.strip() == f"phonehome: {sentence}"


def test_console_script_is_this() -> None:
    script = Path(sys.executable).with_name("phonehome")
    done = subprocess.run([script, "--version"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, f"phonehome {version('phonehome')}\n")


def test_main_ends_the_program_with_the_code(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "argv", ["phonehome", "report", str(tmp_path)])
    with pytest.raises(SystemExit) as end:
        cli.main()
    assert end.value.code == 2


def test_without_a_standard_output_nothing_breaks() -> None:
    call = f"{sys.executable} -m phonehome adapter list >&-"
    done = subprocess.run(call, shell=True, capture_output=True, check=False)  # noqa: S602 - the shell closes it
    assert (done.returncode, done.stderr) == (0, b"")

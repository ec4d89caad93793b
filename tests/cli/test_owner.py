"""``phonehome owner`` with an adb that answers from recordings."""

from __future__ import annotations

import shlex
import sys
from importlib import import_module
from pathlib import Path

import pytest

from adb.recordings import ONEPLUS_6, PIXEL_10
from cli.said import Phonehome, refused
from phonehome.adb.phone import COMMANDS
from phonehome.knowledge.load import load
from phonehome.owner import parse
from phonehome.owner_toml import EXAMPLE

ADB = """#!{python}
import sys
answers = {answers!r}
if sys.argv[1:] == ["devices"]:
    sys.stdout.write({devices!r})
elif sys.argv[1] == "-s" and sys.argv[3] == "shell":
    sys.stdout.write(answers.get(sys.argv[4], "").replace("\\n", "\\r\\n"))
else:
    sys.exit("unexpected: " + " ".join(sys.argv))
"""
ONE = "List of devices attached\n258cfeb1\tdevice\n\n"


class Computer:
    """A folder on PATH that may hold an adb."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def connect(self, answers: dict[str, str], devices: str = ONE) -> None:
        told = {COMMANDS[name]: answer for name, answer in answers.items()}
        self.script(ADB.format(python=sys.executable, answers=told, devices=devices))

    def script(self, text: str) -> None:
        file = self.folder / "adb"
        file.write_text(text, encoding="utf-8")
        file.chmod(0o700)


@pytest.fixture
def computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Computer:
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return Computer(folder)


def test_the_phone_is_written_down(phonehome: Phonehome, computer: Computer, tmp_path: Path) -> None:
    computer.connect(ONEPLUS_6)
    file = tmp_path / "owner.toml"
    said = phonehome("owner", "--adb", "-o", file)
    assert (said.code, said.out, said.err) == (0, f"owner: {file}\n", "")
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.read_text(encoding="utf-8").startswith("# OnePlus ONE A2003, Android 6.0.1, asked over adb\n")
    assert parse(file.read_bytes(), load()).values["imei"] == ("490154203237518",)


def test_what_the_phone_keeps_back_is_a_comment(phonehome: Phonehome, computer: Computer) -> None:
    computer.connect(PIXEL_10)
    said = phonehome("owner", "--adb")
    assert "# imei: not readable without root since Android 10; dial *#06# and add it here\n" in said.out


def test_one_of_several_phones_can_be_chosen(phonehome: Phonehome, computer: Computer) -> None:
    computer.connect(PIXEL_10, ONE + "99171FFAZ00A1B\tdevice\n")
    assert phonehome("owner", "--adb", "--serial", "99171FFAZ00A1B").code == 0
    assert phonehome("owner", "--adb") == refused(
        "several phones are connected (258cfeb1, 99171FFAZ00A1B); choose one with --serial"
    )


@pytest.mark.parametrize(
    ("devices", "arguments", "sentence"),
    [
        (
            "List of devices attached\n\n",
            (),
            "no phone is connected; plug it in, switch on USB debugging and unlock it",
        ),
        (
            "List of devices attached\n258cfeb1\tunauthorized\n",
            (),
            "the phone 258cfeb1 does not trust this computer yet; unlock it and allow USB debugging",
        ),
        ("258cfeb1\toffline\n", (), "the phone 258cfeb1 is offline; unplug it and plug it in again"),
        (
            "258cfeb1\tno permissions (user in plugdev group; are your udev rules wrong?); see [http://developer]\n",
            (),
            "the phone 258cfeb1 may not be used by this user; see the udev rules of the Android platform-tools",
        ),
        ("258cfeb1\trecovery\n", (), "the phone 258cfeb1 is not ready: recovery"),
        (ONE, ("--serial", "x"), "no phone x is connected, but 258cfeb1"),
        (ONE, (), "the phone 258cfeb1 does not answer; is it still connected?"),
    ],
)
def test_a_phone_that_cannot_be_asked_is_one_sentence(
    phonehome: Phonehome, computer: Computer, *, devices: str, arguments: tuple[str, ...], sentence: str
) -> None:
    computer.connect({}, devices)
    assert phonehome("owner", "--adb", *arguments) == refused(sentence)


@pytest.mark.usefixtures("computer")
def test_without_adb_it_says_where_adb_is_from(phonehome: Phonehome) -> None:
    assert phonehome("owner", "--adb") == refused(
        "adb is not installed; it comes with the Android platform-tools (Debian: apt install adb)"
    )


def test_a_command_that_hangs_answers_nothing(
    phonehome: Phonehome, computer: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The package has a command of the same name as the module.
    monkeypatch.setattr(import_module("phonehome.cli.owner"), "_SECONDS", 0.2)
    computer.script(f"#!/bin/sh\nexec {shlex.quote(sys.executable)} -c 'import time; time.sleep(60)'\n")
    assert phonehome("owner", "--adb") == refused(
        "no phone is connected; plug it in, switch on USB debugging and unlock it"
    )


def test_the_example_is_printed(phonehome: Phonehome) -> None:
    said = phonehome("owner", "--example")
    assert (said.code, said.out, said.err) == (0, EXAMPLE, "")


def test_a_file_that_is_there_is_kept(phonehome: Phonehome, tmp_path: Path) -> None:
    file = tmp_path / "owner.toml"
    file.write_text("mine", encoding="utf-8")
    file.chmod(0o644)
    assert phonehome("owner", "--example", "-o", file) == refused(
        f"{file} is there already; give another name, or --force to replace it"
    )
    assert file.read_text(encoding="utf-8") == "mine"
    assert phonehome("owner", "--example", "-o", file, "--force").code == 0
    assert (file.read_text(encoding="utf-8"), file.stat().st_mode & 0o777) == (EXAMPLE, 0o600)


@pytest.mark.parametrize("arguments", [(), ("--adb", "--example")])
def test_one_of_the_two_must_be_said(phonehome: Phonehome, arguments: tuple[str, ...]) -> None:
    assert phonehome("owner", *arguments) == refused(
        "say --adb (ask the connected phone) or --example (a file to fill in)"
    )

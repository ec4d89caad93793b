from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from cli.said import Phonehome, refused
from phonehome.cli.capture import Screen
from phonehome.live.spoken import Recorded

WRONG = {
    ("--listen", "8080"): "--listen 8080: wanted is HOST:PORT, such as 0.0.0.0:8080",
    ("--listen", "0.0.0.0:\u0668\u0660"): "--listen 0.0.0.0:\u0668\u0660: wanted is HOST:PORT, such as 0.0.0.0:8080",
    ("--authority", "/dev/null"): "--authority /dev/null: that is a file; wanted is a folder",
    ("--listen", "host:99999"): "--listen host:99999: wanted is HOST:PORT, such as 0.0.0.0:8080",
    ("--web", "8081"): "--web 8081: not an address and a port such as 127.0.0.1:8081",
    (
        "--web",
        "0.0.0.0:8081",
    ): "--web 0.0.0.0:8081: others in the network could look on; give --web-open too if they may",
    ("--web", "127.0.0.1:8080"): "--web 127.0.0.1:8080: the proxy listens on that port; give another, such as 8081",
    ("--wireguard", "--transparent"): "--wireguard and --transparent exclude each other",
}


@pytest.mark.parametrize(("options", "sentence"), WRONG.items(), ids=lambda one: str(one)[:30])
def test_wrong_options_are_named(phonehome: Phonehome, tmp_path: Path, options: tuple[str, ...], sentence: str) -> None:
    assert phonehome("capture", "--out", tmp_path / "case", *options) == refused(sentence)
    assert list(tmp_path.iterdir()) == []


def test_a_second_capture_into_a_folder_is_refused(phonehome: Phonehome, tmp_path: Path) -> None:
    (tmp_path / "recording").touch()
    said = phonehome("capture", "--out", tmp_path)
    assert said == refused(f"{tmp_path} already holds a recording; give another folder")


@pytest.mark.parametrize(
    ("text", "why"), [(None, "No such file or directory"), ("x", "there is no certificate in PEM in it")]
)
def test_authorities_that_are_none_are_refused_before_anything_begins(
    phonehome: Phonehome, tmp_path: Path, text: str | None, why: str
) -> None:
    file = tmp_path / "ca.pem"
    if text:
        file.write_text(text)
    said = phonehome("capture", "--out", tmp_path / "case", "--trust", file)
    assert said == refused(f"--trust {file}: {why}")
    assert not (tmp_path / "case").exists()


def test_a_capture_that_never_began_leaves_its_folder_free(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        listen = f"127.0.0.1:{taken.getsockname()[1]}"
        options = ["--out", str(tmp_path / "case"), "--listen", listen, "--authority", str(tmp_path / "ca")]
        run = subprocess.run([sys.executable, "-m", "phonehome", "capture", *options], capture_output=True, check=False)
    assert run.returncode == 2
    assert run.stderr.decode() == f"phonehome: --listen {listen}: address already in use; give another\n"
    assert not (tmp_path / "case").exists()


def test_a_count_is_said_once(capsys: pytest.CaptureFixture[str]) -> None:
    screen = Screen("regular", "ca", is_terminal=False)
    for count in (0, 6, 6, 7):
        screen.hear(Recorded(count))
    assert capsys.readouterr().err == "6 recorded\n7 recorded\n"

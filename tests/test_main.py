from __future__ import annotations

import os
import pty
import re
import runpy
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from cli.said import Said
from phonehome import case as cases

MODULE = (sys.executable, "-m", "phonehome")


def call(*arguments: str | Path, stdin: bytes = b"", folder: Path | None = None) -> Said:
    done = subprocess.run([*MODULE, *arguments], input=stdin, capture_output=True, check=False, cwd=folder)
    return Said(done.returncode, done.stdout.decode(), done.stderr.decode())


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_module_is_the_command_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["phonehome", "--version"])
    with pytest.raises(SystemExit) as end:
        runpy.run_module("phonehome", run_name="__main__")
    assert end.value.code == 0
    assert capsys.readouterr().out.startswith("phonehome ")


def test_importing_it_runs_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    runpy.run_module("phonehome.__main__", run_name="imported")
    assert capsys.readouterr() == ("", "")


INTERRUPTED = """
import signal, sys
class Pressed:
    @staticmethod
    def find_spec(name, *_):
        if name == "phonehome.cli":
            signal.raise_signal(signal.SIGINT)
sys.meta_path.insert(0, Pressed)
from phonehome.__main__ import main
main()
"""


def test_an_interrupt_while_it_is_loaded_ends_it_quietly() -> None:
    done = subprocess.run([sys.executable, "-c", INTERRUPTED], capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")


def test_every_command_runs_from_a_shell(tmp_path: Path) -> None:
    simulated = call("simulate", "oneplus-odm-b", "--days", "1", "--out", "a.har", folder=tmp_path)
    assert (simulated.code, simulated.err) == (0, "")
    audited = call("audit", "a.har", "--owner", "a.owner.toml", "--out", "case", folder=tmp_path)
    assert (audited.code, audited.err) == (0, "")
    reported = call("report", "case", folder=tmp_path)
    assert reported == audited


def test_broken_expectation_is_exit_1(capture: Path, owner_file: str) -> None:
    said = call("audit", capture, "--owner", owner_file, "--fail-on", "imei")
    assert said.code == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("audit", "no.har"),
        ("audit", "."),
        ("audit", "empty.har"),
        ("audit", "owner.toml"),
        ("audit", "empty.har", "--owner", "owner.toml"),
        ("audit", "empty.har", "--fail-on", "shoe_size"),
        ("audit", "empty.har", "--out", "owner.toml/case"),
        ("report", "."),
        ("simulate", "nokia", "--out", "a.har"),
        ("simulate", "oneplus-2017", "--out", "no/a.har"),
    ],
)
def test_what_cannot_run_is_exit_2_with_one_sentence(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    (tmp_path / "empty.har").touch()
    (tmp_path / "owner.toml").write_text("[values]\nimei = ['no']\n", encoding="utf-8")
    said = call(*arguments, folder=tmp_path)
    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
    assert said.err.startswith("phonehome: ")
    assert sorted(contents(tmp_path)) == ["empty.har", "owner.toml"]


def test_capture_comes_through_a_pipe_with_the_same_bytes(capture: Path, owner_file: str, tmp_path: Path) -> None:
    data = capture.read_bytes()
    for jobs in ("1", "2"):
        said = call("audit", "-", "--owner", owner_file, "--jobs", jobs, "--out", tmp_path / jobs, stdin=data)
        assert (said.code, said.err) == (0, "")
    assert contents(tmp_path / "1") == contents(tmp_path / "2")
    assert call("audit", capture, "--owner", owner_file, "--out", tmp_path / "file").code == 0
    table = "findings.parquet"
    assert contents(tmp_path / "1")[table] == contents(tmp_path / "file")[table]


def test_order_of_hashing_does_not_show(capture: Path, owner_file: str, tmp_path: Path) -> None:
    for seed in ("1", "77"):
        command = [
            *MODULE,
            "audit",
            str(capture),
            "--owner",
            owner_file,
            "--out",
            str(tmp_path / seed),
            "--format",
            "html",
        ]
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        subprocess.run(command, capture_output=True, check=True, env=environment)
    assert contents(tmp_path / "1") == contents(tmp_path / "77")


def test_closed_standard_input_is_named() -> None:
    done = subprocess.run(f"{shlex.join(MODULE)} audit - <&-", shell=True, capture_output=True, check=False)  # noqa: S602
    assert (done.returncode, done.stderr) == (2, b"phonehome: Bad file descriptor\n")


def test_closed_pipe_keeps_the_exit_code(capture: Path, owner_file: str) -> None:
    command = [*MODULE, "audit", str(capture), "--owner", owner_file, "--format", "json", "--fail-on", "imei"]
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, check=False)
    os.close(write)
    assert done.returncode == 1
    assert re.fullmatch(rb"left the phone, likely or confirmed: imei \(\d+\)\n", done.stderr)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_interrupt_keeps_what_was_read(capture: Path, owner_file: str, tmp_path: Path, jobs: str) -> None:
    """Ctrl-C goes to the whole group of processes, while the pipe is still open."""
    data = capture.read_bytes()
    ready, write = os.pipe()
    command = [*MODULE, "audit", "-", "--owner", owner_file, "--out", str(tmp_path / "case"), "--jobs", jobs]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=write, process_group=0) as running:
        assert running.stdin
        # More than a pipe holds: when all is written, the audit has begun to read.
        running.stdin.write(data[: len(data) // 2])
        running.stdin.flush()
        os.killpg(running.pid, signal.SIGINT)
        running.stdin.write(data[len(data) // 2 :])
        running.stdin.close()
        assert running.wait() == 0
    os.close(ready)
    os.close(write)
    (read,) = cases.read_info(tmp_path / "case").inputs
    assert read.damage[-1].reason == "stopped by the user; what comes after this byte was not read"


@pytest.mark.parametrize("terminal", [True, False])
def test_bar_is_shown_on_a_terminal_only(capture: Path, owner_file: str, *, terminal: bool) -> None:
    ours, theirs = pty.openpty() if terminal else os.pipe()
    environment = {**os.environ, "TERM": "xterm", "FORCE_COLOR": "1"}
    command = [*MODULE, "audit", str(capture), "--owner", owner_file]
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=theirs, check=True, env=environment)
    os.write(theirs, b"the end\n")
    shown = os.read(ours, 1 << 16)
    os.close(ours)
    os.close(theirs)
    assert (b"auditing" in shown) == terminal


def example_of(command: str) -> list[str]:
    """The lines with which a command's help opens."""
    opening, _, rest = call(command, "--help").out.partition("\n\n")
    assert rest.startswith("Usage: ")
    return [line.removeprefix("  $ ") for line in opening.splitlines()]


def test_examples_that_open_each_help_work_as_pasted(tmp_path: Path) -> None:
    commands = ("simulate", "audit", "report")
    lines = list(dict.fromkeys(line for name in commands for line in example_of(name)))
    assert {line.split()[1] for line in lines} == set(commands)
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        ["sh", "-ec", "\n".join(lines)],
        capture_output=True,
        check=False,
        cwd=tmp_path,
        env={**os.environ, "PATH": path},
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert (tmp_path / "case" / "report.html").exists()

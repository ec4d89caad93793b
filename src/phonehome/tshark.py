"""Packet captures through tshark (4.0 or later): the door that runs it and reads what it says, line by line."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, BinaryIO

from msgspec import Struct

from phonehome.model import Damage, Exchange
from phonehome.read.pcap.exchanges import exchanges
from phonehome.read.pcap.packet import AGGREGATOR, FIELDS

LEAST = (4, 0)
INSTALL = "install it with: apt install tshark (Debian, Ubuntu), brew install wireshark (macOS), or from wireshark.org"
# Protocols that phonehome reads itself, or that would take decrypted bytes away as their own.
_OFF = ("http", "http2", "http3", "websocket", "grpc", "xmpp", "imap", "pop", "smtp", "ldap", "mqtt", "sip", "x509af")
_MAGIC = (
    bytes.fromhex("a1b2c3d4"),
    bytes.fromhex("d4c3b2a1"),
    bytes.fromhex("a1b23c4d"),
    bytes.fromhex("4d3cb2a1"),
    bytes.fromhex("0a0d0d0a"),
)
_VERSION = re.compile(r"TShark \(Wireshark\) (\d+)\.(\d+)")
_KEY = re.compile(rb"^[ \t]*(?:[A-Z][A-Z0-9_]+[ \t]+[0-9a-fA-F]{16,}[ \t]+[0-9a-fA-F]{16,}|RSA )", re.MULTILINE)
_ROOT = "Running as user"
_BLOCK = 1 << 18


class Packets(Struct, frozen=True):
    """The reader of packet captures; ``keys`` names a key log (SSLKEYLOGFILE), if there is one."""

    keys: str = ""
    NAME: str = "packet capture (pcap, pcapng)"

    def recognises(self, head: bytes) -> bool:
        """Whether it begins as pcap or pcapng."""
        return head[:4] in _MAGIC

    def read(self, file: BinaryIO) -> Iterator[Exchange | Damage]:
        """The exchanges, then what was lost. ValueError without tshark, with one before 4.0, or with no packets."""
        program = found()
        if self.keys:
            check_keys(self.keys)
        with _running(program, self.keys, file) as run:
            yield from exchanges(run.lines())
            yield from run.damage()


class Run:
    """One tshark at work, fed by a thread."""

    def __init__(self, process: subprocess.Popen[bytes], file: BinaryIO, said: IO[bytes]) -> None:
        self.process = process
        self._file, self._said = file, said
        self._fed = self._packets = 0
        self._error: BaseException | None = None
        self.feeder = threading.Thread(target=self._feed, daemon=True)

    def lines(self) -> Iterator[bytes]:
        """What it says, one line a packet."""
        self.feeder.start()
        if self.process.stdout:
            for line in self.process.stdout:
                self._packets += 1
                yield line
        self.process.wait()
        self.feeder.join()
        if self._error:
            raise self._error

    def damage(self) -> Iterator[Damage]:
        """What it complained of; ValueError where that is all it said."""
        if self.process.returncode == 0:
            return
        self._said.seek(0)
        text = self._said.read(1 << 16).decode("utf-8", "replace")
        lines = [line.removeprefix("tshark: ") for line in text.splitlines() if line and not line.startswith(_ROOT)]
        why = lines[0] if lines else f"tshark ended with {self.process.returncode}"
        if "cut short" in why:
            yield Damage(self._fed, 0, "the capture ends in the middle of a packet")
        elif not self._packets:
            raise ValueError(f"tshark cannot read the capture: {why}")
        else:
            yield Damage(0, 0, f"what comes after packet {self._packets:,} was not read: {why}")

    def _feed(self) -> None:
        stdin = self.process.stdin
        if stdin is None:
            return
        try:
            while block := self._file.read(_BLOCK):
                stdin.write(block)
                self._fed += len(block)
        except BrokenPipeError:
            pass
        except BaseException as error:  # noqa: BLE001 - an interrupt too is for the thread that reads
            self._error = error
        with suppress(OSError):
            stdin.close()


def found() -> str:
    """The program; ValueError where there is none, or an older one."""
    program = shutil.which("tshark")
    if program is None:
        raise ValueError(f"packet captures are read with tshark, which is not there; {INSTALL}")
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    version = _VERSION.search(said)
    if version and (int(version[1]), int(version[2])) < LEAST:
        raise ValueError(f"tshark {version[1]}.{version[2]} is too old to read captures with, 4.0 is needed; {INSTALL}")
    return program


def check_keys(name: str) -> None:
    """ValueError for a file that is no key log."""
    with Path(name).open("rb") as file:
        if not _KEY.search(file.read(1 << 20)):
            raise ValueError(f"{name} is no key log (lines such as CLIENT_RANDOM ..., as SSLKEYLOGFILE writes them)")


def command(program: str, keys: str) -> list[str]:
    """The call: only what is needed is asked for, and nothing is looked up."""
    options = ["-o", "tcp.try_heuristic_first:TRUE", "-o", "tcp.reassemble_out_of_order:TRUE"]
    options += ["-o", f"tls.keylog_file:{keys}"] if keys else []
    for name in _OFF:
        options += ["--disable-protocol", name]
    fields = [part for field in FIELDS for part in ("-e", field)]
    form = ["-T", "fields", "-E", "separator=/t", "-E", f"aggregator={AGGREGATOR}", "-E", "occurrence=a"]
    return [program, "-n", "-Q", "-l", "-r", "-", *options, *form, *fields]


@contextmanager
def _running(program: str, keys: str, file: BinaryIO) -> Iterator[Run]:
    with tempfile.TemporaryDirectory(prefix="phonehome-") as folder, tempfile.TemporaryFile() as said:
        process = subprocess.Popen(  # noqa: S603
            command(program, str(Path(keys).resolve()) if keys else ""),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=said,
            # The user's own settings of Wireshark must not change what is read.
            env={"PATH": str(Path(program).parent), "HOME": folder, "WIRESHARK_CONFIG_DIR": folder},
            start_new_session=True,
        )
        try:
            yield Run(process, file, said)
        finally:
            process.kill()
            process.wait()
            if process.stdout:
                process.stdout.close()

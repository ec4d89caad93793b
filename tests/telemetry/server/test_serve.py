"""The collector as it is run: killed, stopped, out of room, fed with garbage. What it acknowledged counts, once."""

from __future__ import annotations

import random
import re
import socket
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Sequence
from itertools import count
from pathlib import Path

import httpx
import pytest

from phonehome.telemetry import wire
from phonehome.telemetry.server.serve import address
from telemetry.server.alive import OUTPUTS, Alive, Phone, collector, counted, current, metrics, report, today

KILLS = 30
STORED = 202


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    metrics(tmp_path)
    return tmp_path


def _phones(numbers: Sequence[int]) -> list[Phone]:
    return [Phone(number, number * 7 % OUTPUTS) for number in numbers]


def _expected(phones: Sequence[Phone]) -> Counter[int]:
    return Counter(phone.output for phone in phones)


def _until_killed(folder: Path, db: str, phones: Sequence[Phone], seconds: float) -> set[int]:
    """Which reports were acknowledged before the collector was killed."""
    with collector(folder, db) as alive:
        name = current(alive)
        killer = threading.Timer(seconds, alive.kill)
        killer.start()
        told = report(alive, phones, name)
        killer.join()
    assert set(told.values()) <= {STORED}
    return set(told)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_killed_under_load_it_loses_and_doubles_nothing(
    folder: Path, kind: str, request: pytest.FixtureRequest
) -> None:
    db = str(folder / "telemetry.sqlite") if kind == "sqlite" else request.getfixturevalue("url")
    chance, numbers = random.Random(6), count()
    waiting: list[Phone] = []
    sent: list[Phone] = []
    acknowledged: set[int] = set()
    for _ in range(KILLS if kind == "sqlite" else 5):
        new = _phones([next(numbers) for _ in range(3_000)])
        sent += new
        # As phones do: what was not acknowledged comes again; some of what was is sent again by a confused network.
        repeats = chance.sample(sent, 100)
        told = _until_killed(folder, db, [*waiting, *repeats, *new], chance.uniform(0.02, 0.3))
        acknowledged |= told
        waiting = [phone for phone in sent if phone.number not in acknowledged]
    with collector(folder, db) as alive:
        before = counted(alive)
        known = _expected([phone for phone in sent if phone.number in acknowledged])
        assert [output for output in known if before.get(output, 0) < known[output]] == []
        assert set(report(alive, waiting, current(alive)).values()) <= {STORED}
        httpx.post(f"{alive.asks}/v1/close", json={"metric": "screen_hours", "day": str(today())}, timeout=60)
        assert counted(alive) == _expected(sent)
    assert 0 < len(acknowledged) < len(sent)


def test_stopped_under_load_it_answers_what_it_has_taken(folder: Path) -> None:
    db = str(folder / "telemetry.sqlite")
    with collector(folder, db) as alive:
        name = current(alive)
        stopper = threading.Timer(0.3, alive.process.terminate)
        stopper.start()
        told = report(alive, _phones(range(20_000)), name)
        stopper.join()
    assert (alive.process.returncode, set(told.values()) - {503}) == (0, {STORED})
    with collector(folder, db) as again:
        assert sum(counted(again).values()) == sum(status == STORED for status in told.values())


def test_a_disk_without_room_makes_phones_keep_their_reports(folder: Path) -> None:
    db = str(folder / "telemetry.sqlite")
    room = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, 150_000))"
    phones = _phones(range(5_000))
    with collector(folder, db, first=room) as small:
        told = report(small, phones, current(small))
    assert len(told) == len(phones)
    kept = [phone for phone in phones if told[phone.number] != STORED]
    assert {told[phone.number] for phone in kept} <= {503, 507}
    assert kept
    with collector(folder, db) as large:
        assert counted(large) == _expected([phone for phone in phones if told[phone.number] == STORED])
        report(large, kept, current(large))
        assert counted(large) == _expected(phones)


def _garbage(alive: Alive, chance: random.Random) -> None:
    """One thing that no phone sends; what comes back is no server error."""
    match chance.randrange(4):
        case 0:
            host, _, port = alive.phones.removeprefix("http://").rpartition(":")
            with socket.create_connection((host, int(port)), timeout=10) as raw:
                raw.sendall(chance.randbytes(200) + b"\r\n\r\n")
            return
        case 1:
            body = chance.randbytes(wire.SIZE)
        case 2:
            body = chance.randbytes(chance.randrange(2_000))
        case _:
            whole = bytearray(Phone(1 << 60, 0).body("f" * 16, today()))
            whole[chance.randrange(len(whole))] = chance.randrange(256)
            body = bytes(whole)
    assert httpx.post(f"{alive.phones}{wire.REPORTS}", content=body, timeout=10).status_code < 500


def test_garbage_repeats_and_wrong_clocks_leave_the_counts_right(folder: Path) -> None:
    chance = random.Random(7)
    phones = _phones(range(3_000))
    often = chance.choices(phones, k=6_000)
    with collector(folder, str(folder / "telemetry.sqlite")) as alive:
        name = current(alive)
        for start in range(0, 6_000, 100):
            report(alive, often[start : start + 100], name)
            _garbage(alive, chance)
        skewed = [today().replace(year=today().year + years, day=1) for years in (-30, -2, 1, 5)]
        bodies = [phone.body(name, day) for phone, day in zip(phones, skewed, strict=False)]
        found = [httpx.post(f"{alive.phones}{wire.REPORTS}", content=body) for body in bodies]
        assert [(one.status_code, one.json()["today"]) for one in found] == [(422, str(today()))] * 4
        assert counted(alive) == _expected(sorted(set(often), key=lambda phone: phone.number))


def test_headers_without_end_are_cut_off(folder: Path) -> None:
    with collector(folder, str(folder / "telemetry.sqlite")) as alive:
        host, _, port = alive.phones.removeprefix("http://").rpartition(":")
        with socket.create_connection((host, int(port)), timeout=10) as raw:
            raw.sendall(b"GET /healthz HTTP/1.1\r\nhost: x\r\nx: ")
            with pytest.raises(OSError, match=r"reset|Broken pipe"):
                raw.sendall(bytes(200 << 20))
        assert httpx.get(f"{alive.phones}/healthz").json() == {"ok": True}


def test_schemathesis_finds_no_server_error(folder: Path) -> None:
    program = Path(sys.executable).with_name("schemathesis")
    checks = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
    with collector(folder, str(folder / "telemetry.sqlite")) as alive:
        call = [str(program), "run", f"{alive.phones}/openapi.json", "--checks", checks]
        options = [
            "--max-examples",
            "60",
            "--phases",
            "examples,coverage,fuzzing",
            "--generation-deterministic",
            "--no-color",
        ]
        done = subprocess.run([*call, *options], capture_output=True, text=True, check=False, cwd=folder, timeout=300)
    assert (done.returncode, done.stdout if done.returncode else "") == (0, "")


def test_no_address_is_said_or_stored(folder: Path) -> None:
    with collector(folder, str(folder / "telemetry.sqlite"), "--behind-proxy") as alive:
        told = {"x-forwarded-for": "203.0.113.77"}
        for body in (b"x", bytes(wire.SIZE), Phone(1, 1).body(current(alive), today())):
            httpx.post(f"{alive.phones}{wire.REPORTS}", content=body, headers=told)
        alive.process.terminate()
        said = alive.process.communicate()[1]
    held = b"".join(one.read_bytes() for one in folder.iterdir())
    assert (said, b"203.0.113" in held, bytes([203, 0, 113, 77]) in held) == ("", False, False)


@pytest.mark.parametrize(
    ("text", "found"),
    [("127.0.0.1:8440", ("127.0.0.1", 8440)), ("[::1]:0", ("::1", 0)), ("localhost:1", ("localhost", 1))],
)
def test_address(text: str, found: tuple[str, int]) -> None:
    assert address(text) == found


@pytest.mark.parametrize("text", ["8440", ":8440", "127.0.0.1", "127.0.0.1:x", "127.0.0.1:65536", ""])
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(f"{text!r} is no address to listen at; write it as 127.0.0.1:8440")):
        address(text)


def test_two_collectors_share_a_postgresql(folder: Path, url: str) -> None:
    phones = _phones(range(400))
    with collector(folder, url) as first, collector(folder, url) as second:
        report(first, phones, current(first))
        report(second, phones[::-1], current(second))
        assert counted(first) == counted(second) == _expected(phones)

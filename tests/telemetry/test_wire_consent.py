"""Consent as the wire shows it: nothing crosses before it is given or after it is withdrawn, whatever happens.

A phone and a collector, each in processes of their own, with a recorder between. Where the kernel allows it (user
namespaces, iproute2), the first test runs the others in a network of its own, where every packet counts, the questions
to name servers too; elsewhere they run as they stand, and connections are counted.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from telemetry.client.world import METRICS
from telemetry.server.alive import Alive, collector
from telemetry.wire.phone import DAY, Phone
from telemetry.wire.recorder import OWN, Wire

ASKED = METRICS.replace("2030-01-01", "2999-01-01")
# All addresses there lead to the one line that is recorded.
SETUP = "ip link set lo up && ip route add default dev lo; ip -6 route add default dev lo; "
ALONE = ("unshare", "--user", "--map-root-user", "--net", "sh", "-c")


def may_be_alone() -> bool:
    """Whether a process may have a network of its own here."""
    try:
        made = subprocess.run([*ALONE, f"{SETUP} ip route"], capture_output=True, check=False)
    except FileNotFoundError:
        return False
    return b"default dev lo" in made.stdout


APART = OWN not in os.environ and may_be_alone()
once = pytest.mark.skipif(APART, reason="runs within test_all_of_this_in_a_network_of_its_own")


@pytest.mark.skipif(not APART, reason="is in one, or the kernel allows none here: connections are counted instead")
def test_all_of_this_in_a_network_of_its_own(tmp_path: Path) -> None:
    call = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--basetemp", str(tmp_path / "own"), __file__]
    command = [*ALONE, f'{SETUP} exec "$@"', "sh", *call]
    run = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, OWN: "1"})
    assert (run.returncode, run.stdout.count("SKIPPED")) == (0, 1), run.stdout  # itself alone


# What a phone does that would send if it could: it lives on for days, in processes old and new.
LIVES = ("record", "days:2", "record", "send")


@pytest.fixture(scope="module")
def alive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Alive]:
    folder = tmp_path_factory.mktemp("collector")
    (folder / "metrics.toml").write_text(ASKED, encoding="utf-8")
    with collector(folder, str(folder / "telemetry.sqlite")) as running:
        yield running


@pytest.fixture
def wire(alive: Alive) -> Iterator[Wire]:
    made = Wire(int(alive.phones.rpartition(":")[2]))
    yield made
    made.close()


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    """In memory where that is possible: it is killed here, not cut off from power, and disks are slow."""
    memory = Path("/dev/shm")  # noqa: S108
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else tmp_path) as folder:
        yield Path(folder)


@pytest.fixture
def phone(place: Path, wire: Wire) -> Iterator[Phone]:
    made = Phone(new(place / "phone"), wire.address)
    yield made
    made.close()


def new(folder: Path) -> Path:
    """A phone as it is sold, a day ago."""
    folder.mkdir()
    (folder / "metrics.toml").write_text(ASKED, encoding="utf-8")
    (folder / "now").write_text(str(time.time() - DAY), encoding="ascii")
    return folder


def silent(wire: Wire, phone: Phone) -> None:
    """Two lives of the phone in which nothing crosses and nothing comes to wait."""
    with wire.silence():
        for _ in range(2):
            assert phone.run("given", *LIVES, "waiting")[::5] == [False, 0]


@once
def test_what_was_agreed_to_crosses(wire: Wire, phone: Phone) -> None:
    wire.packets()
    assert phone.run("give", "record", "days:2", "waiting", "log") == [None, "", 1, 0, ["202 {}"]]
    assert len(wire.begun) == 1
    assert wire.packets() > 0 or OWN not in os.environ


@once
def test_nothing_crosses_before_a_choice(wire: Wire, phone: Phone) -> None:
    silent(wire, phone)
    assert phone.run("log") == [[]]


@once
@pytest.mark.parametrize("before", [(), ("record",), ("record", "days:2"), ("record", "days:2", "record", "clock:1")])
def test_nothing_crosses_after_a_withdrawal(wire: Wire, phone: Phone, before: tuple[str, ...]) -> None:
    phone.run("give", *before, "withdraw")
    silent(wire, phone)


REDIRECT = b"HTTP/1.1 %d X\r\nLocation: %b\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n"


@once
@pytest.mark.parametrize("status", [0, 307, 308, 302, 401, 409, 429, 500, 503, 507])
def test_a_collector_that_fails_is_asked_no_more_after_a_withdrawal(wire: Wire, phone: Phone, status: int) -> None:
    elsewhere = Wire(answer=b"HTTP/1.1 202 X\r\nContent-Length: 0\r\n\r\n")
    wire.port, wire.answer = 0, REDIRECT % (status, elsewhere.address.encode()) if status else b""
    assert phone.run("give", "record", "days:1.9", "waiting")[2:] == [0, 1]
    assert wire.begun
    assert phone.run("withdraw", "waiting") == [None, 0]
    silent(wire, phone)
    elsewhere.settle()
    assert elsewhere.begun == []
    elsewhere.close()


@once
def test_an_upload_in_flight_ends_with_the_withdrawal_of_another_process(wire: Wire, phone: Phone) -> None:
    phone.run("give", "record", "clock:0.99")
    wire.release.clear()
    phone.begin("days:1")
    wire.came.wait()
    other = Phone(phone.folder, phone.server)
    withdrawn = other.run("withdraw", "waiting")
    wire.quiet()
    came, packets = phone.end(), wire.packets()
    assert (withdrawn, came, packets) == ([None, 0], [0], 0)
    wire.release.set()
    silent(wire, phone)
    # It may have arrived, and here it has: the person can have it deleted.
    assert other.run("back", "back") == [1, 0]
    other.close()


BEFORE = {"give": (), "record": ("give",), "send": ("give", "record", "due"), "withdraw": ("give", "record")}


@once
@pytest.mark.parametrize("step", BEFORE)
def test_killed_at_any_call_the_phone_keeps_its_word(place: Path, wire: Wire, phone: Phone, step: str) -> None:
    held = set()
    for call in count(1):
        phone.folder = new(place / str(call))
        phone.run(*BEFORE[step])
        came = phone.run(f"{step}@{call}")
        # A choice that was being made holds or does not; in neither case does anything wait without one.
        with wire.silence():
            given, waiting, *after = phone.run("given", "waiting", "withdraw", "waiting", "record", "days:2")
        held.add(given)
        assert given or waiting == 0
        assert after == [None, 0, "no consent for improve-battery", 0]
        if came:
            break
    assert call > 3
    assert held == ({True, False} if step in {"give", "withdraw"} else {True})


def upgraded(phone: Phone, old: str, text: str) -> None:
    file = phone.folder / "metrics.toml"
    asked = file.read_text(encoding="utf-8")
    assert old in asked
    file.write_text(asked.replace(old, text), encoding="utf-8")


REMOVED = METRICS[METRICS.index("[metric.battery_health]") : METRICS.index("[metric.crashed_component]")]


@once
@pytest.mark.parametrize(
    ("old", "text"),
    [("whether charging", "that charging"), ("make the battery last", "sell batteries that last"),
     ("battery team", "sales team"), ("epsilon_day = 1.0", "epsilon_day = 2.0"), ("2999-01-01", "2998-01-01")],
    ids=["reason", "purpose", "owner", "epsilon", "expiry"],
)  # fmt: skip
def test_a_text_that_changed_needs_a_new_choice(wire: Wire, phone: Phone, old: str, text: str) -> None:
    phone.run("give", "record")
    upgraded(phone, old, text)
    silent(wire, phone)
    upgraded(phone, text, old)  # an old text that comes back is the one that was agreed to
    assert phone.run("given", "waiting") == [True, 0]


@once
def test_a_metric_that_means_something_else_sends_nothing_of_before(wire: Wire, phone: Phone) -> None:
    phone.run("give", "record")
    upgraded(phone, "range = [70, 100]", "range = [60, 100]")
    with wire.silence():
        assert phone.run("given", "waiting", "days:2") == [True, 0, 0]


@once
def test_a_metric_that_is_gone_sends_nothing(wire: Wire, phone: Phone) -> None:
    phone.run("give", "record")
    upgraded(phone, REMOVED.replace("2030-01-01", "2999-01-01"), "")
    with wire.silence():
        assert phone.run("waiting", "days:2", "record") == [
            0, 0, "no metric is called 'battery_health'; there are crashed_component",
        ]  # fmt: skip


@once
def test_a_metric_that_expires_while_the_client_runs_sends_nothing(wire: Wire, phone: Phone) -> None:
    tomorrow = time.strftime("%Y-%m-%d", time.gmtime())
    upgraded(phone, "2999-01-01", tomorrow)
    with wire.silence():
        assert phone.run("give", "record", "days:3", "waiting") == [None, "", 0, 0]
    with wire.silence():  # a clock that is set back makes it young for nobody
        said = f"battery_health is asked no more since {tomorrow}"
        assert phone.run("clock:-3650", "record", "days:3") == [None, said, 0]


@once
@pytest.mark.parametrize("days", [-7300, -400, 400, 7300])
@pytest.mark.parametrize("before", [(), ("give", "record", "withdraw")], ids=["no choice", "withdrawn"])
def test_no_clock_brings_a_consent(wire: Wire, phone: Phone, days: int, before: tuple[str, ...]) -> None:
    phone.run(*before, f"clock:{days}")
    silent(wire, phone)


@once
def test_a_spent_budget_is_silence_although_consent_holds(wire: Wire, phone: Phone) -> None:
    upgraded(phone, "epsilon_lifetime = 30.0", "epsilon_lifetime = 2.0")
    assert phone.run("give", "record", "days:2")[-1] == 1
    phone.run("withdraw", "give", "record", "clock:1", "withdraw", "give")
    with wire.silence():
        said = "battery_health: the lifetime's epsilon is spent"
        assert phone.run("given", "record", "days:2", "record") == [True, said, 0, said]


@once
def test_a_store_of_a_newer_library_is_left_alone(wire: Wire, phone: Phone) -> None:
    phone.run("give", "record")
    store = sqlite3.connect(phone.folder / "store" / "telemetry.sqlite")
    store.execute("PRAGMA user_version = 99")
    store.close()
    with wire.silence():
        (said,) = phone.run(*LIVES)
    assert str(said).endswith("was written by another phonehome (schema 99, this one has 1)")


@once
def test_a_copy_on_another_phone_has_no_consent(wire: Wire, phone: Phone, place: Path) -> None:
    phone.run("give", "record")
    here = phone.folder
    phone.folder = shutil.copytree(here, place / "copy")
    silent(wire, phone)
    phone.folder = here
    assert phone.run("given", "days:2") == [True, 1]


@once
@pytest.mark.parametrize("whole", [True, False], ids=["folder", "database alone"])
def test_a_backup_from_before_the_withdrawal_brings_nothing_back(wire: Wire, phone: Phone, whole: bool) -> None:  # noqa: FBT001
    phone.run("give", "record")
    store, backup = phone.folder / "store", phone.folder / "backup"
    shutil.copytree(store, backup)
    phone.run("withdraw")
    shutil.rmtree(store) if whole else (store / "telemetry.sqlite").unlink()
    shutil.copytree(backup, store, dirs_exist_ok=True)
    silent(wire, phone)


@once
def test_a_full_disk_does_not_keep_a_consent_alive(wire: Wire, phone: Phone) -> None:
    phone.run("give", "record")
    (full, said) = phone.run("full", "withdraw")
    assert (full, str(said).partition(":")[0]) == (
        None,
        "improve-battery is withdrawn, but what waits is not deleted yet",
    )
    silent(wire, phone)


@once
@pytest.mark.skipif(OWN not in os.environ, reason="needs a network of its own")
def test_a_question_to_a_name_server_would_be_seen(wire: Wire, phone: Phone) -> None:
    phone.server = "https://telemetry.example.org"
    phone.run("give", "record")
    wire.packets()
    assert phone.run("days:2", "log") == [0, phone.run("log")[0]]
    assert wire.packets() > 0
    phone.run("withdraw")
    silent(wire, phone)

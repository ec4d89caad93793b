"""A phone's life with the client: consent, reports, bad networks, wrong clocks, withdrawals, power cuts."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from phonehome.telemetry import Client
from phonehome.telemetry.client.client import TakenBack
from phonehome.telemetry.client.doors import Answered
from phonehome.telemetry.wire import SIZE, date_of
from telemetry.client.world import DAY, METRICS, START, World


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def agreed(world: World) -> Client:
    client = world.client()
    client.consent.give("improve-battery")
    return client


def test_a_report_leaves_on_the_next_day_and_says_nothing_of_the_phone(world: World) -> None:
    client = agreed(world)
    assert client.record("battery_health", 93) == ""
    assert client.waiting() == 1
    world.now = (START // DAY + 1) * DAY - 1
    assert client.send() == 0
    world.pass_days(client, 1)
    (upload,) = world.uploads()
    assert (upload.metric, upload.day) == ("battery_health", date_of(20_000))
    assert client.waiting() == 0
    (entry,) = client.log()
    assert entry.sent == world.mail[0].wire
    assert entry.answer == "202"


def test_all_requests_are_as_long_and_have_the_same_head(world: World) -> None:
    client = agreed(world)
    client.consent.give("find-crashes")
    client.record("battery_health", 71)
    client.record("crashed_component", "camera")
    client.record("crashed_component", "no such component")
    world.pass_days(client, 2)
    assert len(world.mail) == 3
    assert {len(request.body) for request in world.mail} == {SIZE}
    assert len({request.wire[: -len(request.body)] for request in world.mail}) == 1
    assert len({upload.nonce for upload in world.uploads()}) == 3


def withdrawn(world: World) -> Client:
    agreed(world).consent.withdraw("improve-battery")
    return world.client()


def withdrawn_while_it_waits(world: World) -> Client:
    agreed(world).record("battery_health", 90)
    return withdrawn(world)


def another_purpose(world: World) -> Client:
    world.client().consent.give("find-crashes")
    return world.client()


def other_text(world: World) -> Client:
    agreed(world)
    return upgraded(world, "Says whether", "Sells whether")


def expired(world: World) -> Client:
    agreed(world)
    return upgraded(world, "2030-01-01", "2024-10-04")


def no_choice(world: World) -> Client:
    return world.client()


@pytest.mark.parametrize("path", [no_choice, withdrawn, withdrawn_while_it_waits, another_purpose, other_text, expired])
def test_nothing_is_stored_or_sent_without_consent(world: World, path: Callable[[World], Client]) -> None:
    client = path(world)
    assert client.record("battery_health", 93) != ""
    world.pass_days(client, 3)
    assert client.waiting() == 0
    assert world.mail == []


def upgraded(world: World, old: str, new: str) -> Client:
    world.metrics.write_text(METRICS.replace(old, new), encoding="utf-8")
    return world.client()


def test_an_upgrade_keeps_what_still_means_the_same_and_drops_the_rest(world: World) -> None:
    client = agreed(world)
    client.consent.give("find-crashes")
    client.record("battery_health", 93)
    client.record("crashed_component", "camera")
    later = upgraded(world, '"camera", ', '"camera", "clock", ')
    assert later.waiting() == 1
    world.pass_days(later, 2)
    assert [upload.metric for upload in world.uploads()] == ["battery_health"]


def test_withdrawal_in_another_process_counts_at_once(world: World) -> None:
    client = agreed(world)
    client.record("battery_health", 93)
    world.client().consent.withdraw("improve-battery")
    world.pass_days(client, 3)
    assert world.mail == []
    assert client.record("battery_health", 93) == "no consent for improve-battery"


def test_a_bad_network_keeps_the_report_and_is_asked_ever_more_seldom(world: World) -> None:
    client = agreed(world)
    client.record("battery_health", 93)
    world.answers = [Answered(0, b"no network"), Answered(503), Answered(507), Answered(429, b"", 7200)]
    world.pass_days(client, 3, step=60.0)
    assert len(world.mail) == 5
    assert len({request.body for request in world.mail}) == 1  # the nonce too, so that it counts once
    assert client.waiting() == 0
    assert [entry.answer.split()[0] for entry in client.log()] == ["0", "503", "507", "429", "202"]


def test_weeks_offline_are_not_sent_in_one_go(world: World) -> None:
    client = agreed(world)
    for _ in range(20):
        client.record("battery_health", 93)
        world.now += DAY
    world.pass_days(client, 3)
    assert len(world.mail) == 20
    assert len({upload.day for upload in world.uploads()}) == 20


def test_what_is_older_than_the_window_is_forgotten(world: World) -> None:
    client = agreed(world)
    client.record("battery_health", 93)
    world.now += 40 * DAY
    world.pass_days(client, 3)
    assert world.mail == []
    assert client.waiting() == 0


@pytest.mark.parametrize("years", [-10, -3, 4])
def test_a_clock_that_is_years_off_learns_the_day_from_the_collector(world: World, years: int) -> None:
    right = 20_000 + 365 * years
    if years > 0:  # the phone's clock is behind; the metric is not expired on either day
        world.metrics.write_text(METRICS.replace("2030", "2040"), encoding="utf-8")
    client = agreed(world)
    client.record("battery_health", 93)
    world.answers = [Answered(422, b'{"error":"day","today":"%s"}' % date_of(right + 1).isoformat().encode())]
    world.pass_days(client, 2)
    first, second = world.uploads()
    assert (first.day, second.nonce) == (date_of(20_000), first.nonce)
    assert second.day == date_of(right)


def test_a_collector_that_insists_on_another_day_is_not_asked_for_ever(world: World) -> None:
    client = agreed(world)
    client.record("battery_health", 93)
    world.answers = [Answered(422, b'{"today":"2029-01-01"}')] * 50
    world.pass_days(client, 2)
    assert len(world.mail) == 2
    assert client.waiting() == 0


@pytest.mark.parametrize("status", [400, 410, 413, 422])
def test_what_the_collector_will_never_take_is_dropped(world: World, status: int) -> None:
    client = agreed(world)
    client.record("battery_health", 93)
    world.answers = [Answered(status)]
    world.pass_days(client, 2)
    assert (len(world.mail), client.waiting()) == (1, 0)


def test_the_budget_ends_and_agreeing_again_does_not_refill_it(world: World) -> None:
    client = agreed(world)
    said = []
    for day in range(40):
        said.append(client.record("battery_health", 93))
        if day % 10 == 9:
            client.consent.withdraw("improve-battery")
            client.consent.give("improve-battery")
        world.now += DAY
    assert said[:30] == [""] * 30
    assert said[30:] == ["battery_health: the lifetime's epsilon is spent"] * 10


def test_sent_reports_can_be_taken_back_until_they_are_counted(world: World) -> None:
    client = agreed(world)
    for _ in range(3):
        client.record("battery_health", 93)
        world.pass_days(client, 2)
    assert len(world.mail) == 3
    client.consent.withdraw("improve-battery")
    world.answers = [Answered(200), Answered(410), Answered(503)]
    back = client.take_back("improve-battery")
    assert (back.deleted, back.counted, back.unanswered) == (1, 1, 1)
    world.answers = [Answered(200)]
    assert client.take_back("improve-battery").deleted == 1
    assert {len(request.body) for request in world.mail} == {SIZE}


def test_what_may_have_arrived_can_be_taken_back_and_no_network_ends_it(world: World) -> None:
    client = agreed(world)
    for _ in range(2):
        client.record("battery_health", 93)
        world.answers = [Answered(0, b"timeout")] * 1000
        world.pass_days(client, 1)
    world.pass_days(client, 6)
    client.consent.withdraw("improve-battery")
    tried = len(world.mail)
    world.answers = [Answered(0, b"no network")]
    assert (client.take_back("improve-battery"), len(world.mail)) == (TakenBack(0, 0, 2), tried + 1)
    world.answers = [Answered(200), Answered(200)]
    assert client.take_back("improve-battery") == TakenBack(2, 0, 0)


def test_a_preview_shows_the_request_and_costs_nothing(world: World) -> None:
    client = world.client()
    shown = client.preview("battery_health", 93)
    assert shown.request.startswith(b"POST /v1/reports HTTP/1.1\r\nHost: telemetry.example.org\r\n")
    assert 0 < shown.chance < 100
    world.pass_days(client, 2)
    assert (client.waiting(), world.mail, client.log()) == (0, [], [])


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda client: client.record("batery", 1), "no metric is called 'batery'; there are battery_health"),
        (lambda client: client.record("battery_health", "93"), "is no"),
        (lambda client: client.record("battery_health", float("nan")), "is no"),
        (lambda client: client.consent.give("all"), "no purpose is called 'all'"),
        (lambda client: client.consent.give("improve-battery", "tlh"), "no text in 'tlh'"),
    ],
)
def test_what_cannot_be_is_told_in_a_sentence(world: World, call: Callable[[Client], object], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        call(agreed(world))


def test_a_store_that_is_none_is_told_in_a_sentence(world: World) -> None:
    (world.folder / "store").mkdir()
    (world.folder / "store" / "telemetry.sqlite").write_bytes(b"no database" * 100)
    with pytest.raises(ValueError, match=r"telemetry\.sqlite cannot be used: file is not a database"):
        world.client()


@pytest.mark.parametrize(
    "server", ["http://maker.example", "ftp://maker.example", "maker.example", "https://", "https://a@b"]
)
def test_only_a_server_that_nobody_overhears_is_taken(world: World, server: str) -> None:
    with pytest.raises(ValueError, match="must be an https"):
        Client(world.metrics, world.folder / "store", server)


KILLED = """
import os, sys
from telemetry.client.world import World
from pathlib import Path
world = World(Path(sys.argv[1]))
client = world.client()
client.consent.give("find-crashes")
while True:
    said = client.record("crashed_component", "camera")
    world.now += 43_200
    print(said or "waits", flush=True)
"""


def test_what_was_recorded_survives_a_kill_and_is_paid_for(world: World) -> None:
    command = [sys.executable, "-c", KILLED, str(world.folder)]
    paths = {"PYTHONPATH": ":".join(sys.path)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=paths) as process:
        assert process.stdout is not None
        seen = [process.stdout.readline() for _ in range(12)]
        process.kill()
    assert seen == [b"waits\n"] * 12
    client = world.client()
    assert 12 <= client.waiting() <= 30
    left = 0
    world.now += 100 * DAY
    while client.record("crashed_component", "camera") == "":
        left += 1
        world.now += DAY
    assert left + 12 <= 30


ALONE = """
import sys
from importlib.abc import MetaPathFinder

class Nothing(MetaPathFinder):
    def find_spec(self, name, path, target=None):
        known = {*sys.stdlib_module_names, "msgspec", "phonehome"}
        if name.partition(".")[0] not in known:
            raise ImportError(f"a phone has no {name}")

sys.meta_path.insert(0, Nothing())
from phonehome.telemetry import Client
from phonehome.telemetry.client.doors import Answered, Doors
client = Client(sys.argv[1], sys.argv[2], "https://telemetry.example.org",
                Doors(clock=iter([1.7e9] * 9 + [1.7e9 + 86_400 + 100 * n for n in range(900)]).__next__,
                      post=lambda request, wanted: Answered(202)))
client.consent.text("improve-battery"), client.consent.give("improve-battery"), client.preview("battery_health", 93)
print(repr(client.record("battery_health", 93)), any(client.send() for _ in range(800)), len(client.log()))
"""


def test_the_phones_side_needs_nothing_but_the_standard_library_and_msgspec(world: World) -> None:
    command = [sys.executable, "-c", ALONE, str(world.metrics), str(world.folder / "store")]
    paths = {"PYTHONPATH": ":".join(sys.path)}
    run = subprocess.run(command, capture_output=True, text=True, check=False, env=paths)
    assert (run.stdout, run.stderr) == ("'' True 1\n", "")

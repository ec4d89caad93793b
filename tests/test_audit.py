from __future__ import annotations

import gzip
import hashlib
import io
import json
import signal
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from phonehome import case as cases
from phonehome.audit import CHUNK, MOST_DAMAGE, Capture, Sums, Tap, Worker, audit, owner_fingerprint
from phonehome.model import CaseInfo, Exchange, Owner
from phonehome.phones import Simulation

OWNER = Owner({"imei": ("490154203237518",)}, "GB", "Europe/London")
IMEI = "490154203237518"


def har(count: int, *, size: int = 0) -> bytes:
    """A HAR of so many exchanges; each sends an IMEI and as much more as wanted."""
    url = f"https://example.org/?imei={IMEI}&padding={'-' * size}"
    entries = [{"startedDateTime": "2017-01-09T00:00:00Z", "request": {"method": "GET", "url": url}}] * count
    return json.dumps({"log": {"entries": entries}}).encode()


class Broken(io.BytesIO):
    """A file at whose byte ``end`` somebody presses Ctrl-C."""

    def __init__(self, data: bytes, end: int) -> None:
        super().__init__(data[:end])

    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(size)
        if not data:
            raise KeyboardInterrupt
        return data


def run(folder: Path, capture: Capture, owner: Owner = OWNER, jobs: int = 1) -> Sums:
    with cases.create(folder) as case:
        return audit(capture, owner, case, jobs)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_case_says_what_it_was_made_from(tmp_path: Path) -> None:
    data = har(3)
    sums = run(tmp_path / "case", Capture(io.BytesIO(data), "three.har"))
    info = cases.read_info(tmp_path / "case")
    (read,) = info.inputs
    assert (read.name, read.sha256, read.size) == ("three.har", hashlib.sha256(data).hexdigest(), len(data))
    assert (read.format, read.exchanges, read.damage) == ("HAR", 3, ())
    assert (info.region, info.timezone) == ("GB", "Europe/London")
    assert {"phonehome", "ahocorasick-rs", "hyperscan", "orjson"} <= set(info.versions)
    assert info.owner_fingerprint == owner_fingerprint(OWNER, read.sha256)
    assert (sums.exchanges, sums.damage, sums.kinds["imei"]) == (3, [], 3)


def test_kinds_are_counted_at_likely_or_above_only(tmp_path: Path) -> None:
    shapes = b'{"log": {"entries": [{"request": {"method": "GET", "url": "https://e.org/?build=490154203237518"}}]}}'
    sums = run(tmp_path / "case", Capture(io.BytesIO(shapes), "-"), Owner())
    assert pq.read_table(tmp_path / "case" / "findings.parquet").column("certainty").to_pylist() == ["possible"]
    assert dict(sums.kinds) == {}


def test_same_capture_gives_the_same_bytes(simulation: Simulation, capture: Path, tmp_path: Path) -> None:
    for name, jobs in (("one", 1), ("again", 1), ("two", 2), ("eight", 8)):
        with capture.open("rb") as file:
            run(tmp_path / name, Capture(file, "week.har"), simulation.owner, jobs)
    wanted = contents(tmp_path / "one")
    assert [contents(tmp_path / name) == wanted for name in ("again", "two", "eight")] == [True] * 3


def test_many_chunks_come_in_order(tmp_path: Path) -> None:
    count = 9 * CHUNK + 1
    sums = run(tmp_path / "case", Capture(io.BytesIO(har(count)), "-"), jobs=2)
    assert sums.exchanges == count
    found = pq.read_table(tmp_path / "case" / "exchanges.parquet").column("exchange").to_pylist()
    assert found == list(range(count))


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "the capture is empty"),
        (b"hello", r"not a capture phonehome can read \(.*HAR.*\)"),
        (b'{"log": 3}', 'not a HAR: its "log" is no object'),
    ],
)
@pytest.mark.parametrize("jobs", [1, 2])
def test_no_capture_is_refused_and_leaves_no_case(tmp_path: Path, data: bytes, sentence: str, jobs: int) -> None:
    with pytest.raises(ValueError, match=f"^{sentence}$"):
        run(tmp_path / "case", Capture(io.BytesIO(data), "-"), jobs=jobs)
    assert not (tmp_path / "case").exists()


def test_keys_for_what_is_no_packet_capture_are_refused(tmp_path: Path) -> None:
    for data, name in ((har(1), "HAR"), (gzip.compress(har(1)), "any of these in gzip or zlib")):
        given = Capture(io.BytesIO(data), "week.har", keys="keys.log")
        with pytest.raises(ValueError, match=rf"^week.har is no packet capture, .* opened with keys \({name}\)$"):
            run(tmp_path / name.split()[0], given)


@pytest.mark.parametrize("jobs", [1, 2])
def test_cut_capture_is_audited_up_to_the_cut(tmp_path: Path, jobs: int) -> None:
    data = har(CHUNK + 9)
    cut = len(data) - len(data) // (CHUNK + 9) * 4
    sums = run(tmp_path / "case", Capture(io.BytesIO(data[:cut]), "-"), jobs=jobs)
    assert sums.exchanges in {CHUNK + 4, CHUNK + 5}
    (damage,) = sums.damage
    assert damage.offset + damage.lost == cut
    assert damage.reason == f"the file ends inside entry {sums.exchanges}"
    assert cases.read_info(tmp_path / "case").inputs[0].damage == (damage,)


@pytest.mark.parametrize("jobs", [1, 2])
def test_interrupt_keeps_what_was_read(tmp_path: Path, jobs: int) -> None:
    data, end = har(40, size=100_000), 2_500_000
    sums = run(tmp_path / "case", Capture(Broken(data, end), "-"), jobs=jobs)
    info = cases.read_info(tmp_path / "case")
    cut, stopped = info.inputs[0].damage
    assert sums.exchanges == 24
    assert cut.reason == "the file ends inside entry 24"
    assert (stopped.offset, stopped.lost) == (end, 0)
    assert stopped.reason == "stopped by the user; what comes after this byte was not read"
    assert info.inputs[0].sha256 == hashlib.sha256(data[:end]).hexdigest()


def test_interrupt_before_anything_was_read_is_an_interrupt(tmp_path: Path) -> None:
    def stop(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(tmp_path / "case", Capture(io.BytesIO(har(1)), "-", stop))
    assert not (tmp_path / "case").exists()


def test_progress_tells_the_bytes_read(tmp_path: Path) -> None:
    told: list[int] = []
    data = har(20, size=100_000)
    run(tmp_path / "case", Capture(io.BytesIO(data), "-", told.append))
    assert told == sorted(told)
    assert (told[0], told[-1]) == (0, len(data))


def test_what_comes_after_the_har_is_hashed_too(tmp_path: Path) -> None:
    data = har(1) + b" " * 3_000_000 + b"x" * 3_000_000
    run(tmp_path / "case", Capture(io.BytesIO(data), "-"))
    (read,) = cases.read_info(tmp_path / "case").inputs
    assert (read.size, read.sha256) == (len(data), hashlib.sha256(data).hexdigest())


def test_tap_gives_all_bytes_after_a_look_at_the_first() -> None:
    data = bytes(range(256)) * 1000
    tap = Tap(io.BytesIO(data), lambda _: None)
    assert tap.readable()
    assert tap.head() == data[: 64 * 1024]
    assert (tap.size, tap.readall()) == (0, data)
    assert (tap.size, tap.sha256.hexdigest()) == (len(data), hashlib.sha256(data).hexdigest())


def test_tap_hashes_what_a_reader_left() -> None:
    data = bytes(range(256)) * 10_000
    tap = Tap(io.BytesIO(data), lambda _: None)
    tap.read(7)
    tap.drain()
    assert (tap.size, tap.sha256.hexdigest()) == (len(data), hashlib.sha256(data).hexdigest())


@pytest.fixture
def interrupts() -> Iterator[None]:
    before = signal.getsignal(signal.SIGINT)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interrupts")
def test_process_of_the_pool_examines_as_any_other_and_leaves_interrupts_alone() -> None:
    chunk = [Exchange(7, "GET", f"https://example.org/?imei={IMEI}")]
    Worker.start(OWNER)
    assert signal.getsignal(signal.SIGINT) == signal.SIG_IGN
    assert Worker.work(chunk) == Worker(OWNER).rows(chunk)


def test_owner_fingerprint_is_salted_and_gives_nothing_away() -> None:
    same = Owner({"imei": (IMEI,)}, "DE")
    other = Owner({"imei": ("490154203237526",)})
    assert owner_fingerprint(Owner(), "salt") == ""
    assert owner_fingerprint(OWNER, "salt") == owner_fingerprint(same, "salt")
    assert len({owner_fingerprint(OWNER, "a"), owner_fingerprint(OWNER, "b"), owner_fingerprint(other, "a")}) == 3
    assert len(owner_fingerprint(OWNER, "salt")) == 32


def test_case_holds_no_time_and_no_place(tmp_path: Path) -> None:
    run(tmp_path / "case", Capture(io.BytesIO(har(1)), "a.har"))
    text = (tmp_path / "case" / "case.json").read_text(encoding="utf-8")
    assert set(CaseInfo.__struct_fields__) == set(json.loads(text))
    assert str(tmp_path) not in text


def test_list_of_damages_does_not_grow_without_end(tmp_path: Path) -> None:
    good, bad = '{"request": {"method": "GET", "url": "https://e.org/"}}', '"broken"'
    data = f'{{"log": {{"entries": [{", ".join([good, bad] * 1500)}]}}}}'.encode()
    sums = run(tmp_path / "case", Capture(io.BytesIO(data), "-"))
    assert len(sums.damage) == MOST_DAMAGE
    assert sum(one.lost for one in sums.damage) == 1500 * len(bad)
    assert sums.damage[-1].reason == "this stretch and further ones of its kind"


def test_damage_that_follows_damage_is_told_once(tmp_path: Path) -> None:
    data = b'{"log": {"entries": [' + b"1," * 999 + b"1]}}"
    sums = run(tmp_path / "case", Capture(io.BytesIO(data), "-"))
    assert [(one.offset, one.lost) for one in sums.damage] == [(21, 1999)]

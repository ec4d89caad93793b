from __future__ import annotations

from pathlib import Path

import pytest
from msgspec import structs

from phonehome.model import Exchange
from phonehome.telemetry.client.client import Entry
from phonehome.telemetry.proof.population import lives_of
from phonehome.telemetry.proof.reporting import Clock, Stretch, report, timed
from phonehome.telemetry.wire import REPORT
from telemetry.fleet.collector import Collector
from telemetry.proof.crowds import SMALL

LOG = [
    Entry("2017-02-03T22:00:00+00:00", "http://x/v1/reports", b"POST\r\n\r\none", "202"),
    Entry("2017-02-04T01:00:00+00:00", "http://x/v1/reports", b"POST\r\n\r\ntwo", "202"),
]
ONE, TWO = (Exchange(9, "POST", "http://x/v1/reports", 1, body=body) for body in (b"one", b"two"))


def test_a_phone_reports_each_day_on_the_next_one(tmp_path: Path) -> None:
    collector, (life,) = Collector([]), next(lives_of(structs.replace(SMALL, days=7)))
    log = report(tmp_path / "store", collector.address, Stretch(SMALL.start, life[:4]), 5)
    told = [REPORT.decode(entry.sent.partition(b"\r\n\r\n")[2]) for entry in log]
    assert told == collector.got
    daily = [(str(one.day), entry.time[:10]) for one, entry in zip(told, log, strict=True) if one.metric == "reboots"]
    assert daily == [(f"2017-02-0{day}", f"2017-02-0{day + 1}") for day in range(2, 6)]


def test_a_clock_shows_what_it_is_set_to() -> None:
    clock = Clock(1.0)
    clock.now = 2.0
    assert clock() == 2.0


def test_captured_requests_get_the_times_of_the_phones_clock_in_its_order() -> None:
    (found,) = timed([TWO, ONE], [LOG])
    assert [(one.body, one.index, one.time) for one in found] == [
        (b"one", 0, 1486159200000),
        (b"two", 1, 1486170000000),
    ]


def test_a_request_that_no_log_knows_is_no_proof() -> None:
    with pytest.raises(ValueError, match="not what the phones' logs say"):
        list(timed([ONE, TWO], [LOG[:1]]))

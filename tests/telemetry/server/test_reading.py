"""From a body to what is written, or to the answer that refuses it."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from phonehome.telemetry import wire
from phonehome.telemetry.server import reading
from phonehome.telemetry.server.store import Entry, Removal
from phonehome.telemetry.wire import Refusal
from telemetry.server.building import QUESTIONS, TODAY, YESTERDAY, entry, removal, report, withdrawal

GOOD = report(1, 5)
BODY = wire.pack(GOOD)


def _read(body: bytes) -> Entry | reading.Refused:
    return reading.report(body, QUESTIONS, TODAY)


def _padded(text: str) -> bytes:
    return text.encode().ljust(wire.SIZE)


def test_a_report_is_an_entry_of_its_batch() -> None:
    assert _read(BODY) == entry(1, 5)


def test_a_withdrawal_is_known_by_the_hash_of_its_receipt() -> None:
    assert reading.withdrawal(wire.pack(withdrawal(7))) == removal(7)


@pytest.mark.parametrize(
    ("sent", "refused"),
    [
        (replace(GOOD, definition="f" * 16), (409, Refusal("definition"))),
        (replace(GOOD, metric="unlocks"), (409, Refusal("metric"))),
        (replace(GOOD, metric="reboots", report=1), (409, Refusal("metric"))),
        (replace(GOOD, report=57), (400, Refusal("report"))),
        (replace(GOOD, day=TODAY - timedelta(days=29)), (422, Refusal("day", TODAY))),
        (replace(GOOD, day=TODAY + timedelta(days=2)), (422, Refusal("day", TODAY))),
        (replace(GOOD, day=date(1970, 1, 1)), (422, Refusal("day", TODAY))),
        (replace(GOOD, day=date(2026, 12, 31)), (422, Refusal("day", TODAY))),
    ],
)
def test_a_report_that_is_not_for_now_is_refused(sent: wire.Report, refused: reading.Refused) -> None:
    assert _read(wire.pack(sent)) == refused


@pytest.mark.parametrize(
    ("body", "refused"),
    [
        (BODY[:-1], (400, Refusal("size"))),
        (b"", (400, Refusal("size"))),
        (BODY + b" ", (413, Refusal("size"))),
        (_padded(""), (400, Refusal("malformed"))),
        (_padded("[]"), (400, Refusal("malformed"))),
        (b"\xff" * wire.SIZE, (400, Refusal("malformed"))),
        (b"[" * wire.SIZE, (400, Refusal("malformed"))),
        (BODY.replace(b'"v":1', b'"v":2'), (400, Refusal("malformed"))),
        (BODY.replace(b'"v":1', b'"w":1'), (400, Refusal("malformed"))),
        (BODY.replace(b'"report":5', b'"report":.'), (400, Refusal("malformed"))),
        (BODY.replace(b'"report":5,', b'"report":-,'), (400, Refusal("malformed"))),
        (BODY.replace(b"2026-10-14", b"2026-13-14"), (400, Refusal("malformed"))),
        (BODY.replace(b'"pad":"  ', b'"pad":"id'), (400, Refusal("malformed"))),
        (BODY.replace(b'","pad":"   ', b'","x":1,"pad":"'[:12]), (400, Refusal("malformed"))),
    ],
)
def test_a_malformed_body_is_refused(body: bytes, refused: reading.Refused) -> None:
    assert _read(body) == refused


@given(st.binary(min_size=wire.SIZE, max_size=wire.SIZE))
def test_no_bytes_raise(body: bytes) -> None:
    assert (_read(body), reading.withdrawal(body)) == ((400, Refusal("malformed")), (400, Refusal("malformed")))


@given(st.integers(0, wire.SIZE - 1), st.integers(0, 255))
def test_no_changed_byte_raises(place: int, byte: int) -> None:
    changed = BODY[:place] + bytes([byte]) + BODY[place + 1 :]
    match _read(changed):
        case Entry(batch, _, output):
            assert (batch.metric, output < 57) == ("screen_hours", True)
        case (status, _):
            assert status in {400, 409, 422}


@given(st.dates(), st.integers(0, 2**63 - 1))
def test_any_day_and_number_have_an_answer(day: date, number: int) -> None:
    assert isinstance(_read(wire.pack(replace(GOOD, day=day, report=number))), Entry | tuple)


def test_a_refusal_is_short_json() -> None:
    said = [msgspec.json.encode(one) for one in (Refusal("rate"), Refusal("day", YESTERDAY))]
    assert said == [b'{"error":"rate"}', b'{"error":"day","today":"2026-10-14"}']


def test_a_removal_of_any_day_is_looked_for() -> None:
    found = reading.withdrawal(wire.pack(withdrawal(7, date(1970, 1, 1))))
    assert found == Removal("screen_hours", date(1970, 1, 1), removal(7).nonce)

from __future__ import annotations

import ssl

import pytest

from packets import Said
from phonehome.read.pcap.sealed import Sealed
from phonehome.read.pcap.speech import Draft, Peer
from talks import over_tls

PEER = Peer("a.example", "203.0.113.7", 443)


def counted(wire: list[Said]) -> tuple[Sealed, Draft]:
    sealed = Sealed(PEER)
    assert [one for phone, data in wire for one in sealed.said(phone, data, 5)] == []
    (draft,) = sealed.end()
    return sealed, draft


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_a_connection_counts_what_the_phone_sent(version: ssl.TLSVersion) -> None:
    wire = over_tls([(True, bytes(40_000)), (False, b"ok")], "a.example", version).wire
    sealed, draft = counted([(phone, data[i : i + 7]) for phone, data in wire for i in range(0, len(data), 7)])
    up = sum(len(data) for phone, data in wire if phone)
    assert (draft.method, draft.url, draft.sent, draft.unread) == ("TLS", "tls://a.example", True, up)
    assert draft.response
    assert draft.response.size == sum(len(data) for phone, data in wire if not phone)
    assert sealed.records == 3
    assert 40_000 <= sealed.data <= 40_200


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_a_handshake_alone_is_an_attempt(version: ssl.TLSVersion) -> None:
    _, draft = counted(over_tls([], "a.example", version).wire)
    assert (draft.sent, draft.unread) == (False, 0)


def test_a_gap_within_a_record_is_counted_and_passed_over() -> None:
    sealed = Sealed(PEER)
    record = b"\x17\x03\x03\x00\x64"
    said = [
        *sealed.said(True, record + bytes(10), 5),
        *sealed.lost(True, 60),
        *sealed.said(True, bytes(30) + record, 5),
    ]
    assert (said, sealed.records, [one.unread for one in sealed.end()]) == ([], 2, [110])


def test_after_a_gap_that_hides_records_it_is_taken_for_sent() -> None:
    sealed = Sealed(PEER)
    said = [*sealed.said(True, b"\x16\x03\x01\x00\x05hello", 5), *sealed.lost(True, 60), *sealed.said(True, b"xyz", 5)]
    assert (said, [(one.sent, one.unread) for one in sealed.end()]) == ([], [(True, 73)])


@pytest.mark.parametrize("record", [b"imei=1&a=b", b"\x17\x03\x03\xff\xff"])
def test_what_is_no_record_was_sent_all_the_same(record: bytes) -> None:
    _, draft = counted([(True, b"\x16\x03\x01\x00\x05\x01ello"), (True, record)])
    assert (draft.sent, draft.unread) == (True, 10 + len(record))

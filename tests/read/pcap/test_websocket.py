from __future__ import annotations

import zlib

from phonehome.read.pcap.speech import Draft
from phonehome.read.pcap.websocket import MESSAGES, WebSocket

MASK = b"\x11\x22\x33\x44"


def frame(payload: bytes, head: int = 0x81) -> bytes:
    length = len(payload)
    sized = bytes((0x80 | min(length, 125),))
    if length > 125:
        sized = b"\xfe" + length.to_bytes(2) if length < 1 << 16 else b"\xff" + length.to_bytes(8)
    return bytes((head,)) + sized + MASK + bytes(byte ^ MASK[i % 4] for i, byte in enumerate(payload))


def messages(data: bytes, extensions: str = "", step: int = 11) -> list[bytes]:
    socket = WebSocket(Draft("GET", "ws://a.example/", 5), extensions)
    drafts = [one for i in range(0, len(data), step) for one in socket.said(True, data[i : i + step], 6)]
    return [message for one in [*drafts, *socket.end()] for message in one.messages]


def test_messages_of_any_size_are_unmasked() -> None:
    sent = [b"", b"hello", b"x" * 300, b"y" * 70_000]
    assert messages(b"".join(map(frame, sent)), step=5000) == sent


def test_fragments_are_joined_around_a_ping() -> None:
    assert messages(frame(b"hel", 0x01) + frame(b"ping", 0x89) + frame(b"lo", 0x80)) == [b"hello"]


def test_compressed_messages_share_their_past_unless_told_otherwise() -> None:
    deflate = zlib.compressobj(wbits=-15)
    packed = [(deflate.compress(b"hello hello") + deflate.flush(zlib.Z_SYNC_FLUSH))[:-4] for _ in range(2)]
    data = b"".join(frame(one, 0xC2) for one in packed)
    assert messages(data, "permessage-deflate") == [b"hello hello"] * 2
    assert (
        messages(frame(packed[0], 0xC2) * 2, "permessage-deflate; client_no_context_takeover") == [b"hello hello"] * 2
    )
    assert messages(frame(b"\xff\xff", 0xC2), "permessage-deflate") == [b"\xff\xff"]


def test_after_a_gap_bytes_are_only_counted() -> None:
    socket = WebSocket(Draft("GET", "ws://a.example/", 5))
    drafts = [*socket.said(True, frame(b"a"), 6), *socket.lost(True, 9), *socket.said(True, b"xyz", 7), *socket.end()]
    assert [(one.messages, one.unread) for one in drafts] == [((b"a",), 3)]


def test_very_many_messages_make_several_exchanges() -> None:
    socket = WebSocket(Draft("GET", "ws://a.example/", 5, (("Host", "a.example"),)))
    drafts = [one for _ in range(MESSAGES + 1) for one in socket.said(True, frame(b"a"), 6)] + list(socket.end())
    assert [(one.method, len(one.headers), len(one.messages)) for one in drafts] == [
        ("GET", 1, MESSAGES),
        ("WEBSOCKET", 0, 1),
    ]


def test_what_the_server_says_is_its_own_affair() -> None:
    assert list(WebSocket(Draft("GET", "ws://a.example/", 5)).said(False, frame(b"a"), 6)) == []

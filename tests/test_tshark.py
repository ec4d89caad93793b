from __future__ import annotations

import gzip
import io
import os
import shutil
import ssl
import stat
import struct
from pathlib import Path

import pytest
from h2.config import H2Configuration
from h2.connection import H2Connection

import packets
from packets import ETHERNET, LINUX, LINUX2, LOOPBACK, RAW, Ends
from phonehome import case as cases
from phonehome.audit import Capture, audit
from phonehome.model import Damage, Exchange
from phonehome.phones import PROFILES, Options, har, simulate
from phonehome.read import reader_of
from phonehome.tshark import Packets, check_keys, command, found
from talks import Tls, over_tls

POST = b"POST /p%d HTTP/1.1\r\nHost: a.example\r\nContent-Length: 5\r\n\r\nhello"
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
TALK = [(True, POST % 1), (False, OK), (True, POST % 2), (False, OK)]
REAL = Path(__file__).parents[2] / "shared" / "captures" / "tls" / "illustrated-tls13"


@pytest.fixture(autouse=True)
def _tshark() -> None:
    if shutil.which("tshark") is None and os.environ.get("CI") == "true":
        pytest.fail("CI has no tshark, so no packet capture is read")
    if shutil.which("tshark") is None:
        pytest.skip("no tshark on this machine")


def read(data: bytes, keys: str = "") -> list[Exchange | Damage]:
    return list(reader_of(data[:65536], Packets(keys)).read(io.BytesIO(data)))


def sent(data: bytes, keys: str = "") -> list[tuple[str, bytes]]:
    return [(one.url, one.body) for one in read(data, keys) if isinstance(one, Exchange)]


WANTED = [("https://a.example/p1", b"hello"), ("https://a.example/p2", b"hello")]


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_keys_open_a_capture_from_a_file_or_from_within(version: ssl.TLSVersion, tmp_path: Path) -> None:
    talk = over_tls(TALK, "a.example", version)
    (tmp_path / "my keys.log").write_bytes(talk.keys)
    inside = packets.pcapng(packets.tcp(talk.wire), secrets=talk.keys)
    assert sent(inside) == WANTED
    assert sent(gzip.compress(inside)) == WANTED
    assert sent(packets.pcap(packets.tcp(talk.wire)), str(tmp_path / "my keys.log")) == WANTED


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_without_keys_a_connection_is_counted(version: ssl.TLSVersion) -> None:
    wire = over_tls(TALK, "a.example", version).wire
    one, note = read(packets.pcap(packets.tcp(wire)))
    assert note == Damage(0, 0, "the one TLS connection was not opened: there is no key for it")
    assert isinstance(one, Exchange)
    assert (one.method, one.url, one.address, one.sent) == ("TLS", "tls://a.example", "203.0.113.7", True)
    assert one.unkept == sum(len(data) for phone, data in wire if phone)


@pytest.mark.parametrize("link", [ETHERNET, RAW, LINUX, LINUX2, LOOPBACK])
@pytest.mark.parametrize("ends", [Ends(dport=80), Ends("2001:db8::2", "2001:db8::1", dport=80)])
def test_every_link_carries_both_versions_of_ip(link: int, ends: Ends) -> None:
    wanted = [(url.replace("https", "http"), body) for url, body in WANTED]
    assert sent(packets.pcap(packets.tcp(TALK, ends), link)) == wanted
    assert sent(packets.pcapng(packets.tcp(TALK, ends), link)) == wanted


def test_http2_is_opened() -> None:
    phone, talk = H2Connection(H2Configuration(client_side=True)), Tls("a.example", protocols=("h2",))
    phone.initiate_connection()
    head = [(":method", "POST"), (":scheme", "https"), (":authority", "a.example"), (":path", "/h2")]
    for stream in (1, 3):
        phone.send_headers(stream, head)
    for part in range(20):
        for stream in (1, 3):
            phone.send_data(stream, b"%d" % stream * 1000, end_stream=part == 19)
    talk.say(True, phone.data_to_send())
    found = sent(packets.pcapng(packets.tcp(talk.wire), secrets=talk.keys))
    assert found == [("https://a.example/h2", b"1" * 20_000), ("https://a.example/h2", b"3" * 20_000)]


def test_packets_out_of_order_and_sent_again_change_nothing() -> None:
    big = b"POST / HTTP/1.1\r\nHost: a.example\r\nContent-Length: 20000\r\n\r\n" + bytes(range(250)) * 80
    talk = over_tls([(True, big), (False, OK)], "a.example")
    given = list(packets.tcp(talk.wire))
    at = [i for i, one in enumerate(given) if len(one[1]) > 1400][2]
    mixed = [*given[:at], given[at + 1], given[at], given[at], *given[at + 2 :]]
    assert sent(packets.pcapng(mixed, secrets=talk.keys)) == [("https://a.example/", bytes(range(250)) * 80)]


def test_pcapdroid_s_trailer_names_the_app() -> None:
    trailer = bytes.fromhex("01072021 00002710") + b"Browser".ljust(20, b"\0") + bytes(4)
    found = read(packets.pcap(packets.tcp(TALK, Ends(dport=80)), trailer=trailer))
    assert {one.app for one in found if isinstance(one, Exchange)} == {"Browser"}


def test_a_capture_cut_within_a_packet_says_so() -> None:
    data = packets.pcap(packets.tcp(TALK, Ends(dport=80)))
    *exchanges, damage = read(data[:-5])
    assert damage == Damage(len(data) - 5, 0, "the capture ends in the middle of a packet")
    assert len(exchanges) == 2


def test_packets_recorded_in_part_still_name_recipient_and_bytes() -> None:
    wire = over_tls([(True, bytes(30_000))], "a.example").wire
    one, *damage = read(packets.pcap(packets.tcp(wire), most=400))
    assert isinstance(one, Exchange)
    assert (one.url, one.sent, len(damage)) == ("tls://a.example", True, 3)
    assert one.unkept >= 30_000


@pytest.mark.parametrize("place", [0, 24, 40, 300, 2000])
@pytest.mark.parametrize("byte", [0x00, 0xFF])
def test_a_mangled_capture_ends_in_damage_or_one_sentence(place: int, byte: int) -> None:
    data = bytearray(packets.pcap(packets.tcp(over_tls(TALK, "a.example").wire)))
    data[place : place + 16] = bytes((byte,)) * 16
    try:
        assert all(isinstance(one, Exchange | Damage) for one in read(bytes(data)))
    except ValueError as error:
        assert str(error).startswith(("tshark cannot read", "not a capture"))  # noqa: PT017


def test_the_real_capture_says_ping() -> None:
    if not REAL.exists():
        pytest.skip("no captures beside the project")
    (one,) = read((REAL / "capture.pcap").read_bytes(), str(REAL / "keylog.txt"))
    assert isinstance(one, Exchange)
    assert (one.url, one.messages) == ("tls://example.ulfheim.net:8400", (b"ping",))


@pytest.mark.parametrize("profile", sorted(PROFILES))
def test_a_simulated_phone_gives_the_same_as_packets(profile: str, tmp_path: Path) -> None:
    life = simulate(profile, Options(1, 1))
    told, keys = [], b""
    for i, one in enumerate(life.exchanges):
        host, _, rest = one.url.partition("://")[2].partition("/")
        headers = [pair for pair in one.headers if pair[0].lower() not in {"host", "content-length"}]
        headers += [("Host", host), ("Content-Length", str(len(one.body)))]
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers)
        said = [(True, f"{one.method} /{rest} HTTP/1.1\r\n{lines}\r\n".encode() + one.body), (False, OK)]
        ends, start = Ends(sport=1024 + i % 60_000, dport=80), (one.time or 0) * 1000
        if one.url.startswith("https"):
            talk = over_tls(said, host.partition(":")[0])
            keys, said, ends = keys + talk.keys, talk.wire, Ends(sport=ends.sport)
        told += list(packets.tcp(said, ends, start))
    captures = {"har": b"".join(har.write(life.exchanges)), "pcapng": packets.pcapng(told, secrets=keys)}
    found = {}
    for name, data in captures.items():
        with cases.create(tmp_path / name) as case:
            audit(Capture(io.BytesIO(data), name), life.owner, case)
        with cases.connect(tmp_path / name) as tables:
            query = (
                "SELECT host, kind, certainty, value, wrapping, place, count(*) FROM findings GROUP BY ALL ORDER BY ALL"
            )
            found[name] = tables.execute(query).fetchall()
    assert found["har"] == found["pcapng"]


def test_no_tshark_is_one_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ValueError, match=r"^packet captures are read with tshark, which is not there; install it with"):
        found()


def test_an_old_tshark_is_one_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "tshark").write_text("#!/bin/sh\necho 'TShark (Wireshark) 3.6.2 (Git)'\n")
    (tmp_path / "tshark").chmod(stat.S_IRWXU)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ValueError, match=r"^tshark 3\.6 is too old to read captures with, 4\.0 is needed"):
        found()


def test_a_file_that_is_no_key_log_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("hello")
    with pytest.raises(ValueError, match="is no key log"):
        check_keys(str(tmp_path / "keys"))


def test_only_what_is_needed_is_asked_for() -> None:
    asked = command("tshark", "")
    assert (asked[asked.index("-T")], asked[asked.index("-T") + 1]) == ("-T", "fields")
    assert "-V" not in asked


class Interrupted(io.BytesIO):
    """A file at whose end somebody presses Ctrl-C."""

    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(size)
        if not data:
            raise KeyboardInterrupt
        return data


def test_an_interrupt_of_the_reading_thread_is_an_interrupt() -> None:
    data = packets.pcap(packets.tcp(TALK, Ends(dport=80)))
    with pytest.raises(KeyboardInterrupt):
        list(Packets().read(Interrupted(data)))


def test_a_reader_that_is_left_ends_its_tshark() -> None:
    reading = Packets().read(io.BytesIO(packets.pcap(packets.tcp(TALK * 500, Ends(dport=80)))))
    assert isinstance(next(reading), Exchange)
    reading.close()  # type: ignore[attr-defined]
    assert list(reading) == []


def test_comments_names_and_blocks_of_a_maker_s_own_in_pcapng_are_no_damage() -> None:
    block = struct.Struct("<II")
    comment = struct.pack("<HH", 1, 8) + b"Browser\0" + bytes(4)  # opt_comment, then opt_endofopt
    name = struct.pack("<HH", 1, 14) + bytes((203, 0, 113, 7)) + b"a.example\0" + bytes(2) + bytes(4)
    statistics = struct.pack("<III", 0, 0, 0) + comment
    own = struct.pack("<I", 32_473) + b"anything"
    more = b"".join(
        block.pack(kind, 12 + len(body)) + body + struct.pack("<I", 12 + len(body))
        for kind, body in ((4, name), (5, statistics), (0x00000BAD, own), (0x40000BAD, own))
    )
    data = packets.pcapng(packets.tcp(TALK, Ends(dport=80)))
    assert read(data + more) == read(data)

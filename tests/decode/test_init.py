from __future__ import annotations

import base64
import gzip
import io
import json
import plistlib
import resource
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from itertools import groupby
from pathlib import Path
from urllib.parse import quote, urlencode

import brotlicffi
import cramjam
import msgspec
import pytest
import zstandard
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from hypothesis import given
from hypothesis import strategies as st

from phonehome.decode import BOUNDS, CODECS, Bounds, Codec, Decoded, Key, fields
from phonehome.decode.codec import Bounded
from phonehome.model import Exchange, Location

BODIES = Path(__file__).parents[3] / "shared" / "captures" / "ios-bodies"
EVENT = b'{"ty":1,"dl":[{"imei1":"490154203237518","nws":"\\"CHRISDCMOORE\\""}]}'


def told(exchange: Exchange, bounds: Bounds | None = None) -> list[str]:
    """Every field as a line of text."""
    decoded = fields(exchange) if bounds is None else fields(exchange, bounds)
    return [
        f"{Location(exchange.index, field.steps)} = {field.value!r} {field.opaque}".rstrip() for field in decoded.fields
    ]


def post(body: bytes, *, mangled: bool = False) -> Exchange:
    return Exchange(12, "POST", "https://open.oneplus.net", body=body, mangled=mangled)


def test_the_form_of_2017_is_opened_though_its_base64_stands_unescaped() -> None:
    body = b"data=" + base64.encodebytes(EVENT) + b"&access_token=abc"
    assert told(post(body))[-4:] == [
        "e12 body > form data > base64 > json $.ty = 1",
        "e12 body > form data > base64 > json $.dl[0].imei1 = '490154203237518'",
        "e12 body > form data > base64 > json $.dl[0].nws = '\"CHRISDCMOORE\"'",
        "e12 body > form access_token = 'abc'",
    ]


def test_every_place_of_a_request_is_told() -> None:
    query = base64.b64encode(b'{"a":1}').decode()
    headers = (("User-Agent", "okhttp/2.3.0"), ("Cookie", "sid=a%20b"), ("Authorization", "Basic dXNlcjpwYXNz"))
    exchange = Exchange(12, "GET", f"https://h/v1/x/S%C3%BCd?id={query}", headers=headers)
    assert told(exchange) == [
        "e12 path [0] = 'v1'",
        "e12 path [1] = 'x'",
        "e12 path [2] > percent = 'Süd'",
        f"e12 query id = '{query}'",
        "e12 query id > base64 > json $.a = 1",
        "e12 header user-agent = 'okhttp/2.3.0'",
        "e12 cookie sid > percent = 'a b'",
        "e12 header authorization = 'Basic dXNlcjpwYXNz'",
        "e12 header authorization > base64 @6 = 'user:pass'",
    ]


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        (b"v=1&t=a\nv=2&t=b\n", ["body > lines [0] > form v = '1'", "body > lines [1] > form t = 'b'"]),
        (b'["v=1&t=a","v=2&t=b"]', ["body > json $[0] > form v = '1'", "body > json $[1] > form t = 'b'"]),
        (
            b'{"a":1}\n' + zlib.compress(EVENT),
            ["body > envelope head > json $.a = 1", "body > envelope payload > zlib > json $.ty = 1"],
        ),
        (b"/search?q=LDDsvPqQdT&l=de\n", ["body > url query.q = 'LDDsvPqQdT'"]),
        (
            json.dumps({"gz": gzip.compress(EVENT).decode("latin-1")}).encode(),
            ["body > json $.gz > gzip > json $.ty = 1"],
        ),
        (b'{"chs":"hjkcmegedfgigkhldff3"}', ["body > json $.chs = 'hjkcmegedfgigkhldff3'"]),
        (
            gzip.compress(EVENT) + b"\x00\x01\x02\x03\x04\x05\x06\x07",
            ["body > gzip rest = b'\\x00\\x01\\x02\\x03\\x04\\x05\\x06\\x07' no codec opens it"],
        ),
        (b"0123456789abcdef", ["body = '0123456789abcdef'"]),
        (b"Bearer of a long text: " * 20 + base64.b64encode(EVENT), ["body > base64 @460 > json $.ty = 1"]),
    ],
)
def test_bodies_as_they_occur(body: bytes, lines: list[str]) -> None:
    assert set(told(post(body))) >= {f"e12 {line}" for line in lines}


Wrap = Callable[[bytes], bytes]


def in_multipart(data: bytes) -> bytes:
    # A boundary occurs nowhere in its parts (RFC 2046, section 5.1).
    boundary = b"--%08x" % zlib.crc32(data)
    return boundary + b'\r\nContent-Disposition: form-data; name="k"\r\n\r\n' + data + b"\r\n" + boundary + b"--\r\n"


def in_protobuf(data: bytes) -> bytes:
    size = len(data)
    return b"\x0a" + bytes([size & 127 | 128, size >> 7 & 127 | 128, size >> 14]) + data + b"\x12\x04text"


def in_zip(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("log.json", data)
    return out.getvalue()


def in_cbor(data: bytes) -> bytes:
    return b"\xa1\x64data\x5a" + len(data).to_bytes(4) + data


def in_msgpack(data: bytes) -> bytes:
    return msgspec.msgpack.encode({"data": data})


WRAPS: dict[str, tuple[str, Wrap]] = {
    "gzip": ("gzip", gzip.compress),
    "zlib": ("zlib", zlib.compress),
    "brotli": ("brotli", lambda data: bytes(brotlicffi.compress(data))),
    "zstd": ("zstd", zstandard.compress),
    "json": ("json", lambda data: json.dumps({"k": data.decode("latin-1")}).encode()),
    "form": ("form", lambda data: b"k=" + quote(data, safe="").encode() + b"&l=1"),
    "percent": ("percent", lambda data: b"".join(b"%%%02X" % byte for byte in data)),
    "base64": ("base64", base64.b64encode),
    "base64url": ("base64", lambda data: base64.urlsafe_b64encode(data).rstrip(b"=")),
    "hex": ("hex", lambda data: data.hex().encode()),
    "multipart": ("multipart", in_multipart),
    "protobuf": ("protobuf", in_protobuf),
    "deflate": ("deflate", lambda data: zlib.compress(data, wbits=-15)),
    "grpc": ("grpc", lambda data: b"\x00" + len(data).to_bytes(4) + data),
    "msgpack": ("msgpack", in_msgpack),
    "cbor": ("cbor", in_cbor),
    "plist": ("plist", lambda data: plistlib.dumps({"data": data}, fmt=plistlib.FMT_BINARY)),
    "zip": ("zip", in_zip),
    "base32": ("base32", base64.b32encode),
    "ascii85": ("ascii85", lambda data: base64.a85encode(data, adobe=True)),
    "snappy": ("snappy", lambda data: bytes(cramjam.snappy.compress(data))),
    "lz4": ("lz4", lambda data: bytes(cramjam.lz4.compress(data))),
}


@given(st.lists(st.sampled_from(sorted(WRAPS)), max_size=4), st.text("abcxyz", min_size=1, max_size=30))
def test_any_wrapping_is_undone(names: list[str], word: str) -> None:
    value = f"device: {word}, 49, of some length"
    data = value.encode()
    for name in reversed(names):
        data = WRAPS[name][1](data)
    chains = [[step.codec for step in field.steps] for field in fields(post(data)).fields if field.value == value]
    # Messages in messages are one step.
    steps = [name for name, _ in groupby(WRAPS[name][0] for name in names)]
    assert steps in [[name for name, _ in groupby(chain[1:])] for chain in chains]


@given(st.binary(), st.text(), st.text())
def test_any_request_is_survived_and_never_understood_beyond_what_was_sent(body: bytes, url: str, header: str) -> None:
    decoded = fields(Exchange(0, "POST", "https://h/" + url, headers=((header, url), ("cookie", header)), body=body))
    assert 0 <= decoded.understood <= decoded.sent


def test_an_attempt_sent_nothing() -> None:
    assert fields(Exchange(0, "CONNECT", "h:443", sent=False)) == Decoded([], 0, 0)


def test_opaque_bytes_are_not_understood() -> None:
    decoded = fields(Exchange(0, "POST", "https://h/ab", body=b"\xff\xfe\xfd\xfc" * 10))
    assert (decoded.sent, decoded.understood) == (43, 3)


def test_long_base64_that_nothing_opens_is_shown_as_text_and_as_opaque() -> None:
    token = base64.b64encode(bytes(range(7, 256)) * 2)
    decoded = fields(Exchange(0, "POST", "https://h/", body=b'{"token":"' + token + b'"}'))
    assert [field.opaque for field in decoded.fields] == ["", "no codec opens it"]
    assert decoded.understood == 1


def test_what_the_recorder_destroyed_is_said() -> None:
    body = gzip.compress(EVENT).decode("utf-8", "replace").encode()
    assert [field.opaque for field in fields(post(body, mangled=True)).fields] == ["mangled by the recorder"]


def test_equal_headers_share_what_was_opened_from_them() -> None:
    headers = (("X-Device", '{"model": "A3003"}'),)
    first, second = (fields(Exchange(i, "GET", "https://h", headers=headers)).fields[0] for i in (1, 2))
    assert first is second


def nested(data: bytes, times: int) -> bytes:
    return data if not times else nested(base64.b64encode(data), times - 1)


BOMBS: dict[str, Callable[[], bytes]] = {
    "gzip expands past": lambda: gzip.compress(bytes(100 << 20), 1),
    "json needs more than": lambda: b"[[]" + b",[]" * 5_000_000 + b"]",
    "json nests deeper": lambda: b"[" * 100_000 + b"]" * 100_000,
    "json holds more than": lambda: b"[1" + b",1" * 500_000 + b"]",
    "past depth 16": lambda: nested(b"hello", 30),
    "the exchange expands past": lambda: nested(b"hello world " * 20_000, 15),
    "form has more than": lambda: b"&".join([b"a=1"] * 1_000_000),
    "deflate expands past": lambda: zlib.compress(bytes(100 << 20), 1, wbits=-15),
    "zip expands past": lambda: in_zip(bytes(100 << 20)),
    "lz4 expands past": lambda: bytes(cramjam.lz4.compress(bytes(100 << 20))),
    "xml declares entities": lambda: b'<!DOCTYPE a [<!ENTITY b "ha">]><a>&b;</a>',
    "holds more than": lambda: b"\xdd\x00\x10\x00\x00" + b"\xa4text" * (1 << 20),
    "nests deeper": lambda: b"\x81" * 1000 + b"\x64text",
    "gzip has more than": lambda: gzip.compress(b"a") * 50_000,
}


@pytest.mark.parametrize("reason", BOMBS)
def test_a_bomb_ends_as_one_opaque_field(reason: str) -> None:
    body = BOMBS[reason]()
    assert [field.opaque.startswith(reason) for field in fields(post(body)).fields] == [True]


def test_past_the_bound_of_fields_the_rest_is_one_opaque_field() -> None:
    assert told(post(b"[1,2,3,4]"), Bounds(fields=2)) == [
        "e12 body > json $[0] = 1",
        "e12 body > json $[1] = 2",
        "e12 body = b'[1,2,3,4]' past 2 fields",
    ]


def test_bombs_fit_into_200_megabytes() -> None:
    code = (
        "import gzip, base64\n"
        "from phonehome.decode import fields\n"
        "from phonehome.model import Exchange\n"
        "words = b'hello world ' * 20000\n"
        "for _ in range(14): words = base64.b64encode(words)\n"
        "for body in (gzip.compress(bytes(100 << 20), 1), b'[' + b'{\"a\":1},' * 300_000 + b'1]', words):\n"
        "    fields(Exchange(0, 'POST', 'https://h', body=body))\n"
        "print(next(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')))\n"
    )
    limit = 600 << 20  # of addresses, not of memory
    child = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)),
    )
    assert int(child.stdout) < 200_000


@pytest.mark.parametrize("filling", range(1, 10))
def test_padding_before_a_line_feed_is_no_form(filling: int) -> None:
    event = base64.b64encode(b'{"ty":3,"x":"' + b"a" * filling + b'"}')
    assert "e12 body > form data > base64 > json $.ty = 3" in told(post(b"data=" + event + b"\n&access_token=abc"))


def test_what_is_encrypted_is_opened_with_the_key_of_its_host() -> None:
    encryptor = Cipher(AES(b"k" * 16), modes.ECB()).encryptor()  # noqa: S305
    body = b"d=" + base64.b64encode(encryptor.update(EVENT + bytes([16 - len(EVENT) % 16]) * (16 - len(EVENT) % 16)))
    keyed = fields(post(body), BOUNDS, (Key("aes-ecb", b"k" * 16),)).fields
    assert [(" > ".join(map(str, field.steps)), field.value) for field in keyed if field.codec == "json"] == [
        ("body > form d > base64 > aes-ecb > json $.ty", 1),
        ("body > form d > base64 > aes-ecb > json $.dl[0].imei1", "490154203237518"),
        ("body > form d > base64 > aes-ecb > json $.dl[0].nws", '"CHRISDCMOORE"'),
    ]
    assert not any(field.codec == "json" for field in fields(post(body)).fields)


def test_a_signature_is_understood() -> None:
    body = b"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTYifQ." + base64.urlsafe_b64encode(bytes(range(100, 200)) * 3)
    assert [field.opaque for field in fields(post(body.rstrip(b"="))).fields] == ["", "", ""]


@pytest.mark.parametrize("codec", CODECS, ids=lambda codec: codec.NAME)
@given(st.binary(min_size=30, max_size=60), st.integers(0, 255))
def test_no_codec_raises_and_nothing_changed_is_the_same(codec: Codec, data: bytes, pick: int) -> None:
    data = bytes([codec.STARTS[pick % len(codec.STARTS)]]) + data
    try:
        codec.opens(data, 1 << 20)
    except Bounded:
        return
    assert codec.closes(data, {}) == data


def test_codecs_name_themselves_and_their_sizes() -> None:
    assert [codec.NAME for codec in CODECS if not codec.STARTS or codec.LEAST < 1] == []


@pytest.mark.skipif(not BODIES.is_dir(), reason="the captures folder is not beside the repository")
@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("20763-meitu-wifi.json", "body > json $.carrior = 'wifi_3c:a6:2f:bc:5e:65@WLAN3.ALTPETER.ME'"),
        ("40112-pons-clipboard.txt", "body > url query.q = 'LDDsvPqQdT'"),
        ("43107-poparazzi-contacts.json", "body > json $.data[0].attributes.phone_numbers[0] = '+4915557543434'"),
        ("24057-newsbreak-location.txt", "body > url query.latitude = '52.23529241882057'"),
        ("24057-newsbreak-location.txt", "body > url query.geo_data > json $.postalCode = '38126'"),
        ("23925-pacer-location.txt", "body > form system_location > json $.iso_country_code = 'DE'"),
        (
            "11476-hillclimbracing-device-params.json",
            "body > json $.device.identity > base64 > json $.ifv = '248334DE-D279-4994-AD4A-8D431D06E129'",
        ),
    ],
)
def test_real_bodies_are_opened(name: str, line: str) -> None:
    assert f"e12 {line}" in told(post((BODIES / name).read_bytes()))


@pytest.mark.parametrize("wrap", [lambda items: urlencode({"batch": items}), lambda items: f'{{"batch":{items}}}'])
def test_a_batch_of_relative_addresses_and_forms_is_opened(wrap: Callable[[str], str]) -> None:
    items = '[{"method":"POST","relative_url":"1/activities?advertiser_id=6f1e&event=OPEN","body":"name=Anna&os=14"}]'
    exchange = Exchange(0, "POST", "https://graph.example.org/", body=wrap(items).encode())
    steps = [(field.steps[-2:], field.value) for field in fields(exchange).fields]
    opened = {(outer.path.rpartition(".")[2], str(inner), value) for (outer, inner), value in steps if outer.path}
    assert opened >= {
        ("relative_url", "url query.advertiser_id", "6f1e"),
        ("relative_url", "url query.event", "OPEN"),
        ("body", "form name", "Anna"),
        ("body", "form os", "14"),
    }


PIECES = [
    b"&amp;",
    b"%25",
    b"\xdd",
    b"\xed\xa0\x80",
    b'{"a":',
    b"[",
    b"]",
    b"=",
    b"--b\r\n",
    b"<a>",
    b"</a>",
    b"http://",
    b"eyJ",
]
PIECES += [
    b"\x1f\x8b\x08\0",
    b"PK\x03\x04",
    b"bplist00",
    b"\x28\xb5\x2f\xfd",
    b"\x0a\x02ab",
    b"\x9f",
    b"\0\0\0\0\1",
    b"<~",
    b"&#1;",
]


@pytest.mark.parametrize("codec", CODECS, ids=[codec.NAME for codec in CODECS])
@given(pieces=st.lists(st.sampled_from(PIECES) | st.binary(max_size=3)))
def test_no_codec_raises_for_what_its_neighbours_open(codec: Codec, pieces: list[bytes]) -> None:
    data = b"".join(pieces)
    if len(data) < codec.LEAST or data[0] not in codec.STARTS:
        return
    with suppress(Bounded):
        assert all(isinstance(path, str) for path, _ in codec.opens(data, 1 << 16) or [])

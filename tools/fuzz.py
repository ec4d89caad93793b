"""Feeds the binary codecs and the flow reader what a coverage-guided fuzzer (atheris) makes up: nothing may be raised.

python tools/fuzz.py gzip 100000
make fuzz
"""

from __future__ import annotations

import gzip
import io
import plistlib
import sys
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import atheris
import zstandard

with atheris.instrument_imports(include=["phonehome"]):
    from phonehome.decode import CODECS
    from phonehome.decode.codec import Bounded, Codec
    from phonehome.read import flows

BINARY = ("gzip", "zstd", "zip", "msgpack", "cbor", "protobuf", "plist", "snappy", "lz4", "lz-string")
FLOWS = "flows"
ROOM = 1 << 20
TEXT = b'{"imei": "490154203237518"}'


def seed(name: str) -> bytes:
    """An input that gets past the first bytes, which no chance finds."""
    match name:
        case "gzip":
            return gzip.compress(TEXT, mtime=0)
        case "zstd":
            return zstandard.compress(TEXT)
        case "plist":
            return plistlib.dumps({"a": [1, TEXT, "text"]}, fmt=plistlib.FMT_BINARY)
        case "zip":
            return _zip()
        case "flows":
            return b"39:4:type,4:http;7:request,14:4:host,3:abc,}};}"
        case _:
            return TEXT


def _zip() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.json", TEXT)
    return file.getvalue()


def target(name: str) -> Callable[[bytes], None]:
    """What is called with each input."""
    if name == FLOWS:
        return _flows
    codec = next(codec for codec in CODECS if name == codec.NAME)
    return lambda data: _codec(codec, data)


def _codec(codec: Codec, data: bytes) -> None:
    if len(data) < codec.LEAST or data[0] not in codec.STARTS:
        return
    try:
        parts = codec.opens(data, ROOM)
    except Bounded:
        return
    if parts is not None and codec.closes(data, {}) != data:
        raise AssertionError(f"{codec.NAME} does not give back what it opened")


def _flows(data: bytes) -> None:
    with suppress(ValueError):  # a file that is as good as empty
        list(flows.read(io.BytesIO(data)))


def main() -> None:
    """One target for a number of runs; without a name, the names."""
    if len(sys.argv) < 3:
        print(*BINARY, FLOWS)
        return
    name, runs = sys.argv[1:3]
    options = [f"-runs={runs}", "-seed=1", "-max_len=512", "-timeout=10", *sys.argv[3:]]
    with TemporaryDirectory() as corpus:
        (Path(corpus) / "seed").write_bytes(seed(name))
        atheris.Setup([sys.argv[0], *options, corpus], target(name))
        atheris.Fuzz()


if __name__ == "__main__":
    main()

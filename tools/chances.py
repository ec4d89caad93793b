"""Measures how many random strings each codec takes for its own, and writes tools/chances.toml for the reference pages.

A string counts when the codec alone, as `decode` asks it, opens it to something that is not opaque. Codecs of bytes get
random bytes, codecs of text random letters and digits.
"""

from __future__ import annotations

import random
import string
from collections.abc import Iterator
from pathlib import Path

from phonehome.decode import BOUNDS, CODECS, Codec
from phonehome.decode.peel import Codecs, Peel
from phonehome.model import Field

FILE = Path(__file__).parent / "chances.toml"
STRINGS, LEAST, MOST, SEED = 100_000, 8, 200, 1
LETTERS = (string.ascii_letters + string.digits).encode()


def strings(*, text: bool) -> Iterator[bytes]:
    """Random strings, the same ones at every call."""
    rng = random.Random(SEED)  # noqa: S311 - no secret
    for _ in range(STRINGS):
        size = rng.randint(LEAST, MOST)
        yield bytes(rng.choices(LETTERS, k=size)) if text else rng.randbytes(size)


def opened(codec: Codec) -> int:
    """How many strings the codec opens by itself."""
    codecs = Codecs((codec,))
    return sum(_opens(codecs, codec.NAME, data) for data in strings(text=codec.READS == "text"))


def _opens(codecs: Codecs, name: str, data: bytes) -> bool:
    peel = Peel(codecs, BOUNDS)
    peel.open(Field("body", "", data))
    return any(field.codec == name and not field.opaque for field in peel.fields)


def main() -> None:
    """All codecs, one line each."""
    told = "".join(f"    {opened(codec)}, # {codec.NAME}\n" for codec in CODECS)
    head = f"# Of {STRINGS:,} random strings of {LEAST} to {MOST} bytes, in the order of CODECS; by tools/chances.py."
    FILE.write_text(f"{head}\nopened = [\n{told}]\n", encoding="utf-8")


if __name__ == "__main__":
    main()

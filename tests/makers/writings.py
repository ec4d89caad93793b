"""How an owner's value may be written, without asking phonehome."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator


def writings(value: str) -> list[bytes]:
    """How a value may be written: its parts, without separators, backwards, as a number, as bytes, digests, base64."""
    plain = {value, re.sub(r"[\s:._/-]", "", value), *(part for part in value.split(",") if len(part) > 6)}
    if value.startswith("+44"):
        plain |= {f"0{value[3:]}", value[3:], f"0044{value[3:]}"}
    if re.fullmatch(r"\d{15}", value):
        plain |= {value[:14]}
    found = [text for one in plain for text in (one, one[::-1])]
    found += [text for one in plain for text in _digests(one)]
    bare = value.replace(":", "").replace("-", "")
    whole = [int(bare, 16)] if re.fullmatch("[0-9a-f]{12}|[0-9a-f]{16}", bare) else []
    raw = [number.to_bytes(8, order) for number in whole for order in ("big", "little")]
    return [one.encode() for one in found if len(one) > 5] + [str(number).encode() for number in whole] + raw


def _digests(text: str) -> Iterator[str]:
    for written in (text, text.upper(), text.lower()):
        yield base64.b64encode(written.encode()).decode().rstrip("=")
        for name in ("md5", "sha1", "sha256"):
            digest = hashlib.new(name, written.encode()).digest()
            yield digest.hex()[:16]
            yield base64.urlsafe_b64encode(digest)[:16].decode()

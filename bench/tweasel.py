"""What TrackHAR's own output names in the captures it is published with, and what phonehome names in them."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import msgspec
from rich.table import Table

from phonehome.engine import examiner
from phonehome.knowledge.load import load
from phonehome.model import Exchange, Owner
from phonehome.read import reader_of
from phonehome.read.reader import HEAD

BESIDE = Path(__file__).parents[2] / "shared" / "captures"
CAPTURES = Path(os.environ.get("PHONEHOME_CAPTURES", BESIDE)) / "tweasel"
# TrackHAR's properties that tell one phone or person from another.
IDENTIFIERS = (
    "advertisingId",
    "browserId",
    "developerScopedId",
    "deviceId",
    "hashedAdvertisingId",
    "installationId",
    "localIp",
    "macAddress",
    "otherIdentifiers",
    "publicIp",
    "pushNotificationToken",
    "sessionId",
    "userId",
)
Place = tuple[int, str]


class Label(msgspec.Struct):
    """One value that TrackHAR names."""

    property: str
    value: msgspec.Raw


class Line(msgspec.Struct):
    """TrackHAR's answer about one request."""

    id: int
    labels: list[Label] | None


def tables() -> Iterator[Table | str]:
    """A table a capture: values that only one of the two names, and that both do."""
    if not CAPTURES.is_dir():
        yield "TrackHAR's captures are left out: they do not stand beside the repository"
        return
    for told in sorted(CAPTURES.glob("*/*.trackhar.jsonl")):
        capture = next(told.parent.glob(told.name.removesuffix(".trackhar.jsonl") + ".har*"))
        theirs, ours = _theirs(told), _ours(capture)
        yield _compared(f"{told.parent.name}/{capture.name}", theirs, ours)
        yield from _missed(theirs, ours)


def _theirs(told: Path) -> dict[Place, str]:
    """Where TrackHAR names a value: the property it calls it by."""
    named: dict[Place, str] = {}
    for line in told.read_bytes().splitlines():
        answer = msgspec.json.decode(line, type=Line)
        for label in answer.labels or []:
            for text in _texts(label.value):
                named.setdefault((answer.id, text), label.property)
    return named


def _ours(capture: Path) -> dict[Place, str]:
    """Where phonehome, that knows no owner here, names a value: the kind it calls it by."""
    named: dict[Place, str] = {}
    examine = examiner(Owner(values={}), load())
    with capture.open("rb") as file:
        for item in reader_of(file.peek(HEAD)[:HEAD]).read(file):
            if isinstance(item, Exchange):
                for finding in examine(item).findings:
                    named.setdefault((item.index, finding.value.lower()), finding.kind)
    return named


def _texts(value: msgspec.Raw) -> Iterator[str]:
    """A value as text; of a list each member."""
    text = bytes(value)
    if text.startswith(b"["):
        for member in msgspec.json.decode(text, type=list[msgspec.Raw]):
            yield from _texts(member)
    else:
        yield (msgspec.json.decode(text, type=str) if text.startswith(b'"') else text.decode()).lower()


def _compared(name: str, theirs: dict[Place, str], ours: dict[Place, str]) -> Table:
    rows: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for place, what in theirs.items():
        rows[f"TrackHAR {what}"][1 if place in ours else 0] += 1
    for place, what in ours.items():
        if place not in theirs:
            rows[f"phonehome {what}"][2] += 1
    table = Table("property or kind", "only TrackHAR", "both", "only phonehome", title=name)
    for what, counts in sorted(rows.items()):
        table.add_row(what, *(str(count or "") for count in counts))
    table.add_row("all", *(str(sum(column)) for column in zip(*rows.values(), strict=True)))
    return table


def _missed(theirs: dict[Place, str], ours: dict[Place, str]) -> Iterator[str]:
    """How many identifiers TrackHAR names, and each of them that phonehome does not."""
    yield f"identifiers that TrackHAR names: {sum(what in IDENTIFIERS for what in theirs.values())}"
    for (index, text), what in theirs.items():
        if what in IDENTIFIERS and (index, text) not in ours:
            yield f"missed identifier: exchange {index}, {what}: {text}"

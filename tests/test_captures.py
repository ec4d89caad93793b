"""Real captures that others recorded, where they stand beside the repository."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from msgspec import Struct

from phonehome.cli import run
from phonehome.engine import Examined, examine
from phonehome.knowledge.load import load
from phonehome.model import Exchange, Owner
from phonehome.read import har

CAPTURES = Path(__file__).parents[2] / "shared" / "captures"
AUDITED = sorted(
    [
        *CAPTURES.glob("tweasel/*/*.har"),
        *CAPTURES.glob("tweasel/*/*.har.json"),
        *CAPTURES.glob("mitmproxy/har_files/*.har"),
        *CAPTURES.glob("mitmproxy/flows/*.har"),
    ]
)
DAMAGED = sorted([*CAPTURES.glob("mitmproxy/corrupted_har/*"), *CAPTURES.glob("mitmproxy/*.har")])
IDENTIFIERS = {
    "advertisingId",
    "deviceId",
    "idfa",
    "idfv",
    "installationId",
    "localIp",
    "otherIdentifiers",
    "sessionId",
    "userId",
}

pytestmark = pytest.mark.skipif(not CAPTURES.is_dir(), reason="the captures do not stand beside the repository")


class Label(Struct):
    """A value that TrackHAR found, under its name for it."""

    property: str
    path: str
    value: object


class Request(Struct):
    """What TrackHAR says about one exchange of a capture."""

    id: int
    host: str
    labels: list[Label] | None


def name_of(path: Path) -> str:
    return str(path.relative_to(CAPTURES))


def labelled(file: Path) -> Iterator[tuple[Request, Label]]:
    for line in file.read_bytes().splitlines():
        request = msgspec.json.decode(line, type=Request)
        yield from ((request, label) for label in request.labels or () if label.property in IDENTIFIERS)


def examined(capture: Path) -> dict[int, Examined]:
    with capture.open("rb") as file:
        exchanges = [item for item in har.read(file) if isinstance(item, Exchange)]
    return {one.exchange.index: one for one in examine(exchanges, Owner(), load())}


@pytest.mark.parametrize("capture", AUDITED, ids=name_of)
def test_capture_is_audited(capture: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = run(["audit", str(capture)])
    said = capsys.readouterr()
    assert (code, said.err.count("\n")) == (0, 1)
    assert said.out


@pytest.mark.parametrize("capture", DAMAGED, ids=name_of)
def test_what_is_no_whole_har_is_audited_or_refused_with_a_sentence(
    capture: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run(["audit", str(capture)])
    said = capsys.readouterr()
    assert (code, bool(said.out), said.err.count("\n")) in {(0, True, 1), (2, False, 1)}


@pytest.mark.parametrize("labels", sorted(CAPTURES.glob("tweasel/*/*.trackhar.jsonl")), ids=name_of)
def test_identifiers_that_trackhar_finds_are_found(labels: Path) -> None:
    stem = labels.name.removesuffix(".trackhar.jsonl")
    (capture,) = (
        path for path in AUDITED if path.parent == labels.parent and path.name in {f"{stem}.har", f"{stem}.har.json"}
    )
    found = {index: {finding.value for finding in one.findings} for index, one in examined(capture).items()}
    known = list(labelled(labels))
    assert known
    missed = [(request.host, label.path) for request, label in known if str(label.value) not in found[request.id]]
    assert missed == []

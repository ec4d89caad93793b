"""make bench-peers: phonehome and its peers one after the other on the same requests, one core each. Prints tables."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

import msgspec
from rich.console import Console
from rich.table import Table

import corpus
import peer
import tweasel
from phonehome.decode import fields
from phonehome.detect import Detect, detector
from phonehome.detect.request import Request, request_of
from phonehome.knowledge.load import load
from phonehome.model import Exchange, Owner
from phonehome.phones import Options, filler, har, simulate, truth
from score import Score

CONSOLE = Console(width=120)
ROUNDS = 3
REQUESTS = 20_000
SAMPLE = 300
PASSES = 5
# Presidio's scores run from 0 to 1; what its patterns alone call more likely than not.
LIKELY = 0.5
# Entities that are what they are called, and personal in neither's eyes: their count would flatter phonehome.
NEUTRAL = ("URL", "DATE_TIME", "UUID")


class Texts(msgspec.Struct, frozen=True):
    """Requests whose decoded text both are given, and the owner that phonehome knows."""

    name: str
    exchanges: list[Exchange]
    owner: Owner


def main() -> None:
    """Each peer that can be had, and why the others are left out."""
    with tempfile.TemporaryDirectory(prefix="phonehome-peers-") as name:
        against_trackhar(Path(name))
        against_presidio(Path(name))
    for table in tweasel.tables():
        CONSOLE.print(table)


def against_trackhar(folder: Path) -> None:
    """Read, decode and detect to findings, start-up excluded in both: requests a second and recall."""
    pairs = list(corpus.corpus(REQUESTS))
    planted = [one for _, some in pairs for one in some]
    capture, owner, indicators = (str(folder / one) for one in ("capture.har", "owner.toml", "indicators.json"))
    pieces = har.write([exchange for exchange, _ in pairs])
    Path(capture).write_bytes(msgspec.json.format(b"".join(pieces), indent=-1))
    Path(owner).write_text(truth.owner_toml(corpus.OWNER))
    Path(indicators).write_bytes(msgspec.json.encode(corpus.OWNER.values))
    command = peer.trackhar()
    mine, theirs = [], []
    for _ in range(ROUNDS):
        mine.append(peer.run(*peer.ours(), capture, owner))
        if not isinstance(command, str):
            theirs.append(peer.run(*command, capture, indicators))
    own = Score(planted, mine[0].found)
    CONSOLE.print(own.by_kind())
    CONSOLE.print(f"missed: {dict(own.missed())}")
    CONSOLE.print(_engines(mine, theirs, planted))
    if isinstance(command, str):
        CONSOLE.print(command)


def _engines(mine: list[peer.Ran], theirs: list[peer.Ran], planted: list[corpus.Planted]) -> Table:
    table = Table("engine", "requests/s (median)", "all rounds", "recall", title="TrackHAR, the same HAR, one core")
    _add_engine(table, "phonehome", mine, planted)
    if theirs:
        _add_engine(table, "TrackHAR", theirs, planted)
        ratio = median(other.seconds / own.seconds for own, other in zip(mine, theirs, strict=True))
        times = Score(planted, mine[0].found).recall / Score(planted, theirs[0].found).recall
        table.add_row("phonehome / TrackHAR", f"{ratio:.2f}", "median of the rounds' ratios", f"{times:.2f}")
    return table


def _add_engine(table: Table, name: str, runs: list[peer.Ran], planted: list[corpus.Planted]) -> None:
    rates = [REQUESTS / run.seconds for run in runs]
    recall = Score(planted, runs[0].found).recall
    table.add_row(name, f"{median(rates):,.0f}", ", ".join(f"{rate:,.0f}" for rate in rates), f"{recall:.4f}")


def against_presidio(folder: Path) -> None:
    """Detection alone on the same decoded text: requests a second, and false alarms on innocent traffic."""
    week = simulate("oneplus-2017", Options(7, 101))
    quiet = [one for one in week.exchanges if urlsplit(one.url).hostname in filler.hosts()][:SAMPLE]
    samples = (
        Texts("corpus", [exchange for exchange, _ in corpus.corpus(SAMPLE)], corpus.OWNER),
        Texts("filler (nothing is personal)", quiet, week.owner),
    )
    command = peer.presidio()
    columns = (
        "text",
        "requests",
        "characters",
        "phonehome/s",
        "Presidio/s",
        "ratio",
        "phonehome finds",
        "Presidio finds",
    )
    table = Table(*columns, title="Presidio, the same decoded text, one core: speed, and how much was found")
    for texts in samples:
        table.add_row(*_one_text(texts, command, folder / "texts.json"))
    CONSOLE.print(table)
    if isinstance(command, str):
        CONSOLE.print(command)


def _one_text(texts: Texts, command: tuple[str, ...] | str, path: Path) -> tuple[str, ...]:
    requests = [request_of(one, fields(one).fields) for one in texts.exchanges]
    path.write_bytes(msgspec.json.encode(["\n".join(request.texts) for request in requests]))
    detect = detector(texts.owner, load())
    ratios, mine, theirs, found, their_found = [], 0.0, 0.0, 0, 0
    for _ in range(ROUNDS):
        seconds, found = _detected(detect, requests)
        mine = len(requests) / seconds
        if not isinstance(command, str):
            ran = peer.run(*command, str(path))
            theirs, their_found = (
                len(requests) / ran.seconds,
                sum(float(score) >= LIKELY and entity not in NEUTRAL for _, entity, score, _ in ran.found),
            )
            ratios.append(mine / theirs)
    last = (f"{theirs:,.0f}", f"{median(ratios):,.0f}") if ratios else ("-", "-")
    size = f"{sum(map(len, (text for request in requests for text in request.texts))):,}"
    return texts.name, f"{len(requests)}", size, f"{mine:,.0f}", *last, str(found), str(their_found) if ratios else "-"


def _detected(detect: Detect, requests: list[Request]) -> tuple[float, int]:
    """Seconds for all requests (the mean of a few passes over a short sample), and what is likely or surer in them."""
    started = time.perf_counter()
    for _ in range(PASSES):
        found = [finding for request in requests for finding in detect(request)]
    seconds = (time.perf_counter() - started) / PASSES
    return seconds, sum(finding.certainty != "possible" for finding in found)


if __name__ == "__main__":
    main()

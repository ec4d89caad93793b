"""The map half alone, on one core: a capture read, decoded and detected to findings, as the peers do it.

A program of its own, so that it is pinned and started as the peers are. Prints JSON: the seconds of CPU time after its
start-up (facts loaded, owner prepared) and every finding as exchange, kind, certainty and value.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import msgspec

from phonehome.engine import examiner
from phonehome.knowledge.load import load
from phonehome.model import Exchange
from phonehome.owner import parse
from phonehome.read import reader_of
from phonehome.read.reader import HEAD
from phonehome.seldom import collect_seldom


def main(capture: str, owner: str) -> None:
    """Examines a capture and prints what was found."""
    knowledge = load()
    examine = examiner(parse(Path(owner).read_text(), knowledge), knowledge)
    collect_seldom()
    started = time.process_time()
    with Path(capture).open("rb") as file:
        items = reader_of(file.peek(HEAD)[:HEAD]).read(file)
        found = [
            (item.index, finding.kind, finding.certainty, finding.value)
            for item in items
            if isinstance(item, Exchange)
            for finding in examine(item).findings
        ]
    seconds = time.process_time() - started
    sys.stdout.buffer.write(msgspec.json.encode({"seconds": seconds, "found": found}))


if __name__ == "__main__":
    main(*sys.argv[1:])

"""A process that rewrites: exchanges come in on standard input, verdicts go out. A frame is a length and its data."""

from __future__ import annotations

import sys
from collections.abc import Callable
from struct import Struct as Layout

import msgspec
from msgspec import Struct

from phonehome.knowledge.load import load
from phonehome.knowledge.schema import Knowledge
from phonehome.live.spoken import Shielded
from phonehome.model import Exchange, Recipient
from phonehome.shield.outcome import Change, Outcome, Shield
from phonehome.shield.rewrite import rewriter

HEAD = Layout("<I")


class Verdict(Struct, frozen=True):
    """What becomes of an exchange; ``exchange`` is None where it stays as it came."""

    exchange: Exchange | None = None
    changes: tuple[Change, ...] = ()
    blocked: bool = False
    why: str = ""
    recipient: Recipient = Recipient("")
    unread: int = 0
    left: tuple[str, ...] = ()


def knowledge_of(shielded: Shielded) -> Knowledge:
    """The tables by which is rewritten."""
    return msgspec.msgpack.decode(shielded.knowledge, type=Knowledge) if shielded.knowledge else load()


def judge(shielded: Shielded) -> Callable[[Exchange], Verdict]:
    """Everything that can be prepared once; the answer judges one exchange."""
    rewrite = rewriter(Shield(shielded.owner, knowledge_of(shielded), shielded.rules, shielded.key))
    return lambda exchange: _verdict(exchange, rewrite(exchange))


def _verdict(asked: Exchange, outcome: Outcome) -> Verdict:
    return Verdict(
        outcome.exchange if not outcome.blocked and outcome.exchange != asked else None,
        outcome.changes,
        outcome.blocked,
        outcome.why,
        outcome.recipient,
        outcome.unread,
        outcome.left,
    )


def frame(data: bytes) -> bytes:
    """Data as they are sent."""
    return HEAD.pack(len(data)) + data


def _read() -> bytes:
    """The next frame; EOFError where there is none, or not all of it."""
    head = sys.stdin.buffer.read(HEAD.size)
    if len(head) < HEAD.size:
        raise EOFError
    (size,) = HEAD.unpack(head)
    data = sys.stdin.buffer.read(size)
    if len(data) < size:
        raise EOFError
    return data


def _write(data: bytes) -> None:
    sys.stdout.buffer.write(frame(data))
    sys.stdout.buffer.flush()


def main() -> None:
    """The process: it says that it is ready, then answers until standard input ends."""
    encode, decode = msgspec.msgpack.Encoder().encode, msgspec.msgpack.Decoder(Exchange).decode
    judged = judge(msgspec.msgpack.decode(_read(), type=Shielded))
    _write(b"")
    while True:
        _write(encode(judged(decode(_read()))))


if __name__ == "__main__":
    try:
        main()
    except (EOFError, BrokenPipeError):
        sys.exit(0)

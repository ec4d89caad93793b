"""What is wrong with a capture, or to be known of it: bytes that could not be read, and how far it goes."""

from __future__ import annotations

from collections.abc import Iterator

from phonehome.model import Damage, Input
from phonehome.read.recording import GROWS
from phonehome.report.words import counted, number


def damaged(read: Input) -> Iterator[str]:
    """Each stretch that is lost: 12 bytes from byte 4,711 could not be read: why."""
    return (fault(one, read) for one in read.damage if one.lost)


def noted(read: Input) -> Iterator[str]:
    """What is to be known of it, although no byte is lost."""
    return (fault(one, read) for one in read.damage if not one.lost)


def fault(one: Damage, read: Input) -> str:
    """One of them as a sentence without its end."""
    if one.lost:
        return f"{counted(one.lost, 'byte')} from byte {number(one.offset)} could not be read: {one.reason}"
    if one.reason == GROWS:
        return f"{GROWS}: {counted(read.exchanges, 'exchange')} so far"
    return f"{one.reason} (at byte {number(one.offset)})" if one.offset else one.reason

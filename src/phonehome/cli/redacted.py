"""What phonehome redact says of what it did: replaced, emptied, left out, what stays, and whether anything is left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from phonehome.knowledge.schema import Kind
from phonehome.report.words import counted, inside
from phonehome.shield.proof import Proof
from phonehome.shield.redact_file import Form
from phonehome.shield.redactor import Redactor

_DONE = {"replace": "replaced", "zero": "emptied", "drop": "taken out", "coarsen": "made coarser"}


def sentences(made: Form, redactor: Redactor, proof: Proof) -> Iterator[str]:
    """The lines, in the order of the work."""
    done, kinds = redactor.done, redactor.shield.knowledge.kinds
    if made.converted:
        yield f"converted from {made.converted} to HAR; bodies of answers are not kept"
    yield counted(done.exchanges, "exchange")
    acts = Counter({f"{kinds[kind].label}: {_DONE[action]}": count for (kind, action), count in done.kinds.items()})
    yield from _counted(acts)
    yield from _counted(done.parts)
    if done.opaque:
        yield f"{done.opaque:>9,}  bytes that nothing opens: zeros now"
    yield from (f"{count:>9,}  left out: {why}" for why, count in _ordered(done.left_out))
    yield from (f"not read: {one.reason}" + (f" ({one.lost:,} bytes)" if one.lost else "") for one in done.damage)
    stays = ", ".join(sorted(inside(kinds[kind].label) for kind in proof.stayed))
    yield "as they were: times, sizes, recipients" + (f"; by the rules: {stays}" if stays else "")
    values = redactor.shield.owner.values
    if "location" in values:
        yield "places are sought where they stand alone, not within a longer text: read those yourself"
    yield from _left(proof, sum(map(len, values.values())), kinds)


def _left(proof: Proof, count: int, kinds: Mapping[str, Kind]) -> Iterator[str]:
    """The proof, in words."""
    if proof.passed:
        yield f"the rules let the owner's values of these kinds pass: {_places(proof.passed, kinds)}"
    if proof.left:
        yield f"NOT SAFE TO SHARE, values of the owner are left: {_places(proof.left, kinds)}"
    elif count:
        yield f"examined again: none of the owner's {counted(count, 'value')} is left" + (
            " but those" if proof.passed else ""
        )


def _places(counts: Counter[str], kinds: Mapping[str, Kind]) -> str:
    return ", ".join(f"{inside(kinds[kind].label)} ({count:,})" for kind, count in _ordered(counts))


def _counted(counts: Counter[str]) -> Iterator[str]:
    yield from (f"{count:>9,}  {what}" for what, count in _ordered(counts) if count)


def _ordered(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))

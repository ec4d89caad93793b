"""Two captures side by side: what stopped, what goes on, what is new, what changed its form."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from msgspec import Struct, structs

from phonehome.infer.answer import Sureness
from phonehome.infer.change import Comparison, KindChange, RecipientChange, Stream
from phonehome.infer.compare_rows import HardwareRow, Rows, rows
from phonehome.infer.compare_sql import NOTHING
from phonehome.infer.differences import Frame, fields_of, kinds_of, places_of, streams_of
from phonehome.infer.evidence import Evidence
from phonehome.infer.sides import Side, Split, sides
from phonehome.infer.veil import hidden
from phonehome.infer.verdict import verdict

NAME = "compare"
NEEDED = "two captures with times, and findings that are likely or confirmed"

MOST_RECIPIENTS = 100
TWO_PHONES = "These are two different phones: no hardware identifier is told on both sides."


class Most(Struct, frozen=True):
    """How many of each list are written out."""

    streams: int = 60
    kinds: int = 80
    places: int = 200
    fields: int = 300


MOST = Most()


def compare(evidence: Evidence, split: Split) -> Comparison:
    """The second side against the first, each recipient on its own."""
    frame = Frame(evidence.knowledge, sides(evidence, split))
    found = rows(evidence, split)
    weight = Counter[str]()
    for row in found.kinds:
        weight[row.recipient] += row.occasions
    names = sorted(weight, key=lambda name: (-weight[name], name))
    hide = evidence.hide
    changes = tuple(hidden(_recipient(found.of(name), frame, name), hide) for name in names[:MOST_RECIPIENTS])
    firsts = {(one.case_no, one.exchange, one.number) for one in (row.first for row in found.places)}
    proof, count = evidence.proof(firsts)
    two = split.by != "app" and are_two_phones(found.hardware)
    certainty = _certainty(frame.sides, changes)
    return Comparison(
        question=NAME,
        sentence=changes[0].verdict if changes else "Neither side holds personal data that is likely or confirmed.",
        certainty="medium" if two and certainty == "high" else certainty,
        uncertainty=" ".join(filter(None, (TWO_PHONES if two else "", _uncertainty(frame.sides)))),
        needed=NEEDED,
        proof=tuple(structs.replace(one, location=hide(one.location)) for one in proof),
        proved_by=count,
        before=frame.sides[0],
        after=frame.sides[1],
        recipients=changes,
        more_recipients=max(0, len(names) - MOST_RECIPIENTS),
    )


def are_two_phones(hardware: Sequence[HardwareRow]) -> bool:
    """Both sides tell identifiers of a kind, and no value of any kind is told on both."""
    values: defaultdict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for row in hardware:
        values[row.kind][row.side].add(row.value)
    both = [sides for sides in values.values() if all(sides)]
    return bool(both) and not any(one & other for one, other in both)


def _recipient(found: Rows, frame: Frame, name: str) -> RecipientChange:
    places = places_of(found, frame)
    whole = RecipientChange(
        recipient=name,
        verdict="",
        streams=streams_of(found, frame),
        kinds=kinds_of(found, places, frame),
        places=places,
        fields=fields_of(found),
        more={},
    )
    return _bounded(structs.replace(whole, verdict=verdict(whole, found.told, frame.knowledge)))


def _bounded(one: RecipientChange) -> RecipientChange:
    left = {
        "streams": len(one.streams) - MOST.streams,
        "kinds": len(one.kinds) - MOST.kinds,
        "places": len(one.places) - MOST.places,
        "fields": len(one.fields) - MOST.fields,
    }
    return structs.replace(
        one,
        streams=one.streams[: MOST.streams],
        kinds=one.kinds[: MOST.kinds],
        places=one.places[: MOST.places],
        fields=one.fields[: MOST.fields],
        more={name: count for name, count in left.items() if count > 0},
    )


def _certainty(watched: tuple[Side, Side], changes: tuple[RecipientChange, ...]) -> Sureness:
    if not changes or not all(side.exchanges for side in watched):
        return "none"
    if not all(side.hours for side in watched):
        return "low"
    streams = [one for one in changes[0].streams if one.theme != NOTHING]
    if not any(map(_is_told, streams)) and any(one.before.is_few or one.after.is_few for one in streams):
        return "low"
    return "high" if all(_is_told(kind) for one in changes for kind in one.kinds) else "medium"


def _is_told(one: Stream | KindChange) -> bool:
    """There was enough of it to say what became of it."""
    few = one.before.is_few or one.after.is_few
    return not few and one.state not in {"not seen after", "not seen before"}


def _uncertainty(watched: tuple[Side, Side]) -> str:
    said = []
    for side in watched:
        if not side.exchanges:
            said.append(f"{side.name} holds no exchange.")
        elif not side.hours:
            said.append(f"{side.name} {_timeless(side)} to say how often something is sent or whether it stopped.")
        if side.left_out:
            said.append(f"{side.left_out:,.0f} h of silence in {side.name} do not count as capture.")
    if all(side.hours for side in watched):
        said.append("Intervals take occasions as independent; what a person causes varies more from day to day.")
    return " ".join(dict.fromkeys(said))


def _timeless(side: Side) -> str:
    if side.first is None:
        return "has no times, which are needed"
    return "holds one request, too little" if side.exchanges == 1 else "covers one moment alone, too little"

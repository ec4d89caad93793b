"""What changed for one recipient, in a few sentences: what stopped, which stream survives and with what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from phonehome.infer.change import KindChange, Place, RecipientChange, Stream
from phonehome.infer.compare_rows import ToldRow
from phonehome.infer.compare_sql import NOTHING, OTHER
from phonehome.infer.writing import CLEAR
from phonehome.knowledge.schema import Knowledge

_YES = {"1", "true", "yes", "in", "joined", "granted", "accepted", "optin", "on"}
_NO = {"0", "false", "no", "out", "left", "denied", "declined", "optout", "off"}
_NAMED = 8
# Groups of kinds that say who or where somebody is, or what they do.
_TELLING = ("hardware", "SIM", "network", "account", "person", "place", "behaviour")
_QUIET = {"operator", "network_type", "signal", "country", "timezone", "consent_state"}


def verdict(change: RecipientChange, told: Sequence[ToldRow], knowledge: Knowledge) -> str:
    """The sentences, the end of streams first."""
    return " ".join(filter(None, _sentences(change, told, knowledge)))


def _sentences(change: RecipientChange, told: Sequence[ToldRow], knowledge: Knowledge) -> Iterator[str]:
    cause = cause_of(told)
    streams = [one for one in change.streams if one.theme != NOTHING]
    yield _headline(change, streams, cause, knowledge)
    for theme in dict.fromkeys(one.theme for one in streams):
        alike = [one for one in streams if one.theme == theme]
        yield from _going_on(alike, change, knowledge)
    for one in change.kinds:
        if one.state == "changed form":
            before, after = " and ".join(one.forms_before), " and ".join(one.forms_after)
            yield f"The {_label(one.kind, knowledge)} changed its form: {before} before, {after} after."
    fresh = [one.kind for one in change.kinds if one.state == "new"]
    if fresh:
        yield f"New: {_labels(fresh, knowledge)}."
    unsure = [one.kind for one in change.kinds if one.state == "not seen after"]
    if unsure:
        yield f"Not seen any more, but the capture is too short to tell: {_labels(unsure, knowledge)}."
    begun = [one.kind for one in change.kinds if one.state == "not seen before"]
    if begun:
        yield f"Seen now, but the first capture is too short to tell whether it is new: {_labels(begun, knowledge)}."


def choice(value: str) -> str:
    """What a value of the consent choice means: "opted in", "opted out", or "" where nobody knows."""
    plain = "".join(char for char in value.lower() if char.isalnum())
    return "opted in" if plain in _YES else "opted out" if plain in _NO else ""


def cause_of(told: Sequence[ToldRow]) -> str:
    """What the captures differ in by what the phone told: its owner's choice, else its system's version."""
    consent = [{row.value for row in told if row.kind == "consent_state" and row.side == side} for side in (0, 1)]
    if all(consent):
        if consent[0] <= _YES and consent[1] <= _NO:
            return "Opting out"
        if consent[0] <= _NO and consent[1] <= _YES:
            return "Opting in"
    versions = [{row.value for row in told if row.kind == "os_version" and row.side == side} for side in (0, 1)]
    return "The other version of the system" if all(versions) and len(versions[0] - versions[1]) > 1 else ""


def _headline(change: RecipientChange, streams: Sequence[Stream], cause: str, knowledge: Knowledge) -> str:
    stopped = _stopped(change, streams, cause, knowledge)
    if stopped:
        return stopped
    if _is_same(change):
        return "Nothing that was seen changed."
    unsure = "not seen after" in {*(one.state for one in streams), *(one.state for one in change.kinds)}
    return "" if unsure else f"{cause or 'The second capture'} stopped nothing that was seen."


def _is_same(change: RecipientChange) -> bool:
    """Every stream, kind, place and field is on both sides, and none more or less often."""
    things: list[Stream | KindChange | Place] = [*change.streams, *change.kinds, *change.places]
    kept = all(one.state == "continues" and one.often not in {"more often", "less often"} for one in things)
    return kept and all(one.before and one.after for one in change.fields)


def _stopped(change: RecipientChange, streams: Sequence[Stream], cause: str, knowledge: Knowledge) -> str:
    ended = [theme for theme in dict.fromkeys(one.theme for one in streams) if _has_ended(streams, theme)]
    kinds = [one.kind for one in change.kinds if one.state == "stopped" and knowledge.kinds[one.kind].group in _TELLING]
    what = ""
    if ended:
        what = " and ".join(f"the {_named(theme)}" for theme in ended)
        kinds = [kind for kind in kinds if any(kind in one.kinds_before for one in streams if one.theme in ended)]
        what += f" ({_labels(kinds, knowledge, bare=True)})" if kinds else ""
    elif kinds:
        what = _labels(kinds, knowledge)
    if not what:
        return ""
    return f"{cause} stopped {what}." if cause else f"Stopped: {what}."


def _has_ended(streams: Sequence[Stream], theme: str) -> bool:
    alike = [one for one in streams if one.theme == theme]
    return not any(one.after.count for one in alike) and any(one.state == "stopped" for one in alike)


def _named(theme: str) -> str:
    return theme if theme == OTHER else f"{theme} stream"


def _going_on(alike: Sequence[Stream], change: RecipientChange, knowledge: Knowledge) -> Iterator[str]:
    after = [one for one in alike if one.after.count]
    if not after:
        return
    kinds = [kind for kind in change.kinds if kind.after.count and any(kind.kind in one.kinds_after for one in after)]
    tells = [one for one in kinds if knowledge.kinds[one.kind].group in _TELLING and one.kind not in _QUIET]
    with_what = f" with {_with_forms(tells, knowledge)}" if tells else ""
    still = "still" if any(one.before.count for one in alike) else "now"
    theme = alike[0].theme
    name = "What is done on the phone" if theme == "usage" else theme[:1].upper() + theme[1:]
    changed = {one.often for one in after} & {"more often", "less often"}
    how = f", {' and '.join(sorted(changed))} than before" if changed else ""
    yield f"{name} {'are' if theme == 'communications' else 'is'} {still} sent{_cadence(after)}{with_what}{how}."


def _cadence(streams: Sequence[Stream]) -> str:
    regular = [one.every_after for one in streams if one.every_after]
    if len(streams) == 1 and regular:
        return f" every {_hours(regular[0])}"
    rate = sum(one.after.per_hour or 0.0 for one in streams if one.after.hours >= 24) * 24
    return f" about {rate:,.0f} times a day" if rate >= 2 else ""


def _hours(hours: float) -> str:
    return f"{round(hours)} h" if hours >= 1.5 else f"{max(1, round(hours * 60))} min"


def _with_forms(kinds: Sequence[KindChange], knowledge: Knowledge) -> str:
    words = []
    for one in kinds[:_NAMED]:
        hidden = one.forms_after[0].partition(" (")[0] if one.forms_after and CLEAR not in one.forms_after else ""
        words.append(f"the {_label(one.kind, knowledge)} {hidden}".rstrip())
    return _listed(words, len(kinds) - len(words))


def _labels(kinds: Iterable[str], knowledge: Knowledge, *, bare: bool = False) -> str:
    every = list(kinds)
    words = [_label(kind, knowledge) if bare else f"the {_label(kind, knowledge)}" for kind in every[:_NAMED]]
    return _listed(words, len(every) - len(words))


def _label(kind: str, knowledge: Knowledge) -> str:
    label = knowledge.kinds[kind].label.partition(" (")[0]
    return (
        label
        if label[1:2].isupper() or label.startswith(("Wi-Fi", "Android", "Google"))
        else label[:1].lower() + label[1:]
    )


def _listed(words: list[str], more: int) -> str:
    if more > 0:
        words = [*words, f"{more} more kinds" if more > 1 else "one more kind"]
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))

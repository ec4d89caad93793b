"""The half of the page about persons: what the recipient can tell of a phone, and what a breach would expose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from statistics import median

from phonehome.infer.profile import QUESTIONS
from phonehome.report.words import listed, size
from phonehome.telemetry.proof.attack import Learnt, guessed
from phonehome.telemetry.proof.guess import Guess
from phonehome.telemetry.proof.page import Figures, Section
from phonehome.telemetry.proof.population import Population
from phonehome.telemetry.proof.reading import Off, off
from phonehome.telemetry.proof.sides import Both, Side

_SURE = {"confirmed", "likely"}
_NEVER = "-"
Sizes = Sequence[tuple[int, int]]


def personal(both: Both, population: Population, guesses: Sequence[Guess], sizes: Sizes) -> Iterator[Section]:
    """All sections; ``sizes`` are crowds as phones and trials."""
    yield _told(both, population)
    yield _leaks(both)
    yield _known(guesses)
    yield _means(both, population.seed, sizes)


def _told(both: Both, population: Population) -> Section:
    sides, true = (both.old, both.new), both.true
    nights = guessed([one.nights for one in true])
    homes = [one.home for one in true]
    rows = (
        ("findings at likely or above, a phone", *(f"{_findings(side, sure=True):,.0f}" for side in sides), _NEVER),
        ("findings below, a phone", *(f"{_findings(side, sure=False):,.0f}" for side in sides), _NEVER),
        ("kinds of personal data found", *(str(len(_kinds(side))) for side in sides), _NEVER),
        ("questions that `profile` answers", *(_answered(side) for side in sides), _NEVER),
        ("nights found", *(_nights(side) for side in sides), _NEVER),
        ("sleep: median error of onset and wake", *(_error(side) for side in sides), f"{nights:.0f} min"),
        ("home network named rightly", *(_homes(side, homes) for side in sides), f"0 of {sum(map(bool, homes))}"),
        ("phones whose apps are known", *(_some(sum(bool(one.apps) for one in side.phones), side) for side in sides),
         f"0 of {len(true)}"),
        ("unique by the list of their apps", *(_some(_unique(side.phones), side) for side in sides), _NEVER),
        ("recognised after a reset", *(_linked(side) for side in sides), f"1 of {len(true)}"),
        ("requests a phone and day", *(f"{side.requests:.1f}" for side in sides), _NEVER),
        ("bytes sent a phone and day", *(size(round(side.size)) for side in sides), _NEVER),
    )  # fmt: skip
    return Section(
        "What the recipient can tell of a phone",
        f"{len(true)} phones, {population.captured} days each, then a reset to the first state and a week more. Of the "
        "design of 2017 all requests to OnePlus are examined. For telemetry each phone is a real client that reports "
        "over HTTP to a real collector, a process of its own, through `phonehome capture --owner`, which looks for the "
        "values of all owners; what it recorded is byte for byte what the phones' own logs say, and is attacked at "
        "the times that their clocks showed, as if the collector knew whose each request is.",
        Figures(("", "2017", "telemetry", "a guess without data"), rows),
        _after(both),
    )


def _after(both: Both) -> str:
    kinds = listed(sorted(_kinds(both.old)))
    below = _below(both.new)
    rest = f"Below likely, telemetry has {listed(below)}." if below else "Below likely there is nothing either."
    return (
        f"Found in 2017 at likely or above: {kinds}. In telemetry: {listed(sorted(_kinds(both.new))) or 'nothing'}. "
        f"{rest} The guess at sleep is everybody's median hours. A phone is recognised by any value at all that it "
        "alone sent before the reset and sends again after it; where there is none, there is no guess. Bytes are those "
        "of requests with their headers, without TLS. What the network sees of either, an address, is not counted."
    )


def _leaks(both: Both) -> Section:
    rows = tuple((name, f"{side.leak.rows:,}", side.leak.sentence) for name, side in _sides(both))
    return Section(
        "What a breach would expose",
        "`phonehome telemetry breach` on the table that OnePlus would keep of these phones, and on the collector's "
        "database, in which each answer is a row of its own:",
        Figures(("design", "rows", "headline"), rows),
        both.new.leak.note,
    )


def _known(guesses: Sequence[Guess]) -> Section:
    rows = tuple((one.metric, f"{one.with_report:.1%}", f"{one.without:.1%}") for one in guesses)
    return Section(
        "What a report tells who knows whose it is",
        "The worst case: somebody saw the report leave the phone, and knows the shares of the whole fleet. How often "
        "is their best guess of the answer right, and how often without the report? Computed exactly over all answers "
        "and reports. Of what was asked in 2017 too, a record says it outright.",
        Figures(("question", "right with the report", "right without it"), rows),
    )


def _means(both: Both, seed: int, sizes: Sizes) -> Section:
    head = ("mean of", "truth", "2017", *(f"{phones:,} phones" for phones, _ in sizes))
    return Section(
        "What the maker of 2017 learns",
        "Read off its table by day: means, and the shares of apps. Beside them the median error of crowds drawn from "
        "the captured phones; of *app_used* the root of the mean square over all apps, in percentage points. What all "
        "phones tell wrongly, more phones do not mend.",
        Figures(head, tuple(map(_row, off(both.old.read, both.real, sizes, seed)))),
        "Phones upload their use over Wi-Fi alone, some uploads are lost, and of restarts only the abnormal ones were "
        "told; the battery is noted every three hours, so that its lowest level is missed. A table with everybody in "
        "it is not the truth either. Who opted out is missing altogether.",
    )


def _row(one: Off) -> tuple[str, ...]:
    if one.truth is None or one.told is None:
        return one.name, _NEVER, _NEVER, *(f"{100 * error:.2f}" for error in one.errors)
    return one.name, f"{one.truth:.3g}", f"{one.told:.3g}", *(f"{error:.2g}" for error in one.errors)


def _sides(both: Both) -> tuple[tuple[str, Side], ...]:
    return ("2017", both.old), ("telemetry", both.new)


def _findings(side: Side, *, sure: bool) -> float:
    counts = [
        count
        for one in side.phones
        for (_, certainty), count in one.found.items()
        if (certainty in _SURE) is sure and certainty != "dummy"
    ]
    return sum(counts) / len(side.phones)


def _kinds(side: Side) -> set[str]:
    return {kind for one in side.phones for kind, certainty in one.found if certainty in _SURE}


def _below(side: Side) -> list[str]:
    kinds = Counter(kind for one in side.phones for kind, certainty in one.found if certainty == "possible")
    return [f"{kind} (of {count} phones)" for kind, count in sorted(kinds.items())]


def _answered(side: Side) -> str:
    """Of any phone."""
    return f"{len({name for one in side.phones for name in one.answered})} of {len(QUESTIONS)}"


def _nights(side: Side) -> str:
    nights = sum(one.nights for one in side.phones)
    return f"{sum(one.nights_found for one in side.phones)} of {nights}"


def _error(side: Side) -> str:
    errors = [error for one in side.phones for error in one.errors]
    return f"{median(errors):.0f} min" if errors else "no answer"


def _homes(side: Side, homes: Sequence[str]) -> str:
    """Of the phones that have a network at home."""
    right = sum(bool(home) and one.home == home for home, one in zip(homes, side.phones, strict=True))
    return f"{right} of {sum(map(bool, homes))}"


def _unique(phones: Sequence[Learnt]) -> int:
    lists = Counter(one.apps for one in phones if one.apps)
    return sum(count == 1 for count in lists.values())


def _some(count: int, side: Side) -> str:
    return f"{count} of {len(side.phones)}"


def _linked(side: Side) -> str:
    if not side.linked.guessed:
        return "no guess"
    return f"{side.linked.right} of {side.linked.phones} (of {side.linked.guessed} guesses)"

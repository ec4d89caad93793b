"""The half of the page about the fleet: what the maker learns, what liars gain, what one phone can tell at most."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from msgspec import Struct

from phonehome.report.words import listed
from phonehome.telemetry.certificate import certificate
from phonehome.telemetry.metric import Metrics
from phonehome.telemetry.proof.crowd import Truth, planted
from phonehome.telemetry.proof.learned import Crowd, Error, Learned, Rare, learned, rare
from phonehome.telemetry.proof.liars import LIARS, Gain, liars
from phonehome.telemetry.proof.page import Figures, Section

FAULT = ("crashes", "none", "bluetooth")
FAULT_SHARE = 0.001
Tell = Callable[[str], None]


class Asked(Struct, frozen=True):
    """The crowds that are asked, from small to large; the one among which some lie."""

    crowds: tuple[Crowd, ...]
    lying: Crowd


def fleetwide(truths: Sequence[Truth], metrics: Metrics, asked: Asked, tell: Tell) -> Iterator[Section]:
    """All sections, each when it is computed; ``tell`` hears what is at work."""
    found = []
    for truth in truths:
        tell(f"asking crowds for {truth.metric.name}")
        found.append(tuple(learned(truth, crowd) for crowd in asked.crowds))
    yield _means(truths, found, asked.crowds)
    yield _shares(found, asked.crowds)
    tell("planting a rare fault")
    yield _rare(truths, asked.crowds)
    tell("letting phones lie")
    yield _liars([liars(truth, asked.lying) for truth in truths if truth.metric.terms.repeat == "fresh"], asked.lying)
    yield _exact(metrics)


def _means(truths: Sequence[Truth], found: Sequence[tuple[Learned, ...]], crowds: Sequence[Crowd]) -> Section:
    rows = [
        (truth.metric.name, f"{truth.mean:,.3g}", f"{truth.binned:,.3g}", *map(_mean, some), _held(some, "mean"))
        for truth, some in zip(truths, found, strict=True)
        if truth.mean is not None
    ]
    head = ("mean of", "truth", "of its bins", *(f"{crowd.phones:,} phones" for crowd in crowds), "intervals hold")
    return Section(
        "Means: what the maker learns",
        "Each phone that agreed answers a question once in the quarter, *reboots* every day. A cell says the median "
        "error against the truth, ± the half width of the 95 % interval that the collector gives with it.",
        Figures(head, tuple(rows)),
        "*of its bins* is the truth as the question is put, by the middles of bins and up to a cap: what lies between "
        "it and the truth no number of phones mends, and no interval of the randomiser covers. The last column counts "
        "the intervals that hold the bins' mean of the phones that reported, as they promise, in "
        f"{_listed(crowds)} crowds. *reboots* is memoised: a phone repeats its answer, and its noise, on 91 days.",
    )


def _shares(found: Sequence[tuple[Learned, ...]], crowds: Sequence[Crowd]) -> Section:
    rows = [(some[0].metric, f"{some[0].needed:,}", *map(_share, some), _held(some, "shares")) for some in found]
    head = ("shares of", "reports needed", *(f"{crowd.phones:,} phones" for crowd in crowds), "intervals hold")
    return Section(
        "Shares: what the maker learns",
        "Error of a share in percentage points (root of the mean square over all answers of a question; the median "
        f"of {_listed(crowds)} crowds), ± the median half width of the 95 % intervals.",
        Figures(head, tuple(rows)),
        "*too few* is the collector's own answer where a rare share could be wrong by more than 5 points: it gives no "
        "number then. The last column counts intervals that hold the share among those who reported, as they promise.",
    )


def _rare(truths: Sequence[Truth], crowds: Sequence[Crowd]) -> Section:
    metric, old, new = FAULT
    truth = next(one for one in truths if one.metric.name == metric)
    faulty = planted(truth, (old, new), FAULT_SHARE, np.random.default_rng(1))
    rows = [_verdict(rare(faulty, new, crowd)) for crowd in crowds]
    return Section(
        "What telemetry cannot say",
        f"A fault that crashes {new} on one day in a thousand ({FAULT_SHARE:.1%}) was planted. The maker of 2017, who "
        "sees every crash of every phone, counts it.",
        Figures(("phones", "estimate", "95 % interval", "least share it can tell", "what it says"), tuple(rows)),
    )


def _verdict(found: Rare) -> tuple[str, ...]:
    phones = f"{found.phones:,}"
    if found.share is None:
        return phones, "-", "-", "-", "too few reports to say anything"
    said = "it is there" if found.low > 0 else "cannot be told from none"
    return phones, f"{found.share:.2%}", f"{found.low:.2%} to {found.high:.2%}", f"{found.least:.2%}", said


def _liars(found: Sequence[Gain], crowd: Crowd) -> Section:
    rows = [
        (
            one.metric,
            one.label,
            f"{one.measured:.2%} ± {one.error:.2%}",
            f"{one.theory:.2%}",
            f"{one.theory / LIARS:.1f}",
        )
        for one in found
    ]
    return Section(
        "What liars gain",
        f"{LIARS:.0%} of {crowd.phones:,} phones send the report that raises one answer most (mean of {crowd.trials} "
        "crowds ± its standard error). In the design of 2017 a liar's record counts once, and is as easily sent.",
        Figures(
            ("question", "answer raised", "gain measured", "in theory", "honest phones a liar weighs"), tuple(rows)
        ),
    )


def _exact(metrics: Metrics) -> Section:
    whole = certificate(metrics)
    rows = [
        (one.metric, one.epsilon_report, one.epsilon_proved, one.epsilon_year, one.epsilon_lifetime)
        for one in whole.statements
    ]
    return Section(
        "What one phone can tell at most",
        "From the integers that its reports are made with (`phonehome telemetry certificate`): no report is more than "
        "e^epsilon times as likely under one value as under another.",
        Figures(("question", "epsilon wanted", "proved", "in a year", "in its life"), tuple(rows)),
        "Not protected: " + "; ".join(whole.not_protected) + ".",
    )


def _listed(crowds: Sequence[Crowd]) -> str:
    return listed([f"{crowd.trials}" for crowd in crowds])


def _mean(one: Learned) -> str:
    return _said(one.mean, lambda number: f"{number:.2g}")


def _share(one: Learned) -> str:
    return _said(one.shares, lambda number: f"{100 * number:.2f}")


def _said(error: Error | None, write: Callable[[float], str]) -> str:
    return f"{write(error.error)} ± {write(error.half)}" if error else "too few"


def _held(some: Sequence[Learned], what: str) -> str:
    errors = [one.mean if what == "mean" else one.shares for one in some]
    held = [f"{error.held:.0%}" if error else "-" for error in errors]
    return " / ".join(held)

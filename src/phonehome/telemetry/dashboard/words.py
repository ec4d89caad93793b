"""What an answer says, and what it cannot say, in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from phonehome.report.words import counted
from phonehome.telemetry.collect.answer import Answer, Mean, Part


def few(part: Part) -> str:
    """Why there is no number."""
    return f"too few reports to say: {part.needed:,} are needed, or the answer is noise"


def share(part: float) -> str:
    """12.3 %."""
    return f"{tenths(part)} %"


def tenths(part: float) -> str:
    """A share in percent, without the sign."""
    return f"{round(100 * part, 1) + 0.0:.1f}"  # never -0.0


def interval(low: float, high: float) -> str:
    """An interval of shares, kept to 0 to 100 %, which the true share cannot leave."""
    low, high = (min(max(end, 0.0), 1.0) for end in (low, high))
    return f"{tenths(low)} to {share(high)}"


def mean(found: Mean) -> str:
    """A mean with its interval."""
    return f"{found.mean:.3g} ({found.low:.3g} to {found.high:.3g})"


def days(since: date, until: date) -> str:
    """2026-10-05 to 2026-10-11."""
    return f"{since} to {until}" if since != until else str(since)


def reports(part: Part) -> str:
    """How many reports there are, of how many days, and how many of them their phones can still take back."""
    waits = f"; {part.waiting:,} wait to be counted, and can be taken back until then" if part.waiting else ""
    return f"{counted(part.n, 'report')} of {counted(part.days, 'day')}{waits}"


def doubts(answer: Answer) -> Iterator[str]:
    """What a reader must know of the numbers of this answer, a sentence each."""
    if answer.least is not None:
        yield f"A share under {share(answer.least)} cannot be told from none with so many reports."
    mean_too = f", the mean by {answer.moved_mean:.2g}" if answer.moved_mean is not None else ""
    moved = f"{tenths(answer.moved_share)} percentage points{mean_too}"
    yield f"If one report in a hundred were made up, they could move a share by up to {moved}."

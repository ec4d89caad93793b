"""What a shield did, in lines and in sums: each kind of change is told once and counted from then on. Pure, bounded."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from phonehome.live.spoken import Judged
from phonehome.report.words import counted, iso, visible
from phonehome.shield.outcome import Change

# Kinds of changes, and recipients, that are told apart.
MOST = 2000
_NUMBER = re.compile(r"\[\d+\]")
_OTHERS = "others"


def lines(judged: Judged, *, dry_run: bool = False) -> Iterator[str]:
    """A line for each change, and one for a refusal or a remark. Values are masked."""
    return (_timed(judged, one, dry_run=dry_run) for one in _told(judged))


def _timed(judged: Judged, line: str, *, dry_run: bool) -> str:
    return visible(f"{iso(judged.time)}  {'dry run:  ' if dry_run else ''}{line}")


def _told(judged: Judged) -> Iterator[str]:
    yield from (_line(judged, change) for change in judged.changes)
    if judged.why:
        yield f"{judged.fate}  to {_who(judged)}: {judged.why}"


def _who(judged: Judged) -> str:
    return judged.host if judged.recipient == judged.host else f"{judged.recipient} ({judged.host})"


def _line(judged: Judged, change: Change) -> str:
    became = f" -> {change.became or 'nothing'}"
    return f"{change.action}  {change.kind} {change.before}{became}  to {_who(judged)}, {change.place} ({change.rule})"


class Ledger:
    """Grows by one judged request or message at a time."""

    def __init__(self, *, dry_run: bool = False) -> None:
        self._dry_run = dry_run
        self._seen: set[str] = set()
        self._fates: dict[str, Counter[str]] = {}
        self._left: Counter[str] = Counter()
        self.again = 0

    def add(self, judged: Judged) -> Iterator[str]:
        """Counts it in; the lines of what was not told before."""
        name = judged.recipient if judged.recipient in self._fates or len(self._fates) < MOST else _OTHERS
        fates = self._fates.setdefault(name, Counter())
        fates[judged.fate] += 1
        self._left.update(judged.left)
        fates["unread"] += judged.fate != "blocked" and judged.unread > 0
        for line in _told(judged):
            key = _NUMBER.sub("[]", line)
            if key in self._seen or len(self._seen) >= MOST:
                self.again += 1
            else:
                self._seen.add(key)
                yield _timed(judged, line, dry_run=self._dry_run)

    def summary(self) -> list[str]:
        """A table: recipient, rewritten, blocked, passed, passed with bytes that nothing could read."""
        total = sum(sum(fates[fate] for fate in ("rewritten", "blocked", "passed")) for fates in self._fates.values())
        rows = [["recipient", "rewritten", "blocked", "unchanged", "with unread bytes"]]
        for name, fates in sorted(self._fates.items(), key=lambda pair: (-pair[1]["rewritten"], pair[0])):
            counts = (fates[fate] for fate in ("rewritten", "blocked", "passed", "unread"))
            rows.append([visible(name), *(f"{count:,}" for count in counts)])
        widths = [max(len(row[place]) for row in rows) for place in range(5)]
        table = [
            row[0].ljust(widths[0])
            + "".join("  " + cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))
            for row in rows
        ]
        more = [f"{counted(self.again, 'more change')} like those above"] if self.again else []
        kinds = ", ".join(f"{kind} in {count:,}" for kind, count in sorted(self._left.items()))
        left = [f"the owner's values that went on, as no rule covers them: {kinds}"] if kinds else []
        return [*more, *(table if total else []), *left, counted(total, "request or message", "requests and messages")]

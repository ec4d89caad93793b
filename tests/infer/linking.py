"""Evidence of requests written as days: what identifiers (kind and value) each held."""

from __future__ import annotations

from collections.abc import Sequence

from infer.given import DAY, START, Found, Sent, given
from phonehome.infer.evidence import Evidence

Request = tuple[int, str, dict[str, str]]  # day, organisation, kind -> value


def requests(*some: Request) -> Evidence:
    """One case of these requests."""
    sent = [Sent(START + day * DAY, host=f"{name.lower()}.example", organisation=name) for day, name, _ in some]
    return given(sent, [one for place, (_, _, values) in enumerate(some) for one in _found(place, values)])


def daily(days: Sequence[int], name: str, **values: str) -> list[Request]:
    """The same request on several days."""
    return [(day, name, values) for day in days]


def _found(place: int, values: dict[str, str]) -> list[Found]:
    return [Found(place, kind, value, path=f"$.{kind}") for kind, value in values.items()]

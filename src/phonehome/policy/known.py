"""Whether somebody knows the recipients that a policy names: a slip of the pen there would be about nobody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from phonehome.knowledge.policy import Policy
from phonehome.knowledge.schema import Knowledge


def refuse_strangers(file: str, policy: Policy, called: Sequence[str], knowledge: Knowledge) -> None:
    """ValueError names file and statement of a recipient that neither the tables know nor the captures called."""
    named = [(one.id, name) for one in policy.statements for name in one.recipients]
    if not named:
        return
    known = {name.lower(): name for name in (*_tabled(knowledge), *called) if name}
    above = {".".join(labels[cut:]) for labels in (name.split(".") for name in known) for cut in range(len(labels))}
    for statement, name in named:
        if not _is_known(name.lower(), known, above):
            near = get_close_matches(name.lower(), sorted(known), n=1)
            hint = f"; did you mean {known[near[0]]!r}?" if near else ""
            said = f"neither the tables nor the captures know {name!r}{hint}"
            raise ValueError(f"{file}: statement {statement!r}: recipients: {said}")


def _tabled(knowledge: Knowledge) -> Iterator[str]:
    for row in knowledge.organisations:
        yield row.name
        yield from row.domains
    for endpoint in knowledge.endpoints:
        yield from (host.removeprefix("*.") for host in endpoint.hosts)


def _is_known(name: str, known: dict[str, str], above: set[str]) -> bool:
    """A host below a known domain is known; ``*.`` also what stands above one."""
    plain = name.removeprefix("*.")
    if plain != name and plain in above:
        return True
    labels = plain.split(".")
    return plain in known or any(".".join(labels[cut:]) in known for cut in range(1, len(labels)))

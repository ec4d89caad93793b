"""What the shield is given, what it plans in one round, and what comes of it."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from msgspec import Struct, structs

from phonehome.knowledge.schema import Knowledge
from phonehome.model import Exchange, Field, Finding, Owner, Recipient, Step, Value
from phonehome.shield.edit import zero
from phonehome.shield.rules import Rule, Rules


class Shield(Struct, frozen=True):
    """Whose values, by which tables and rules, under which key; ``scrub`` empties what cannot be rewritten.

    ``ways`` are the ways of knowing that count; all if empty.
    """

    owner: Owner
    knowledge: Knowledge
    rules: Rules
    key: bytes
    scrub: bool = False
    ways: frozenset[str] = frozenset()


class Change(Struct, frozen=True):
    """One value that was changed; ``before`` and ``became`` are masked."""

    kind: str
    action: str
    place: str
    rule: str
    before: str
    became: str


class Outcome(Struct, frozen=True):
    """The exchange as it may go on; when it is ``blocked``, it is the one that came, and may not.

    ``unread`` of its bytes no codec opened; where a rule covers what stands in them, it does not know of it.
    ``left`` are the kinds of the owner's values that rules let pass.
    ``zeroed`` are bytes that nothing opens and that are zeros now.
    """

    exchange: Exchange
    changes: tuple[Change, ...]
    blocked: bool = False
    why: str = ""
    recipient: Recipient = Recipient("")
    unread: int = 0
    left: tuple[str, ...] = ()
    zeroed: int = 0


class Drop(Struct):
    """What is left out of one parent, which is opened by a codec: the paths there, and by which findings."""

    parent: Field | None
    codec: str
    wanted: list[tuple[str, list[Field], Finding, Rule]]

    def paths(self) -> set[str]:
        """All that is left out."""
        return {path for path, *_ in self.wanted}


class Work(Struct):
    """What one round does: new values by field, what is left out, and names that are changed.

    ``stuck`` is the kind of an owner's value that no edit takes away.
    """

    edits: dict[int, tuple[Field, Value, Rule]] = msgspec.field(default_factory=dict)
    drops: dict[tuple[int, str], Drop] = msgspec.field(default_factory=dict)
    names: list[tuple[str, str]] = msgspec.field(default_factory=list)
    block: str = ""
    stuck: str = ""
    left: set[str] = msgspec.field(default_factory=set)

    def now(self, field: Field) -> Field:
        """The field with what was planned for it so far."""
        planned = self.edits.get(id(field))
        return structs.replace(field, value=planned[1]) if planned else field

    def edit(self, field: Field, value: Value, rule: Rule) -> None:
        """Plan a new value."""
        self.edits[id(field)] = field, value, rule

    def drop(self, fields: list[Field], path: str, finding: Finding, rule: Rule) -> None:
        """Plan to leave out the fields that stand at a path."""
        parent, codec = fields[0].parent, fields[0].codec
        self.drops.setdefault((id(parent), codec), Drop(parent, codec, [])).wanted.append((path, fields, finding, rule))

    def drops_by_parent(self) -> Iterator[Drop]:
        """What is left out, the outermost parents first, and none below another."""
        above = [_steps(drop.parent) for drop in self.drops.values()]
        for drop in self.drops.values():
            if not any(_is_above(one, _steps(drop.parent)) for one in above):
                yield drop

    def rule(self, field: Field) -> Rule:
        """The rule by which a field, or one below it, is changed."""
        planned = self.edits.get(id(field))
        return planned[2] if planned else next((rule for _, _, rule in self.edits.values()), Rule("drop"))

    def outermost_first(self) -> list[tuple[Field, Value]]:
        """The planned changes, but for those below another: these wait for the next round."""
        above = {field.steps for field, _, _ in self.edits.values()}
        return [
            (field, value)
            for field, value, _ in self.edits.values()
            if not any(field.steps[:size] in above for size in range(1, len(field.steps)))
        ]

    def climb(self) -> None:
        """Empty the outermost values instead of the fields within."""
        for field, _, rule in list(self.edits.values()):
            outer = field
            while outer.parent is not None:
                outer = outer.parent
            if outer is not field:
                del self.edits[id(field)]
                value = outer.value
                self.edit(outer, "0" * len(value) if isinstance(value, str) else zero(value), rule)


def _steps(field: Field | None) -> tuple[Step, ...]:
    return field.steps if field is not None else ()


def _is_above(one: tuple[Step, ...], other: tuple[Step, ...]) -> bool:
    return len(one) < len(other) and other[: len(one)] == one and one != ()

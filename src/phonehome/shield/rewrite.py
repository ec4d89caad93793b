"""An exchange and rules to another exchange: what a rule covers is rewritten through every layer it was found in.

The result is examined again, as the same value may stand elsewhere, until nothing is left that a rule covers. What
cannot be rewritten is blocked, unless the rule lets it pass.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from msgspec import structs

from phonehome.decode import CODECS
from phonehome.decode.close import rewrite
from phonehome.decode.closing import bytes_of
from phonehome.decode.codec import Codec
from phonehome.decode.encrypted import codec
from phonehome.engine import Examined, examiner, keyring
from phonehome.knowledge.shielding import load_shielding
from phonehome.masking import mask, mask_keys
from phonehome.model import Exchange, Field, Finding, Recipient, Value
from phonehome.shield.edit import Editor, Places, text_of, typed, zero
from phonehome.shield.hostname import refusals
from phonehome.shield.leave_out import holder, leave_out
from phonehome.shield.outcome import Change, Outcome, Shield, Work
from phonehome.shield.outer import applied, can_go
from phonehome.shield.pseudonym import Pseudonyms, canonical
from phonehome.shield.rules import Rule, first, shut
from phonehome.shield.sealed import is_sealed
from phonehome.shield.signed import stale
from phonehome.shield.writings import Writings

ROUNDS = 9
WITHDRAWN = "consent is withdrawn at this host: nothing is changed"
_LIST = re.compile(r"[,;|\s]+")
_ZEROED, _EMPTIED = 4, 6

# A capture may name recipients without end; what is made for one is made again when it is needed.
_MOST_EDITORS = 256

Examine = Callable[[Exchange], Examined]
Rewrite = Callable[[Exchange], Outcome]


def rewriter(shield: Shield, by: Examine | None = None, made: set[str] | None = None) -> Rewrite:
    """Everything that can be prepared once; the answer rewrites one exchange.

    ``by`` examines for the same owner. ``made`` are pseudonyms, in lower case, that are let be and added to; each
    exchange begins without any where it is not given.
    """
    examine, keys_at = by or examiner(shield.owner, shield.knowledge, within=True), keyring(shield.knowledge)
    refusal = refusals(shield, examine)
    avoid = frozenset(canonical(value) for values in shield.owner.values.values() for value in values)
    editors: dict[str, Editor] = {}

    def editor_for(recipient: Recipient) -> Editor:
        name = recipient.organisation or recipient.host
        if name not in editors:
            if len(editors) >= _MOST_EDITORS:
                editors.clear()
            pseudonyms = Pseudonyms(shield.key, name, avoid, shield.owner.region)
            editors[name] = Editor(Writings(shield.owner, pseudonyms), pseudonyms)
        return editors[name]

    def rewrite_one(exchange: Exchange) -> Outcome:
        examined = examine(exchange)
        if load_shielding().is_withdrawal(examined.recipient.host) and not shield.scrub:
            outcome = Outcome(exchange, (), why=WITHDRAWN)
        elif why := refusal(exchange):
            outcome = Outcome(exchange, (), blocked=True, why=why)
        else:
            codecs = (*CODECS, *map(codec, keys_at(exchange)))
            outcome = _Run(shield, editor_for(examined.recipient), codecs, made).rewritten(examined, examine)
        unread = examined.decoded.sent - examined.decoded.understood
        return structs.replace(outcome, recipient=examined.recipient, unread=unread)

    return rewrite_one


class _Run:
    """One exchange on its way through the rules."""

    def __init__(self, shield: Shield, editor: Editor, codecs: tuple[Codec, ...], made: set[str] | None) -> None:
        self.shield, self.editor, self.codecs = shield, editor, codecs
        self.changes: list[Change] = []
        self.made: set[str] = set() if made is None else made
        self.passed: set[str] = set()
        self.before = 0
        self.named: set[str] = set()
        self.zeroed = 0

    def rewritten(self, examined: Examined, examine: Examine) -> Outcome:
        """Round after round until nothing is left to do."""
        original = examined.exchange
        for number in range(ROUNDS):
            work = self._work(examined, number)
            if work.block:
                return self._blocked(original, work.block)
            if not (work.edits or work.drops or work.names):
                if work.stuck:
                    return self._blocked(original, f"a value stands where it cannot be replaced: {work.stuck}")
                return self._checked(original, examined.exchange, work)
            refusal, changed = self._apply(examined.exchange, work)
            if refusal:
                return self._blocked(original, refusal)
            examined = examine(changed)
        return self._blocked(original, "a value that a rule covers still stands in it after every attempt")

    def _checked(self, original: Exchange, exchange: Exchange, work: Work) -> Outcome:
        """A signature holds for what it was made over only."""
        if not self.shield.scrub and self.shield.rules.fail == "closed" and (why := stale(original, exchange)):
            return self._blocked(original, why)
        changes, left = tuple(dict.fromkeys(self.changes)), tuple(sorted(work.left))
        return Outcome(exchange, changes, zeroed=self.zeroed, left=left)

    def _blocked(self, original: Exchange, why: str) -> Outcome:
        """What does not go on was not changed."""
        return Outcome(original, (), blocked=True, why=why)

    def _work(self, examined: Examined, number: int) -> Work:
        places, work, self.before = Places(examined.decoded.fields), Work(), len(self.changes)
        to = examined.recipient, examined.exchange.url
        if not number and (rule := shut(self.shield.rules, self.shield.knowledge, examined.findings, to)):
            work.block = f"rule {rule.name!r}: everything"
            return work
        for finding in examined.findings:
            if self.shield.ways and self.shield.ways.isdisjoint(reason.way for reason in finding.reasons):
                continue
            rule = first(self.shield.rules, self.shield.knowledge, finding, to)
            if rule.action == "pass" or self._is_passed(finding):
                work.left |= {finding.kind} if finding.is_owners else set()
                continue
            if rule.action == "block":
                work.block = f"rule {rule.name!r}: {finding.kind}"
                return work
            self._plan(finding, _harder(rule, number) if self.shield.scrub else rule, places, work)
        if self.shield.scrub:
            for field in examined.decoded.fields:
                if field.opaque and isinstance(field.value, bytes) and any(field.value):
                    self.zeroed += len(field.value)
                    work.edit(field, bytes(len(field.value)), Rule("zero", "what nothing opens"))
        if number >= _EMPTIED and self.shield.scrub:
            work.climb()
        return work

    def _is_passed(self, finding: Finding) -> bool:
        place = str(finding.location)
        return any(place == one or place.startswith(f"{one} > ") for one in self.passed)

    def _plan(self, finding: Finding, rule: Rule, places: Places, work: Work) -> None:
        is_owners = finding.is_owners
        if not is_owners and finding.value.lower() in self.made:
            return
        fields = places.at(finding.location.steps)
        if rule.action == "drop" and fields:
            held = holder(fields, finding.location.steps[-1].path)
            work.drop(*held, finding, rule)
            return
        if fields and _in_key(finding, fields[0]):
            self._rename(finding, rule, fields[0], work)
            return
        if rule.action == "replace" and any(is_sealed(finding.kind, one.value) for one in fields):
            opened = [inner for field in fields for inner in places.within(field)]
            if not opened and not self.shield.scrub:
                self._sealed(finding, rule, work)
                return
            fields = opened or fields
        for field in fields:
            self._edit(finding, rule, field, work, is_owners=is_owners)
        if is_owners and rule.action != "coarsen" and not any(id(field) in work.edits for field in fields):
            self._stuck(finding, fields, work)

    def _sealed(self, finding: Finding, rule: Rule, work: Work) -> None:
        """Another ciphertext would be none for who has the key."""
        if rule.fail == "closed":
            work.block = work.block or f"what is encrypted cannot be replaced: {finding.kind}"
        else:
            self.passed.add(str(finding.location))

    def _stuck(self, finding: Finding, fields: list[Field], work: Work) -> None:
        """An owner's value that nothing takes away is emptied in a file; in flight, it blocks."""
        work.stuck = finding.kind
        for field in fields if self.shield.scrub else ():
            if zero(field.value) != field.value:
                work.edit(field, zero(field.value), Rule("zero"))

    def _edit(  # noqa: PLR0913 - one finding, one rule, one field, and where the work is kept
        self, finding: Finding, rule: Rule, field: Field, work: Work, *, is_owners: bool
    ) -> None:
        now = work.now(field)
        if not is_owners and text_of(now.value).lower() in self.made:
            return
        old_made = self.editor.edited(finding, rule, now)
        if old_made is None or old_made == now.value:
            return
        work.edit(field, old_made, rule)
        self._note(finding, rule, text_of(old_made))

    def _rename(self, finding: Finding, rule: Rule, field: Field, work: Work) -> None:
        """A value that is itself a name: the text above is changed where it stands."""
        above, made = field.parent, self.editor.pseudonyms.of(finding.kind, finding.value)
        while above is not None and finding.value.lower() not in text_of(above.value).lower():
            above = above.parent
        if above is not None:
            now = work.now(above)
            work.edit(above, typed(self.editor.renamed(finding, text_of(now.value)), above.value), rule)
        elif self.shield.scrub and finding.value in self.named:
            work.edit(field, zero(field.value), rule)  # no name that can be changed: what holds it is emptied
        else:
            self.named.add(finding.value)
            work.names.append((finding.value, made))
        self._note(finding, rule, made)

    def _note(self, finding: Finding, rule: Rule, became: str) -> None:
        self.made.update((became.lower(), *_LIST.split(became.lower())))
        place = mask_keys(str(finding.location).partition(" ")[2])
        self.changes.append(Change(finding.kind, rule.action, place, rule.name, mask(finding.value), mask(became)))

    def _apply(self, exchange: Exchange, work: Work) -> tuple[str, Exchange]:
        """The exchange with one round's work done, or why that cannot be."""
        gone: set[tuple[str, str]] = set()
        changes = self._without(work, gone) if work.drops else work.outermost_first()
        done = rewrite(changes, self.codecs)
        outer = list(done.outer)
        if done.refused:
            refused = [work.rule(field) for field in done.refused]
            if self.shield.scrub:
                outer += rewrite(_above(done.refused, outer), self.codecs).outer
            elif any(rule.fail == "closed" for rule in refused):
                layers = ", ".join(sorted({field.codec for field in done.refused}))
                return f"a layer cannot be closed again: {layers}", exchange
            else:
                self.passed.update(f"e{exchange.index} {_steps(field)}" for field in done.refused)
        changed = applied(exchange, outer, gone)
        for old, new in work.names:
            changed = _renamed(changed, old, new)
        return "", changed

    def _without(self, work: Work, gone: set[tuple[str, str]]) -> list[tuple[Field, Value]]:
        """The parents of what is left out, without it; what no codec can leave out is zeroed. The rest waits."""
        del self.changes[self.before :]
        changes: list[tuple[Field, Value]] = []
        for drop in work.drops_by_parent():
            parent = drop.parent
            data = leave_out(drop.codec, bytes_of(parent.value), drop.paths()) if parent else None
            if parent and data is not None:
                changes.append((parent, data.decode("utf-8", "replace") if isinstance(parent.value, str) else data))
            for path, fields, finding, rule in drop.wanted:
                is_out = data is not None or (not self.shield.scrub and can_go(fields[0]))
                if is_out and parent is None:
                    gone.add((drop.codec, path))
                elif not is_out:
                    changes += [(field, zero(field.value)) for field in fields]
                told = rule if is_out else structs.replace(rule, action="zero")
                self._note(finding, told, "" if is_out else text_of(zero(fields[0].value)))
        return changes


def _harder(rule: Rule, number: int) -> Rule:
    """What is still found after some rounds is zeroed."""
    return structs.replace(rule, action="zero") if number >= _ZEROED else rule


def _in_key(finding: Finding, field: Field) -> bool:
    value = finding.value.lower()
    return (
        finding.event is None
        and value not in text_of(field.value).lower()
        and any(value in step.path.lower() for step in finding.location.steps)
    )


def _above(refused: Iterable[Field], taken: list[tuple[Field, Value]]) -> list[tuple[Field, Value]]:
    """What holds the fields that cannot be changed, emptied."""
    parents = {id(field.parent): field.parent for field in refused if field.parent is not None}
    held = {id(field) for field, _ in taken}
    return [(one, _emptied(one.value)) for one in parents.values() if id(one) not in held]


def _emptied(value: Value) -> Value:
    return "0" * len(value) if isinstance(value, str) else zero(value)


def _steps(field: Field) -> str:
    return " > ".join(map(str, field.steps))


def _renamed(exchange: Exchange, old: str, new: str) -> Exchange:
    """Names of headers and of the query."""
    front, mark, behind = exchange.url.partition("?")
    headers = tuple((name.replace(old, new), value) for name, value in exchange.headers)
    return structs.replace(exchange, url=front + mark + behind.replace(old, new), headers=headers)

"""rules.toml: what becomes of which findings on their way to whom; the first rule that matches decides.

title = "Hardware stays here"
default = "pass"

[[rule]]
name = "identifiers"
groups = ["hardware"]
action = "replace"
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from fnmatch import fnmatchcase
from importlib.resources.abc import Traversable
from typing import Literal
from urllib.parse import urlsplit

from msgspec import Struct, field

from phonehome.knowledge import shelf
from phonehome.knowledge.schema import Knowledge
from phonehome.knowledge.tables import parse
from phonehome.model import CERTAINTIES, Certainty, Finding, Recipient, Role

Action = Literal["pass", "drop", "block", "replace", "coarsen", "zero"]
Fail = Literal["closed", "open"]
# What becomes of what cannot be read on its way to a recipient: no rule can cover it, all that can let it pass, or not.
Stance = Literal["free", "open", "closed"]
# What ``coarsen`` can do something about; a rule that coarsened an IMEI would let it pass as it is.
COARSE = frozenset({"location", "battery", "os_version", "device_model", "device_state"})
TIMED = "behaviour"
ROLES: tuple[Role, ...] = ("maker", "platform", "third party", "unknown")


class Rule(Struct, frozen=True, forbid_unknown_fields=True):
    """One rule: of the findings that match all that it names, the action.

    ``kinds`` and ``groups`` are alternatives, as are ``recipients`` (organisations, hosts, ``*.hosts``). ``endpoints``
    are ``host/path`` with ``*``. ``certainty`` is the least that counts. ``to`` is what times are coarsened to and
    ``decimals`` what coordinates are. ``fail`` says what happens where a value cannot be rewritten: ``closed`` blocks
    the exchange, ``open`` lets it pass.
    """

    action: Action
    name: str = ""
    kinds: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    except_kinds: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    endpoints: tuple[str, ...] = ()
    certainty: Certainty = "possible"
    to: Literal["hour", "day"] = "hour"
    decimals: int = 2
    fail: Fail = "closed"


class Rules(Struct, frozen=True, forbid_unknown_fields=True):
    """Rules in their order; ``default`` is for findings that none of them matches."""

    title: str = ""
    about: str = ""
    default: Action = "pass"
    fail: Fail = "closed"
    rules: tuple[Rule, ...] = field(name="rule", default=())


def bundled() -> dict[str, Traversable]:
    """The rule sets that phonehome brings along, by name."""
    return shelf.bundled("rules")


def find(name: str) -> Traversable:
    """The rule set of that name, or that file; ValueError when there is none."""
    return shelf.find(name, "rules", "rule set")


def read_rules(file: Traversable, knowledge: Knowledge) -> Rules:
    """Rules from their file; ValueError names the file, the rule and what is wrong with it."""
    rules = parse(file, Rules)
    for number, rule in enumerate(rules.rules, 1):
        where = f"{file.name}: rule {rule.name!r}" if rule.name else f"{file.name}: rule {number}"
        _known(rule.kinds, knowledge.kinds, f"{where}: kinds")
        _known(rule.except_kinds, knowledge.kinds, f"{where}: except_kinds")
        _known(rule.groups, knowledge.groups, f"{where}: groups")
        if not 0 <= rule.decimals <= 6:
            raise ValueError(f"{where}: decimals are 0 to 6, not {rule.decimals}")
        if rule.action == "coarsen":
            _coarser(rule, knowledge, where)
    if rules.default == "coarsen":
        raise ValueError(
            f"{file.name}: default is coarsen, which lets most kinds pass as they are; write a rule for it"
        )
    return rules


def first(rules: Rules, knowledge: Knowledge, finding: Finding, to: tuple[Recipient, str]) -> Rule:
    """The rule that decides on a finding that goes ``to`` a recipient at a URL."""
    for rule in rules.rules:
        if _means(rule, finding, knowledge) and _goes(rule, *to):
            return rule
    if finding.certainty == "dummy":
        return Rule("pass", "a value that stands for none")
    return Rule(rules.default, "the default", fail=rules.fail)


def shut(rules: Rules, knowledge: Knowledge, found: Iterable[Finding], to: tuple[Recipient, str]) -> Rule | None:
    """The rule that blocks all that goes ``to`` a recipient, whatever is found in it; one before it may decide."""
    for number, rule in enumerate(rules.rules):
        if _goes(rule, *to) and not (rule.kinds or rule.groups or rule.except_kinds):
            before = rules.rules[:number]
            is_decided = any(first(rules, knowledge, finding, to) in before for finding in found)
            return rule if rule.action == "block" and not is_decided else None
    return None


def stance(rules: Rules, to: tuple[Recipient, str]) -> Stance:
    """How the rules stand to what goes ``to`` a recipient at a URL, before anything of it is known."""
    fails = [rule.fail for rule in rules.rules if rule.action != "pass" and _goes(rule, *to)]
    fails += [rules.fail] if rules.default != "pass" else []
    return "free" if not fails else "closed" if "closed" in fails else "open"


def _means(rule: Rule, finding: Finding, knowledge: Knowledge) -> bool:
    if CERTAINTIES.index(finding.certainty) > CERTAINTIES.index(rule.certainty) or finding.kind in rule.except_kinds:
        return False
    if not rule.kinds and not rule.groups:
        return True
    return finding.kind in rule.kinds or knowledge.kinds[finding.kind].group in rule.groups


def _goes(rule: Rule, recipient: Recipient, url: str) -> bool:
    if rule.roles and recipient.role not in rule.roles:
        return False
    if rule.recipients and not any(_is(name, recipient) for name in rule.recipients):
        return False
    return not rule.endpoints or any(fnmatchcase(place(url), endpoint) for endpoint in rule.endpoints)


def _is(name: str, recipient: Recipient) -> bool:
    if name.startswith("*."):
        return recipient.host.endswith(name[1:]) or recipient.host == name[2:]
    return name.lower() in {recipient.host, recipient.organisation.lower()}


def place(url: str) -> str:
    """Host and path."""
    parts = urlsplit(url)
    return f"{(parts.hostname or '').lower()}{parts.path}"


def _known(names: tuple[str, ...], known: Container[str], where: str) -> None:
    for name in names:
        if name not in known:
            raise ValueError(f"{where}: there is no {name!r}")


def _coarser(rule: Rule, knowledge: Knowledge, where: str) -> None:
    """Refuses to let pass what somebody believes to be made coarser."""
    able = {kind for kind, row in knowledge.kinds.items() if kind in COARSE or row.group == TIMED}
    groups = {knowledge.kinds[kind].group for kind in able}
    unable = [name for name in (*rule.kinds, *rule.groups) if name not in able | groups]
    if unable:
        raise ValueError(f"{where}: {unable[0]!r} cannot be made coarser; replace, zero, drop or block it")
    if not rule.kinds and not rule.groups:
        raise ValueError(f"{where}: coarsen needs kinds or groups, for most kinds cannot be made coarser")

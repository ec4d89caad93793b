"""Policies as typed tables: statements about what may be sent to whom, and declarations that stand for many of them."""

from __future__ import annotations

import re
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Literal

from msgspec import Struct, field

from phonehome.knowledge import shelf
from phonehome.knowledge.schema import Knowledge
from phonehome.knowledge.tables import parse

Wording = Literal["quoted", "reported", "ours"]
Form = Literal["in clear", "in a reversible code", "as a hash", "encrypted under a known key"]
When = Literal["", "opted out", "opted in"]

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class Statement(Struct, frozen=True, forbid_unknown_fields=True):
    """One statement: of these kinds nothing goes to these recipients.

    ``sentence`` is the maker's own, ``quoted`` from ``source`` or as it is ``reported`` there, or ``ours``; ``says``
    is what it means for a capture. ``kinds`` and ``groups`` are forbidden, ``except_kinds`` are not; ``everything``
    forbids any personal data. ``forms`` are those that count, all if empty. ``recipients`` are organisations, hosts or
    ``*.hosts``, ``roles`` what they are; all if both are empty; ``except_recipients`` may get it. ``plain_http`` counts
    only what was sent without encryption, ``when`` only the captures of an owner who made that choice. ``confirmed``
    breaks on confirmed findings alone. ``least_hours`` of capture are needed to call it kept; ``silence_keeps`` says
    that no traffic at all keeps it too. ``beyond`` says why no capture can test it.
    """

    id: str
    sentence: str
    says: str
    source: str
    wording: Wording = "quoted"
    kinds: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    except_kinds: tuple[str, ...] = ()
    everything: bool = False
    forms: tuple[Form, ...] = ()
    recipients: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    except_recipients: tuple[str, ...] = ()
    plain_http: bool = False
    when: When = ""
    confirmed: bool = False
    least_hours: float | None = None
    silence_keeps: bool = False
    beyond: str = ""


class Declaration(Struct, frozen=True, forbid_unknown_fields=True):
    """A form that an app's maker filled in: what it collects and shares, and who counts as the maker itself.

    ``form`` names the form, ``collected`` and ``shared`` its data types, ``own`` the organisations and hosts of the
    maker and of those who process for it. ``encrypted`` declares that nothing is sent without encryption.
    """

    form: Literal["google-play-data-safety"]
    collected: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    encrypted: bool = True


class DataType(Struct, frozen=True, forbid_unknown_fields=True):
    """A data type of a form, and the kinds of personal data that it covers."""

    category: str
    name: str
    kinds: tuple[str, ...]


class Policy(Struct, frozen=True, forbid_unknown_fields=True):
    """Statements, or a declaration that stands for many; ``least_hours`` is for statements without their own.

    ``since`` is the day on which it was promised, as a TOML date: captures from before it show how things were before.
    """

    title: str
    about: str
    source: str
    least_hours: float = 12.0
    since: date | None = None
    statements: tuple[Statement, ...] = field(name="statement", default=())
    declaration: Declaration | None = None


class _Types(Struct, frozen=True, forbid_unknown_fields=True):
    source: str
    types: tuple[DataType, ...] = field(name="type")


def bundled() -> dict[str, Traversable]:
    """The policies that phonehome brings along, by name."""
    return shelf.bundled("policies")


def find(name: str) -> Traversable:
    """The policy of that name, or that file; ValueError when there is none."""
    return shelf.find(name, "policies", "policy")


def read_policy(file: Traversable, knowledge: Knowledge) -> Policy:
    """A policy from its file; ValueError names the file, the key and what is wrong with it."""
    policy = parse(file, Policy)
    try:
        _check(policy, knowledge)
    except ValueError as error:
        raise ValueError(f"{file.name}: {error}") from None
    return policy


def data_types(knowledge: Knowledge) -> tuple[DataType, ...]:
    """The data types of Google Play's data safety form, as the table maps them to kinds."""
    file = files("phonehome.knowledge") / "data-safety.toml"
    types = parse(file, _Types).types
    for one in types:
        _known(one.kinds, knowledge.kinds, f"{file.name}: {one.name}: kinds")
    return types


def _check(policy: Policy, knowledge: Knowledge) -> None:
    if not policy.statements and policy.declaration is None:
        raise ValueError("it has neither a [[statement]] nor a [declaration]")
    seen: set[str] = set()
    for one in policy.statements:
        where = f"statement {one.id!r}"
        if not _ID.fullmatch(one.id) or one.id in seen:
            raise ValueError(f"{where}: id must be lower case words joined by hyphens, each once")
        seen.add(one.id)
        _check_statement(one, knowledge, where)
    if policy.declaration is not None:
        _check_declaration(policy.declaration, knowledge)


def _check_statement(one: Statement, knowledge: Knowledge, where: str) -> None:
    _known(one.kinds, knowledge.kinds, f"{where}: kinds")
    _known(one.except_kinds, knowledge.kinds, f"{where}: except_kinds")
    _known(one.groups, knowledge.groups, f"{where}: groups")
    _known(one.roles, ("maker", "platform", "third party", "unknown"), f"{where}: roles")
    forbids = bool(one.kinds or one.groups) + one.everything
    if forbids != 1 and not one.beyond:
        raise ValueError(f"{where}: give either kinds and groups, or everything = true, or beyond")
    if one.least_hours is not None and one.least_hours < 0:
        raise ValueError(f"{where}: least_hours is negative")


def _check_declaration(one: Declaration, knowledge: Knowledge) -> None:
    names = [row.name for row in data_types(knowledge)]
    _known(one.collected, names, "declaration: collected")
    _known(one.shared, names, "declaration: shared")


def _known(names: tuple[str, ...], known: object, where: str) -> None:
    allowed = list(known) if isinstance(known, (dict, list, tuple)) else []
    for name in names:
        if name not in allowed:
            raise ValueError(f"{where}: {name!r} is none of {', '.join(map(str, allowed))}")

"""The identifiers of a body of evidence: what findings name, and what proves stable without a name, each once.

Writings of one value count as one: case and separators do not matter, an IMEI has 14 digits without its check digit,
a telephone number its last nine. A hash of a known value and OnePlus' code count as the value they hide, since the
finding names it. Two tables are left for further queries: ``nodes`` and ``identified`` (a node in an exchange).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import pyarrow as pa
from msgspec import Struct

from phonehome.infer.evidence import Evidence
from phonehome.infer.unnamed import unnamed
from phonehome.knowledge.schema import Knowledge

GROUPS = frozenset({"hardware", "SIM", "account"})
NOT_ONE = frozenset({"operator", "consent_state"})  # of these groups, but shared by many
PERSONAL = frozenset({"email"})
# Kinds that say least come last: they give way where another way of finding names the same value.
_VAGUE = ("other_identifier", "installation_id", "user_id", "account_id")
_PLAIN = re.compile(r"[^0-9a-z@]")
_DECIMAL = re.compile(r"-[0-9]{1,19}|[0-9]{17,20}")
_LEAST = 4


class Node(Struct, frozen=True, array_like=True, gc=False):
    """One identifier; ``kind`` is empty where nothing names it, ``value`` is one writing of it."""

    number: int
    kind: str
    value: str


class _Named(Struct, frozen=True, array_like=True, gc=False):
    kind: str
    value: str


_FOUND = """
SELECT DISTINCT kind, value FROM findings
WHERE kind IN (SELECT unnest(?)) AND certainty IN ('confirmed', 'likely') ORDER BY kind, value
"""
_IDENTIFIED = """
CREATE OR REPLACE TABLE identified AS
SELECT naming.number AS node, case_no, exchange, min(findings.number) AS number,
       bool_and(list_contains([reason.way FOR reason IN reasons], 'hash')) AS hashed,
       bool_and(contains(layers, ' > chs')) AS coded
FROM findings JOIN naming USING (kind, value) WHERE certainty IN ('confirmed', 'likely')
GROUP BY node, case_no, exchange
UNION ALL
SELECT DISTINCT naming.number, case_no, exchange, NULL::INTEGER, false, false
FROM unnamed JOIN naming ON naming.kind = '' AND naming.value = unnamed.value
"""
_KNOWN = "SELECT table_name FROM duckdb_tables() WHERE table_name = 'nodes'"


def identifiers(evidence: Evidence) -> list[Node]:
    """All identifiers in order of their numbers; the tables are made when first asked for."""
    if not evidence.tables.execute(_KNOWN).fetchall():
        _make(evidence)
    return list(evidence.rows("SELECT number, kind, value FROM nodes ORDER BY number", Node))


def kinds(knowledge: Knowledge) -> list[str]:
    """The kinds of which one value means one phone, SIM card, account or person."""
    return [
        name
        for name, kind in knowledge.kinds.items()
        if name in PERSONAL or (kind.group in GROUPS and name not in NOT_ONE)
    ]


def plain(kind: str, value: str) -> str:
    """What all writings of a value have in common; values that are one identifier give the same text."""
    text = value.strip().lower() if kind == "email" else _PLAIN.sub("", value.lower())
    if kind == "imei" and text.isdigit():
        return text[:14]
    if kind == "phone_number" and text.isdigit():
        return text[-9:]
    if kind in {"android_id", "gsf_id"}:
        return f"{int(value) % (1 << 64):x}" if _DECIMAL.fullmatch(value) else text.lstrip("0")
    return text


def _make(evidence: Evidence) -> None:
    found = list(evidence.rows(_FOUND, _Named, [kinds(evidence.knowledge)]))
    nodes, naming = _nodes([*found, *(_Named("", value) for value in unnamed(evidence))])
    for name, rows in (("nodes", nodes), ("naming", naming)):
        table = pa.table(
            {
                "number": pa.array([row.number for row in rows], pa.int64()),
                "kind": pa.array([row.kind for row in rows], pa.string()),
                "value": pa.array([row.value for row in rows], pa.string()),
            }
        )
        evidence.tables.register("rows", table)
        evidence.tables.execute(f"CREATE OR REPLACE TABLE {name} AS FROM rows")
        evidence.tables.unregister("rows")
    evidence.tables.execute(_IDENTIFIED)


def _nodes(named: Iterable[_Named]) -> tuple[list[Node], list[Node]]:
    """One node an identifier, and for each way it is named and written the number of its node."""
    texts: dict[str, list[_Named]] = {}
    imeis = set()
    for one in named:
        text = plain(one.kind, one.value)
        if one.kind == "imei":
            imeis.add(text)
        if len(text) >= _LEAST:
            texts.setdefault(text, []).append(one)
    for text in [text for text in texts if text[:14] in imeis and 14 < len(text) <= 16]:
        texts.setdefault(text[:14], []).extend(texts.pop(text))
    nodes, naming = [], []
    for number, some in enumerate(texts.values()):
        best = min(some, key=lambda one: (_vagueness(one.kind), one.kind, one.value))
        nodes.append(Node(number, best.kind, best.value))
        naming += [Node(number, one.kind, one.value) for one in some]
    return nodes, naming


def _vagueness(kind: str) -> int:
    if not kind:
        return len(_VAGUE) + 1
    return len(_VAGUE) - _VAGUE.index(kind) if kind in _VAGUE else 0

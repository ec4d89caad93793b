"""Signatures over what the shield changes: nobody but the client can make them again."""

from __future__ import annotations

from collections.abc import Mapping

from phonehome.decode.form import is_form, pairs
from phonehome.decode.request import target
from phonehome.knowledge.shielding import Signed, load_shielding
from phonehome.model import Exchange, Value
from phonehome.shield.rules import place


def stale(old: Exchange, new: Exchange) -> str:
    """What signs something that has changed, in words; empty where nothing does."""
    table = load_shielding()
    if new.body != old.body:
        header = next((name for name, _ in new.headers if table.is_signature(name)), "")
        if header:
            return f"the header {header} signs the body"
    rows = table.signed_at(place(old.url))
    if not rows:
        return ""
    before, after = _told(old), _told(new)
    changed = ((row.field, _changed(row, before, after)) for row in rows)
    return next((f"the field {name} signs {over}" for name, over in changed if over), "")


def _changed(row: Signed, before: Mapping[str, Value], after: Mapping[str, Value]) -> str:
    changed = [name for name in row.over if before.get(name) != after.get(name)]
    return changed[0] if changed and row.field in after else ""


def _told(exchange: Exchange) -> dict[str, Value]:
    """The pairs of query and form."""
    _, query = target(exchange.url)
    told = dict(pairs(query.encode("utf-8", "surrogatepass"))) if query else {}
    return told | (dict(pairs(exchange.body)) if is_form(exchange.body) else {})

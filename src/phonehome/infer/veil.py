"""Hides the values in addresses and paths of a comparison: it shows where things stand, not what."""

from __future__ import annotations

from msgspec import structs

from phonehome.infer.change import RecipientChange
from phonehome.infer.hiding import Rewrite


def hidden(change: RecipientChange, hide: Rewrite) -> RecipientChange:
    """What changed for a recipient, with every address and path rewritten."""
    return structs.replace(
        change,
        streams=tuple(structs.replace(one, address=hide(one.address)) for one in change.streams),
        places=tuple(
            structs.replace(
                one,
                address=hide(one.address),
                wrapping=hide(one.wrapping),
                place=hide(one.place),
                counterpart=hide(one.counterpart),
            )
            for one in change.places
        ),
        fields=tuple(structs.replace(one, address=hide(one.address), place=hide(one.place)) for one in change.fields),
    )

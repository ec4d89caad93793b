"""In what form a value was sent: in clear, in a code that anyone can undo, as a hash, under a key."""

from __future__ import annotations

CLEAR = "in clear"

# Codecs that write one value, not a message of many.
_CODES = {"chs", "base64", "base32", "hex", "ascii85", "lz-string", "binary string"}
_KEYED = ("des-", "aes-")


def form(wrapping: str, known: str) -> str:
    """The form of a value by its layers and by how it is known to be the owner's (``MD5 of the owner's value``)."""
    family, of, how = known.partition(" of the owner's value")
    if of:
        return f"as a hash ({family})"
    if any(layer.startswith(_KEYED) for layer in wrapping.split(" > ")):
        return "encrypted under a known key"
    last = wrapping.rpartition(" > ")[2].partition(" ")[0]
    if last in _CODES and wrapping.count(" > "):
        return f"in a reversible code ({last})"
    how = how or known.removeprefix("the owner's value").strip()
    if how.startswith(("under XOR", "written backwards", "as a ")) or "written backwards" in how:
        return f"in a reversible code ({how.removeprefix('under ')})"
    return CLEAR

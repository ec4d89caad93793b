"""What holds when fields are left out, whichever binary format writes the same trees."""

from __future__ import annotations

from collections.abc import Callable, Collection

from hypothesis import strategies as st

Encode = Callable[[object], bytes]
LeavesOut = Callable[[bytes, Collection[str]], bytes | None]

TREES = st.recursive(
    st.integers(-5, 1 << 40) | st.text(st.characters(codec="ascii", categories=["L"]), max_size=40),
    lambda inner: st.lists(inner, max_size=20) | st.dictionaries(st.sampled_from(["aa", "bb", "a b", "imei"]), inner),
    max_leaves=30,
)
MAPS = st.dictionaries(st.sampled_from(["one", "two", "three"]), TREES, min_size=1)


def is_the_rest(leaves_out: LeavesOut, encode: Encode, tree: dict[str, object], key: str) -> bool:
    """Whether without one member stands what would be written without it."""
    rest = {name: value for name, value in tree.items() if name != key}
    return leaves_out(encode(tree), {f"$.{key}"}) == encode(rest)


def leaves_out_elements(leaves_out: LeavesOut, encode: Encode) -> bool:
    """Whether elements and members deep in it go, and what is not there is refused."""
    left = leaves_out(encode({"a": [1, "x", {"b": 2}]}), {"$.a[1]", "$.a[2].b"})
    refused = leaves_out(encode({"a": 1}), {"$.b"}), leaves_out(b"", {"$.b"})
    return left == encode({"a": [1, {}]}) and refused == (None, None)

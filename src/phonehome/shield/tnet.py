"""tnetstrings (https://tnetstrings.info) that can be changed and written again: what is not touched keeps its bytes."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, field

from phonehome.read.tnetstring import BYTES, DICTIONARY, LIST, NOTHING, TEXT, Element


class Node(Struct):
    """A value: its type and its bytes; a list has children, a dictionary names and children in turn."""

    tag: int
    raw: bytes = b""
    children: list[Node] = field(default_factory=list)

    def items(self) -> list[Node]:
        """The values of a list."""
        return self.children if self.tag == LIST else []

    def members(self) -> Iterator[tuple[bytes, Node]]:
        """The names and values of a dictionary."""
        if self.tag == DICTIONARY:
            names, values = self.children[::2], self.children[1::2]
            yield from zip([name.raw for name in names], values, strict=True)

    def get(self, name: bytes) -> Node:
        """The value of that name; nothing, which belongs to no tree, where there is none."""
        return next((value for key, value in self.members() if key == name), Node(NOTHING))

    def is_text(self) -> bool:
        """Whether it is text or bytes."""
        return self.tag in {BYTES, TEXT}

    def empty(self) -> None:
        """Leave nothing in it: no text, no items, and no dictionary at all."""
        self.raw, self.children = b"", []
        self.tag = NOTHING if self.tag == DICTIONARY else self.tag

    def text(self) -> str:
        """The text; what is no UTF-8 is taken for Latin-1."""
        try:
            return self.raw.decode()
        except UnicodeDecodeError:
            return self.raw.decode("latin-1")

    def put(self, text: str) -> None:
        """Another text, in the encoding of the old one where that has its characters."""
        if text == self.text():
            return
        try:
            self.raw.decode()
            self.raw = text.encode("utf-8", "replace")
        except UnicodeDecodeError:
            self.raw = text.encode("latin-1", "replace")


def grown(element: Element) -> Node:
    """A value with all that is in it; ValueError where lengths and brackets do not agree."""
    if element.tag not in {DICTIONARY, LIST}:
        return Node(element.tag, element.data[element.begin : element.end])
    children = [grown(child) for child in Element(element.data, element.begin, element.end, LIST).items()]
    if element.tag == DICTIONARY and len(children) % 2:
        raise ValueError("a tnetstring dictionary has a name without a value")
    return Node(element.tag, b"", children)


def written(node: Node) -> bytes:
    """The value as it stands in a file."""
    data = b"".join(map(written, node.children)) or node.raw
    return b"%d:%b%c" % (len(data), data, node.tag)


def texts(node: Node) -> Iterator[Node]:
    """All that is text or bytes in it, names of members left out."""
    if node.is_text():
        yield node
    step = 2 if node.tag == DICTIONARY else 1
    for child in node.children[step - 1 :: step]:
        yield from texts(child)

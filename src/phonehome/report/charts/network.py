"""Who holds what as a picture: things on the left, holders on the right, a line for each that is held."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

_WIDTH, _STEP, _LEFT, _RIGHT = 360, 22, 150, 235
_PICTURE = Markup('<svg class="network" viewBox="0 0 {width} {height}" role="img" aria-label="{words}">{parts}</svg>')
_LINE = Markup('<path d="M{x1} {y1} C {bend} {y1}, {bend} {y2}, {x2} {y2}" class="{look}"/>')
_DOT = Markup('<circle cx="{x}" cy="{y}" r="3.5" class="{look}"/>')
_WORD = Markup('<text x="{x}" y="{y}" text-anchor="{anchor}">{text}</text>')
_LONGEST = 24

Line = tuple[int, int]  # places on the left and on the right


def network(left: Sequence[tuple[str, str]], right: Sequence[str], lines: Sequence[Line]) -> Markup:
    """``left`` are texts with the class of their dot; ``lines`` join places of the two lists."""
    height = _STEP * max(len(left), len(right), 1)
    ys = _spread(len(left), height), _spread(len(right), height)
    parts = [
        _LINE.format(x1=_LEFT, y1=ys[0][a], bend=(_LEFT + _RIGHT) / 2, x2=_RIGHT, y2=ys[1][b], look="tie")
        for a, b in lines
    ]
    for (text, look), y in zip(left, ys[0], strict=True):
        parts += [_DOT.format(x=_LEFT, y=y, look=look), _word(text, _LEFT - 9, y, "end")]
    for text, y in zip(right, ys[1], strict=True):
        parts += [_DOT.format(x=_RIGHT, y=y, look="holder"), _word(text, _RIGHT + 9, y, "start")]
    words = "; ".join(f"{left[a][0]}: {right[b]}" for a, b in lines)
    return _PICTURE.format(width=_WIDTH, height=height, words=words, parts=Markup("").join(parts))


def _spread(count: int, height: int) -> list[float]:
    return [round(height * (place + 0.5) / count, 1) for place in range(count)]


def _word(text: str, x: float, y: float, anchor: str) -> Markup:
    short = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    return _WORD.format(x=x, y=y + 3.5, anchor=anchor, text=short)

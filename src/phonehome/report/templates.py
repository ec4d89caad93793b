"""The templates that every page is made from: what fills them, and the filters they know."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from importlib.resources import files

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup, escape

from phonehome.model import CERTAINTIES
from phonehome.report import limits, words
from phonehome.report.countries import country

_HERE = "phonehome.report"
_FILTERS = (words.number, words.times, words.size, words.layers, words.listed, words.short, limits.clip)
_SHARED = {"macros": "chapters/macros.html.jinja"}


def templates(named: Mapping[str, str], given: Mapping[str, object], package: str = _HERE) -> Environment:
    """An environment with the templates of those names (name to file of the package), filled with ``given`` too."""
    shared_texts = {name: resource(file) for name, file in _SHARED.items()}
    environment = Environment(
        loader=DictLoader(shared_texts | {name: resource(file, package) for name, file in named.items()}),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {each.__name__: each for each in _FILTERS} | {"percent": _percent, "together": _together}
    shared: dict[str, object] = {
        "CSS": Markup(resource("page.css") + resource("charts.css")),  # noqa: S704 - our own style sheets
        "SURE": words.SURE,
        "CERTAINTIES": CERTAINTIES,
        "bar": _bar,
        "between": words.between,
        "counted": words.counted,
        "country": country,
        "some": limits.some,
    }
    environment.globals |= {**shared, **given}
    return environment


def resource(name: str, package: str = _HERE) -> str:
    """A file of a package as text."""
    return files(package).joinpath(*name.split("/")).read_text(encoding="utf-8")


def digest(text: str) -> str:
    """How a Content-Security-Policy (CSP Level 3) names a style or script that stands in the page."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _finalize(value: object) -> object:
    """Nothing from a capture reaches the page without its control characters made visible."""
    return value if isinstance(value, Markup) or not isinstance(value, str) else words.visible(value)


def _together(text: str) -> Markup:
    """No line ends between a number and its percent sign."""
    return Markup(str(escape(words.visible(text))).replace(" %", "&nbsp;%"))  # noqa: S704 - escaped


def _percent(part: int, whole: int) -> Markup:
    return _together(words.percent(part, whole))


def _bar(part: int, whole: int) -> str:
    """A length in percent of the longest, so that something small is still seen."""
    return f"{max(0.6, 100 * part / whole):.2f}%" if part > 0 else "0"

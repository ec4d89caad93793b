"""metrics.toml (TOML 1.0) to typed metrics; what may not be asked is refused with file, metric and key."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct, field

from phonehome.telemetry import checks
from phonehome.telemetry.domain import labels
from phonehome.telemetry.metric import Category, Count, Form, Metric, Metrics, Number, Purpose, Rate, Terms
from phonehome.telemetry.oracle.exact import MICRO

FORMS: dict[str, type[Category | Number | Count | Rate]] = {
    "category": Category,
    "number": Number,
    "count": Count,
    "rate": Rate,
}
Table = TypeVar("Table", bound=Struct)

_FREE = {"text", "string", "str", "free_text", "free-text", "freetext"}
_MISSING = re.compile(r"Object missing required field `(\w+)`")
_UNKNOWN = re.compile(r"Object contains unknown field `(.+?)`")
_WRONG = re.compile(r"(.+) - at `\$\.(\w+).*`")


class Attribute(Struct, frozen=True, forbid_unknown_fields=True):
    """A public list that metrics can be asked by, with ``other``."""

    values: tuple[str, ...]


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    purposes: dict[str, Purpose] = field(name="purpose")
    metrics: dict[str, dict[str, object]] = field(name="metric")
    attributes: dict[str, Attribute] = field(name="attribute", default_factory=dict)


def catalogue() -> Traversable:
    """The metrics that OnePlus' streams of 2017 would have been."""
    return files("phonehome.telemetry") / "catalogue.toml"


def read(file: Path | Traversable) -> Metrics:
    """The metrics of a file. Raises ValueError with one sentence for the first that may not be asked."""
    try:
        return parse(file.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise ValueError(f"{file.name}: not UTF-8 text") from None
    except ValueError as error:
        raise ValueError(f"{file.name}: {error}") from None
    except RecursionError:
        raise ValueError(f"{file.name}: nests too deeply to be read") from None


def parse(text: str) -> Metrics:
    """The metrics of a text; ValueError as for a file, without its name."""
    found = msgspec.convert(tomllib.loads(text), type=_File)
    for name, purpose in found.purposes.items():
        if not (checks.NAME.fullmatch(name) and len(purpose.title.split()) > 1):
            raise ValueError(f"purpose {name}: title must say in plain words what the answers are for")
    for name, attribute in found.attributes.items():
        _refuse(f"attribute {name}", (*checks.of_name(name), *checks.of_values(attribute.values)))
    return Metrics(found.purposes, {name: _metric(name, table, found) for name, table in found.metrics.items()})


def _metric(name: str, table: dict[str, object], file: _File) -> Metric:
    where = f"metric {name}"
    _refuse(where, checks.of_name(name))
    form = _form(where, table)
    rest = {key: value for key, value in table.items() if key != "type" and key not in form.__struct_fields__}
    terms = _converted(where, rest, Terms)
    _refuse(where, (*checks.of_terms(terms), *checks.of_form(form), *_references(terms, file)))
    attribute = file.attributes[terms.by].values if terms.by else ("",)
    epsilon, lifetime = (round(number * MICRO) for number in (terms.epsilon_day, terms.epsilon_lifetime))
    metric = Metric(name, terms, form, labels(form), attribute, epsilon // terms.bound, lifetime)
    _refuse(where, checks.of_metric(metric))
    return metric


def _form(where: str, table: dict[str, object]) -> Form:
    said = str(table.get("type"))
    if said in _FREE:
        raise ValueError(f"{where}: type: free text is never collected; list the values of a category")
    form = FORMS.get(said)
    if form is None:
        raise ValueError(f"{where}: type must be one of {', '.join(FORMS)}")
    own = {key: value for key, value in table.items() if key == "type" or key in form.__struct_fields__}
    return _converted(where, own, form)


def _converted(where: str, table: dict[str, object], kind: type[Table]) -> Table:
    try:
        return msgspec.convert(table, type=kind)
    except msgspec.ValidationError as error:
        raise ValueError(f"{where}: {_said(str(error))}") from None


def _said(error: str) -> str:
    """What msgspec says, with the key first."""
    if missing := _MISSING.match(error):
        return f"{missing[1]} is missing"
    if unknown := _UNKNOWN.match(error):
        return f"{unknown[1]} is no key of a metric of this type"
    wrong = _WRONG.fullmatch(error)
    return f"{wrong[2]}: {wrong[1]}" if wrong else error


def _references(terms: Terms, file: _File) -> Iterable[checks.Wrong]:
    if terms.purpose not in file.purposes:
        yield "purpose", f"{terms.purpose!r} is none of {', '.join(file.purposes)}"
    if terms.by and terms.by not in file.attributes:
        yield "by", f"{terms.by!r} is no attribute of this file"


def _refuse(where: str, wrong: Iterable[checks.Wrong]) -> None:
    for key, reason in wrong:
        raise ValueError(f"{where}: {key} {reason}")

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from phonehome.knowledge.load import load
from phonehome.telemetry.metric import Category, Count, Number, Rate, Terms
from phonehome.telemetry.metrics import catalogue, parse, read

HEAD = '[purpose.help]\ntitle = "Help the battery"\n[attribute.version]\nvalues = ["1", "other"]\n'
TERMS = """purpose = "help"
why = "because it is needed"
owner = "team"
expires = 2028-01-01
bound = 1
epsilon_day = 1.0
epsilon_lifetime = 4.0
retention_days = 90
"""
FORM = 'type = "category"\nvalues = ["a", "other"]\n'
ONE = f"{HEAD}[metric.one]\n{TERMS}{FORM}"


def test_the_catalogue_serves_the_streams_of_2017() -> None:
    assert {name: metric.cells for name, metric in read(catalogue()).metrics.items()} == {
        "screen_hours": 24,
        "unlocks": 11,
        "reboots": 2,
        "reboot_cause": 64,
        "crashes": 152,
        "battery_level": 10,
        "battery_health": 7,
        "app_used": 73,
        "app_duration": 73,
        "network_type": 7,
        "os_version": 8,
    }


def test_the_catalogue_asks_for_no_app_that_gives_its_owner_away() -> None:
    revealing = {app for category in load().apps.categories.values() for app in category.apps}
    forms = [metric.form for metric in read(catalogue()).metrics.values()]
    asked = {value for form in forms if isinstance(form, Category) for value in form.values}
    assert asked & revealing == set()


def test_a_joint_domain_has_a_cell_for_each_pair() -> None:
    metric = parse(ONE + 'by = "version"\n').metrics["one"]
    assert (metric.attribute, metric.cells) == (("1", "other"), 4)


def test_the_day_is_shared_by_its_reports() -> None:
    metric = parse(ONE.replace("bound = 1", "bound = 4")).metrics["one"]
    assert (metric.epsilon, metric.lifetime) == (250_000, 4_000_000)


REFUSED = [
    ("", "Object missing required field `purpose`"),
    ("[metric", "Expected ']' at the end of a table declaration (at end of document)"),
    ("colour = 1\n" + ONE, "Object contains unknown field `colour`"),
    (ONE + "colour = 1\n", "metric one: colour is no key of a metric of this type"),
    (ONE + "cap = 1\n", "metric one: cap is no key of a metric of this type"),
    *(
        (ONE.replace(line + "\n", ""), f"metric one: {line.split(' ')[0]} is missing")
        for line in (*TERMS.splitlines(), 'values = ["a", "other"]')
    ),
    (ONE.replace('why = "because it is needed"', 'why = ""'), "metric one: why is empty; say what cannot be decided"),
    (ONE.replace('"team"', "3"), "metric one: owner: Expected `str`, got `int`"),
    (ONE.replace("2028-01-01", '"soon"'), "metric one: expires: Invalid RFC3339"),
    (ONE.replace('type = "category"\n', ""), "metric one: type must be one of category, number, count, rate"),
    (ONE.replace('"category"', '"text"'), "metric one: type: free text is never collected; list the values"),
    (ONE.replace('"category"', "[1]"), "metric one: type must be one of category, number, count, rate"),
    (ONE.replace('"a", ', '"anna@example.org", '), "metric one: values has 'anna@example.org', which looks like an e-"),
    (
        ONE.replace("metric.one", "metric.imei"),
        "metric imei: name speaks of imei, which identifies a person or a phone",
    ),
    (ONE.replace('"help"\n', '"sell"\n', 1), "metric one: purpose 'sell' is none of help"),
    (ONE + 'by = "model"\n', "metric one: by 'model' is no attribute of this file"),
    (ONE.replace('"Help the battery"', '"x"'), "purpose help: title must say in plain words what the answers are for"),
    (ONE.replace("attribute.version", "attribute.serial"), "attribute serial: name speaks of serial"),
    (ONE.replace('["1", "other"]', '["1"]'), 'attribute version: values lacks "other"'),
    (ONE.replace("= 1.0", "= -1.0"), "metric one: epsilon_day is -1; it must be above 0 and at most 64"),
    (ONE + 'repeat = "sometimes"\n', "metric one: repeat: Invalid enum value 'sometimes'"),
    (
        ONE.replace("4.0", "1.0") + 'repeat = "memoised"\n',
        "metric one: epsilon_lifetime must be 2 or more, for 2 values",
    ),
]


@pytest.mark.parametrize(("text", "reason"), REFUSED)
def test_what_may_not_be_asked_is_refused_with_file_metric_and_key(text: str, reason: str, tmp_path: Path) -> None:
    file = tmp_path / "metrics.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"^metrics\.toml: ") as error:
        read(file)
    assert str(error.value).removeprefix("metrics.toml: ").startswith(reason)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "metrics.toml").write_bytes(b"\xff")
    with pytest.raises(ValueError, match=r"^metrics\.toml: not UTF-8 text$"):
        read(tmp_path / "metrics.toml")


def test_a_phone_needs_nothing_but_the_standard_library_and_msgspec() -> None:
    script = (
        "import sys; from phonehome.telemetry import budget, certificate, metrics; metrics.read(metrics.catalogue()); "
        "loaded = {name.split('.')[0] for name in sys.modules} - sys.stdlib_module_names; "
        "print(*sorted(name for name in loaded if not name.startswith('_')))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["msgspec", "phonehome", "typing_extensions"]


def test_the_page_has_every_key() -> None:
    page = (Path(__file__).parents[2] / "docs/reference/telemetry-metrics.md").read_text(encoding="utf-8")
    keys = [key for form in (Terms, Category, Number, Count, Rate) for key in form.__struct_fields__]
    assert [key for key in keys if f"| `{key}` |" not in page] == []


def refusal(text: str) -> str:
    """Why a text is refused; empty where it is not."""
    try:
        parse(text)
    except ValueError as error:
        return str(error)
    return ""


STRANGE = ("nan", "inf", "-1", "0", "1e308", "9223372036854775808", '""', "[]", "{}", "true", "1979-05-27", '["a", 3]')


@given(some.sampled_from(ONE.splitlines()), some.sampled_from(STRANGE))
def test_a_strange_value_is_told_in_one_sentence(line: str, value: str) -> None:
    key = line.split(" = ", maxsplit=1)[0] if " = " in line else "colour"
    said = refusal(ONE.replace(line, f"{key} = {value}"))
    assert (len(said) < 300, "\n" in said) == (True, False)

from __future__ import annotations

from pathlib import Path

import pytest

from phonehome.knowledge.load import load
from phonehome.knowledge.policy import bundled, data_types, find, read_policy

HEAD = 'title = "t"\nabout = "a"\nsource = "s"\n'
ONE = '[[statement]]\nid = "a"\nsentence = "x"\nsays = "y"\nsource = "z"\n'
DECLARED = '[declaration]\nform = "google-play-data-safety"\n'


@pytest.mark.parametrize("name", bundled())
def test_a_bundled_policy_is_read(name: str) -> None:
    policy = read_policy(find(name), load())
    assert (bool(policy.title), bool(policy.statements or policy.declaration), policy.source[:8]) == (
        True,
        True,
        "https://",
    )


def test_the_policies_that_come_along() -> None:
    assert list(bundled()) == [
        "gdpr-minimal-telemetry",
        "google-play-data-safety",
        "no-hardware-identifiers",
        "oneplus-2017-promise",
        "opted-out-means-silent",
    ]


REFUSED = [
    ("", "it has neither a [[statement]] nor a [declaration]"),
    ("colour = 1\n", "Object contains unknown field `colour`"),
    (ONE + 'kind = "imei"\n', "Object contains unknown field `kind` - at `$.statement[0]`"),
    (ONE, "statement 'a': give either kinds and groups, or everything = true, or beyond"),
    (ONE + 'kinds = ["imei"]\neverything = true\n', "statement 'a': give either kinds and groups"),
    (ONE + 'kinds = ["imay"]\n', "statement 'a': kinds: 'imay' is none of imei, "),
    (ONE + 'everything = true\nexcept_kinds = ["x"]\n', "statement 'a': except_kinds: 'x' is none of imei, "),
    (ONE + 'groups = ["stars"]\n', "statement 'a': groups: 'stars' is none of hardware, "),
    (ONE + 'everything = true\nroles = ["boss"]\n', "statement 'a': roles: 'boss' is none of maker, "),
    (ONE + 'everything = true\nforms = ["hashed"]\n', "Invalid enum value 'hashed' - at `$.statement[0].forms[0]`"),
    (ONE + 'everything = true\nwhen = "asleep"\n', "Invalid enum value 'asleep' - at `$.statement[0].when`"),
    (ONE + "everything = true\nleast_hours = -1.0\n", "statement 'a': least_hours is negative"),
    (ONE.replace('"a"', '"A b"'), "statement 'A b': id must be lower case words joined by hyphens, each once"),
    (2 * (ONE + "everything = true\n"), "statement 'a': id must be lower case words joined by hyphens, each once"),
    (DECLARED + 'collected = ["Locatoin"]\n', "declaration: collected: 'Locatoin' is none of Approximate location, "),
    (DECLARED + 'shared = ["x"]\n', "declaration: shared: 'x' is none of Approximate location, "),
    (DECLARED + 'owns = ["x"]\n', "Object contains unknown field `owns` - at `$.declaration`"),
    ('since = "October 2017"\n' + ONE, "Expected `date | null`, got `str` - at `$.since`"),
    ("since = 2017-10-13T00:00:00Z\n" + ONE, "Expected `date | null`, got `datetime` - at `$.since`"),
    ("title = 3\n", "cannot overwrite"),
]


@pytest.mark.parametrize(("text", "reason"), REFUSED)
def test_a_wrong_policy_is_refused_with_file_key_and_reason(text: str, reason: str, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(HEAD + text)
    with pytest.raises(ValueError, match=r"^mine\.toml: ") as refused:
        read_policy(find(str(file)), load())
    assert reason.lower() in str(refused.value).lower()


def test_an_unknown_name_is_told_the_known_ones() -> None:
    with pytest.raises(ValueError, match=r"^nothing: neither a file nor a policy phonehome knows \(gdpr-minimal"):
        find("nothing")


def test_data_types_cover_what_google_asks_for() -> None:
    types = data_types(load())
    assert len({one.name for one in types}) == len(types)
    covered = {kind for one in types for kind in one.kinds}
    high = {name for name, kind in load().kinds.items() if kind.sensitivity == "high"}
    assert high - covered == {"device_name"}


MISSING = [
    (HEAD.replace('title = "t"\n', ""), "mine.toml: the key title is missing"),
    (HEAD + ONE.replace('says = "y"\n', ""), "mine.toml: the key says is missing at $.statement[0]"),
    (HEAD + "[declaration]\n", "mine.toml: the key form is missing at $.declaration"),
]


@pytest.mark.parametrize(("text", "said"), MISSING)
def test_a_missing_key_is_named(text: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(text)
    with pytest.raises(ValueError, match="missing") as refused:
        read_policy(find(str(file)), load())
    assert str(refused.value) == said

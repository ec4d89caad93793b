from __future__ import annotations

import pytest
from jinja2 import UndefinedError

from phonehome.report.templates import resource, templates

MACROS = {"here": "chapters/macros.html.jinja"}


def test_what_a_capture_says_is_no_markup_and_prints() -> None:
    page = templates(MACROS, {}).from_string("{{ value }}")
    assert page.render(value="<b>\x1b") == "&lt;b&gt;\\x1b"


def test_a_name_that_nobody_gave_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        templates(MACROS, {}).from_string("{{ nothing.at_all }}").render()


def test_bars_show_what_is_small() -> None:
    page = templates(MACROS, {"given": 3}).from_string("{{ bar(0, 9) }} {{ bar(1, 1000) }} {{ bar(9, 9) }} {{ given }}")
    assert page.render() == "0 0.60% 100.00% 3"


def test_resource() -> None:
    assert resource("page.css").startswith(":root")


def test_a_percent_sign_stays_with_its_number() -> None:
    page = templates(MACROS, {}).from_string("{{ 999 | percent(1000) }} {{ text | together }}")
    assert page.render(text="<i>5 % of it\x1b") == "over 99&nbsp;% &lt;i&gt;5&nbsp;% of it\\x1b"

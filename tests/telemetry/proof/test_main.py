from __future__ import annotations

import re

from telemetry.proof.pages import Page

# Crowds are of other sizes on the quick page, and its rows of phones.
NUMBER = re.compile(r"\d[\d,]*")


def _shape(page: Page) -> dict[str, list[str]]:
    """Titles, heads and names of rows, without figures."""
    return {
        title: [NUMBER.sub("n", " | ".join(rows[0])), *(NUMBER.sub("n", row[0]) for row in rows[1:])]
        for title, rows in page.items()
    }


def test_the_page_in_the_docs_has_what_the_code_makes(quick: Page, published: Page) -> None:
    assert _shape(quick) == _shape(published)

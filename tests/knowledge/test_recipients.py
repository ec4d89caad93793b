from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import phonehome.knowledge
from phonehome.detect.checks import email
from phonehome.knowledge.load import load

TABLES = Path(phonehome.knowledge.__file__).parent
ROWS = load().organisations


def test_a_domain_belongs_to_one_organisation() -> None:
    domains = Counter(domain for row in ROWS for domain in row.domains)
    assert [domain for domain, count in domains.items() if count > 1] == []


def test_an_organisation_stands_once_in_the_table_written_by_hand() -> None:
    names = Counter(re.findall('^name = "(.*)"', (TABLES / "recipients.toml").read_text(), re.MULTILINE))
    assert [name for name, count in names.items() if count > 1] == []


def test_only_third_parties_may_have_no_country() -> None:
    assert [
        row.name
        for row in ROWS
        if not re.fullmatch("[A-Z]{2}" if row.role != "third party" else "([A-Z]{2})?", row.country)
    ] == []


def test_the_generated_rows_say_what_a_third_party_is_there_for() -> None:
    categories = Counter(row.category for row in ROWS)
    assert {"advertising", "analytics", "consent", "tag manager", "social", "hosting"} <= categories.keys()
    assert categories[""] < len(ROWS) / 10


def test_domains_are_registrable_and_in_lower_case() -> None:
    domains = [domain for row in ROWS for domain in row.domains]
    assert [domain for domain in domains if domain != domain.lower() or not email(f"a@{domain}")] == []

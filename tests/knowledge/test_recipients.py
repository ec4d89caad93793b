from __future__ import annotations

import re
from collections import Counter

from phonehome.detect.checks import email
from phonehome.knowledge.load import load

ROWS = load().organisations


def test_a_domain_belongs_to_one_organisation() -> None:
    domains = Counter(domain for row in ROWS for domain in row.domains)
    assert [domain for domain, count in domains.items() if count > 1] == []


def test_an_organisation_stands_once_and_has_a_country() -> None:
    assert len({row.name for row in ROWS}) == len(ROWS)
    assert [row.name for row in ROWS if not re.fullmatch("[A-Z]{2}", row.country)] == []


def test_domains_are_registrable_and_in_lower_case() -> None:
    domains = [domain for row in ROWS for domain in row.domains]
    assert [domain for domain in domains if domain != domain.lower() or not email(f"a@{domain}")] == []

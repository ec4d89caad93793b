from __future__ import annotations

import pytest
from msgspec.structs import replace

from phonehome.model import Report
from phonehome.report.letter import render
from phonehome.report.material import Material
from phonehome.report.quote import NOTHING


def _letters(material: Material) -> list[str]:
    return b"".join(render(material)).decode().split("\f")


def test_each_organisation_gets_one_letter(material: Material) -> None:
    addressees = [letter.splitlines()[4] for letter in _letters(material)]
    host = material.report.recipients[4].recipient.host
    assert addressees == ["OnePlus", "Google", f"The operator of {host}"]


def test_a_letter_is_ready_but_for_names_and_dates(material: Material) -> None:
    assert (
        _letters(material)[1]
        == """\
[Your name]
[Your address]
[Your e-mail address]

Google
[Postal address or e-mail address for data protection; see its privacy policy]

[Date]

Request for access under Art. 15 of the UK GDPR

Dear Sir or Madam,

I recorded what my phone sent (15 Jan 2017, 00:00 UTC to 16 Jan 2017, 00:00
UTC). In 131 requests to app-measurement.com these data about me or my phone
went to you:

  - installation ID, 31 times (likely)

You may find them under these identifiers:

  - installation ID: c2***************3f2

Under Art. 15 of the UK GDPR I ask whether you process personal data that
concern me, and if so:

  1. for which purposes you process them, and on which legal basis
     (Art. 15(1)(a), Art. 6);
  2. which categories of personal data you process (Art. 15(1)(b));
  3. to which recipients you disclosed or will disclose them, each by name
     (Art. 15(1)(c));
  4. to which third countries they went, and under which safeguards
     (Art. 15(2));
  5. how long you store them, or by which criteria that is decided
     (Art. 15(1)(d));
  6. from which source you have those that you did not collect from me
     (Art. 15(1)(g));
  7. whether there is automated decision-making or profiling, by which logic
     and to what effect (Art. 15(1)(h));
  8. whether you process them for somebody else, and if so for whom.

Please also send me a copy of the data (Art. 15(3)), in a commonly used
electronic form.

I expect your answer within one month (Art. 12(3)). If you cannot identify me
by what is named here, please say which further information you need
(Art. 12(6)). The findings above come from a technical record of what the
phone sent; they are meant to help you find the data and make no claim about
whether the processing is lawful.

Yours faithfully,

[Your name]
"""
    )


def test_identifiers_are_masked_unless_shown(material: Material, shown: Report) -> None:
    assert "- IMEI: 49***************526, 49**********518\n" in _letters(material)[0]
    assert "- IMEI: 490154203237518,490154203237526, 490154203237518\n" in _letters(replace(material, report=shown))[0]


@pytest.mark.parametrize(("region", "law"), [("", "Regulation (EU) 2016/679 (GDPR)"), ("GB", "the UK GDPR")])
def test_the_law_is_that_of_the_region(material: Material, region: str, law: str) -> None:
    case = replace(material.report.case, region=region)
    letters = _letters(replace(material, report=replace(material.report, case=case)))
    assert f"Request for access under Art. 15 of {law}\n" in letters[0]


def test_no_identifier_no_list_of_them(material: Material) -> None:
    google = material.report.recipients[2]
    battery = replace(google, groups=(replace(google.groups[0], kind="battery"),), first=None, last=None)
    letter = _letters(replace(material, report=replace(material.report, recipients=(battery,))))[0]
    assert "identifiers" not in letter
    assert "I recorded what my phone sent. In 131 requests" in letter


def test_many_hosts_are_counted(material: Material) -> None:
    google = material.report.recipients[2]
    many = tuple(replace(google, recipient=replace(google.recipient, host=f"h{place}.test")) for place in range(14))
    letter = _letters(replace(material, report=replace(material.report, recipients=many)))[0]
    assert "h11.test and 2 other hosts" in letter.replace("\n", " ")


def test_nothing_found_is_no_letter(material: Material) -> None:
    assert _letters(replace(material, report=Report(material.report.case, ()))) == [f"{NOTHING}\n"]


def test_no_line_is_too_long_but_for_a_host(material: Material) -> None:
    lines = [line for letter in _letters(material) for line in letter.splitlines() if ".example.org" not in line]
    assert max(map(len, lines)) <= 78

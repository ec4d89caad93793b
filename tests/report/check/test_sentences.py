from __future__ import annotations

import pytest
from msgspec.structs import replace

from phonehome.policy.judge import Verdict, judge
from phonehome.report.check.material import Checked
from phonehome.report.check.sentences import proof, reason, sentence, summary, violation
from policy.court import GROUP, IMEI, SERIAL, TRACKER, court


def test_outcomes_in_a_line(checked: Checked) -> None:
    assert summary(checked.judgements[0]) == "1 kept, 1 broken, 1 not testable"


def test_what_would_test_a_statement() -> None:
    verdict = judge(IMEI, court(sent=(TRACKER,)))
    assert reason(verdict) == (
        "Nothing was sent to OnePlus in these captures. To test it: a capture in which the phone talks to OnePlus."
    )


def test_who_got_what_where(checked: Checked) -> None:
    nobody = replace(GROUP, organisation="", host="ads.example", count=1, place="")
    assert violation(nobody, checked) == "ads.example received serial number once at body > gzip > json"


def test_of_several_cases_the_proof_names_its_own(checked: Checked) -> None:
    assert proof(GROUP, checked) == "e1 body > gzip > json $.id"
    assert proof(GROUP, replace(checked, cases=checked.cases * 2)) == "case 0 e1 body > gzip > json $.id"


POSSIBLE = [
    (0, 1, "Why. 1 finding is only possible and does not count."),
    (3, 1, "Why. 1 more finding is only possible and does not count."),
    (3, 27, "Why. 27 more findings are only possible and do not count."),
]


@pytest.mark.parametrize(("findings", "possible", "said"), POSSIBLE)
def test_what_is_only_possible_is_a_sentence(findings: int, possible: int, said: str) -> None:
    assert reason(Verdict(IMEI, "broken", "Why.", findings=findings, possible=possible)) == said


def test_only_what_somebody_said_stands_in_quotation_marks() -> None:
    assert sentence(SERIAL) == "“No serial number.”"
    assert sentence(replace(SERIAL, wording="reported")) == "“No serial number.”"
    assert sentence(replace(SERIAL, wording="ours")) == "No serial number."

from __future__ import annotations

from msgspec.structs import replace

from phonehome.report.check.material import Checked
from phonehome.report.check.text import render
from phonehome.report.material import Look

WHO = "OnePlus (open.oneplus.net) received serial number"


def _lines(checked: Checked) -> list[str]:
    return b"".join(render(checked)).decode().splitlines()


def test_a_statement_a_verdict_and_its_proof(checked: Checked) -> None:
    assert _lines(replace(checked, look=Look(180))) == [
        "A promise",
        "1 kept, 1 broken, 1 not testable · promise · 72 h of capture",
        "",
        "kept  OnePlus gets no serial number. (imei)",
        "  “No serial number.”",
        "  Not once in 42 requests to OnePlus in 72 h. 2 findings are only possible and do not count.",
        "",
        "broken  OnePlus gets no serial number. (serial)",
        "  “No serial number.”",
        "  OnePlus got it 25 times.",
        f"  - {WHO} 24 times at body > gzip > json $.id, first e1 body > gzip > json $.id",
        f"  - {WHO} as a hash (MD5) once at body > gzip > json $.\\x1bsn, first e1 body > gzip > json $.id",
        "",
        "not testable  The wizard asks. (setup-wizard)",
        "  “No serial number.”",
        "  A capture cannot show it.",
    ]


def test_a_long_list_is_cut(checked: Checked) -> None:
    (judgement,) = checked.judgements
    broken = judgement.verdicts[1]
    many = replace(broken, violations=broken.violations * 5, more=3)
    lines = _lines(replace(checked, judgements=(replace(judgement, verdicts=(many,)),)))
    assert lines[-1] == "  and 7 more places; --format json lists them"

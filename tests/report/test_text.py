from __future__ import annotations

import re

from msgspec.structs import replace

from phonehome.model import Damage, Recipient, RecipientReport, Report
from phonehome.read.recording import GROWS
from phonehome.report.material import Look, Material
from phonehome.report.text import render
from phonehome.report.words import CROSS

ALL = "100 % of it understood"


def _text(material: Material) -> str:
    return b"".join(render(material)).decode()


def test_the_report_opens_with_what_can_be_quoted(material: Material) -> None:
    wide = replace(material, look=Look(width=400))
    assert _text(wide).startswith("In 7 days this phone contacted 6 recipients in 1,074 requests")


def test_a_recipient_has_a_table_of_what_how_often_how_wrapped_and_how_sure(material: Material) -> None:
    lines = _text(replace(material, look=Look(width=140))).splitlines()
    at = lines.index("OnePlus · click.oneplus.cn · maker · China")
    assert lines[at + 1] == "9 requests, 8.1 kB sent, 100 % of it understood"
    assert lines[at + 3].split() == ["what", "how", "often", "how", "wrapped", "how", "sure", "for", "instance"]
    assert re.split(r"\s{2,}", lines[at + 5]) == [
        "Serial number as a hash",
        f"9{CROSS}",
        "query sn",
        "confirmed",
        "2******1",
    ]


def test_the_wrapping_and_the_number_of_values_are_told(material: Material) -> None:
    text = _text(replace(material, look=Look(width=240)))
    assert "body > form data > base64 > json $.dl[].im, $.dl[].imei1" in text
    assert f"4,120{CROSS}, 103 values" in text


def test_the_rest_is_told_too(material: Material) -> None:
    text = _text(replace(material, look=Look(width=200)))
    assert text[text.index("Contacted, nothing") :].splitlines() == [
        "Contacted, nothing personal found:",
        "",
        f"  connectivitycheck.gstatic.com (Google): 320 requests, 99 kB sent, {ALL}; 2 attempts that sent nothing",
        f"  cdn.example.net: 88 requests, 27 kB sent, {ALL}",
        "",
        "Not leaks, placeholders that give nothing away:",
        "",
        f"  Advertising ID, 31{CROSS} to app-measurement.com: Zeroed: the owner has switched the advertising ID off.",
        "",
        "Not opened, so what it says is unknown:",
        "",
        "  open.oneplus.net: 2.7 kB in 56 pieces at header access_token > base64 (no codec opens it; 7.6 bits a byte)",
        "  app-measurement.com: 611 kB in 31 pieces at body > gzip > protobuf 1.9 (no codec opens it; 8.0 bits a byte)",
        "  app-measurement.com: 52 kB in 1 piece at body (gzip expands past 67,108,864 bytes; 7.2 bits a byte)",
        "",
        "Damage:",
        "",
        "  week.har: 12 bytes from byte 4,711 could not be read: the entry ends in the middle of a string",
    ]


def test_what_could_not_be_read_stands_apart_from_what_is_clean(material: Material) -> None:
    sealed = RecipientReport(Recipient("b.example"), 2, 0, 886, 0, (), sealed=2, bytes_received=3_200)
    told = replace(material.report, recipients=(sealed, *material.report.recipients))
    text = _text(replace(material, report=told, look=Look(width=200)))
    assert text[text.index("Could not be read") : text.index("Contacted, nothing")].splitlines() == [
        "Could not be read, so whether it is personal is unknown:",
        "",
        "  b.example: 2 encrypted connections, 886 bytes sent, 0 % of it understood, 3.2 kB received",
        "  ota.example.com: 14 attempts that sent nothing",
        "",
    ]


def test_attempts_of_a_recipient_that_also_got_data_are_told(material: Material) -> None:
    text = _text(replace(material, look=Look(width=200)))
    assert "131 requests, 1.8 MB sent, 63 % of it understood; 4 attempts that sent nothing" in text


def test_what_is_still_recorded_is_no_damage(material: Material) -> None:
    grows = (replace(material.report.case.inputs[0], exchanges=6, damage=(Damage(99, 0, GROWS),)),)
    told = replace(material.report, case=replace(material.report.case, inputs=grows))
    text = _text(replace(material, report=told, look=Look(width=200)))
    assert text.endswith("To be noted:\n\n  week.har: still being recorded: 6 exchanges so far\n")
    assert "Damage" not in text


def test_an_empty_report_is_one_sentence(material: Material) -> None:
    empty = replace(material, report=Report(replace(material.report.case, inputs=()), ()))
    assert _text(empty) == (
        "This phone contacted 0 recipients in 0 requests. No personal data was found in what it sent.\n"
    )


def test_no_line_is_wider_than_the_terminal(material: Material) -> None:
    assert max(map(len, _text(replace(material, look=Look(width=60))).splitlines())) <= 60


def test_colour_only_when_told(material: Material) -> None:
    assert "\x1b[" not in _text(material)
    assert "\x1b[" in _text(replace(material, look=Look(colour=True)))


def test_values_are_shown_only_when_told(material: Material) -> None:
    wide = replace(material, look=Look(width=240))
    assert "490154203237518" not in _text(wide)
    assert "490154203237518" in _text(replace(wide, report=replace(material.report, shows_values=True)))


def test_many_quiet_hosts_are_counted(material: Material) -> None:
    many = tuple(RecipientReport(Recipient(f"h{number}.example"), 1, 0, 9, 9, ()) for number in range(43))
    assert "  and 3 other hosts" in _text(replace(material, report=replace(material.report, recipients=many)))


def test_a_host_cannot_write_to_the_terminal(material: Material) -> None:
    hostile = Recipient("a\x1b]0;owned\x07\u202eb[red]c[/red].example")
    reports = tuple(replace(each, recipient=hostile) for each in material.report.recipients)
    text = _text(replace(material, report=replace(material.report, recipients=reports), look=Look(width=200)))
    assert "a\\x1b]0;owned\\x07\\u202eb[red]c[/red].example" in text
    assert not [one for one in text if not one.isprintable() and one != "\n"]

from __future__ import annotations

from msgspec.structs import replace

from phonehome.model import Group, Line, Reason, Recipient, RecipientReport
from phonehome.report.limits import Some, clip, excerpts, some

GROUP = Group("imei", "likely", "query", "q", 1, 1, ("v",), 0, "e0 query q", (Reason("pattern", "It fits."),))


def _to(host: str, *groups: Group) -> RecipientReport:
    return RecipientReport(Recipient(host), 1, 0, 1, 1, groups)


def test_the_first_of_many_are_shown_and_the_rest_counted() -> None:
    assert some([1, 2, 3], 2) == Some((1, 2), 1)
    assert some([1, 2], 2) == Some((1, 2), 0)
    assert some([]) == Some(())


def test_a_long_text_says_how_much_is_missing() -> None:
    assert clip("x" * 240) == "x" * 240
    assert clip("x" * 1_241) == f"{'x' * 240}… (1,001 more characters)"


def test_what_fits_is_shown_whole() -> None:
    reports = (_to("a", GROUP, GROUP), _to("b", GROUP))
    assert excerpts(reports) == ((reports[0], 0), (reports[1], 0))
    assert excerpts(()) == ()


def test_recipients_share_the_room() -> None:
    many = tuple(_to(f"h{place}", *[GROUP] * 100) for place in range(100))
    shown = excerpts(many)
    assert {left for _, left in shown} == {85}
    assert [len(report.groups) for report, _ in shown] == [15] * 100


def test_each_recipient_shows_its_gravest_group_however_large() -> None:
    large = tuple(Line("<" * 240, "<" * 240, ("imei",)) for _ in range(9))
    many = tuple(_to(f"h{place}", *[replace(GROUP, evidence=large)] * 3) for place in range(400))
    assert {(len(report.groups), left) for report, left in excerpts(many)} == {(1, 2)}


def test_the_lines_around_the_found_one_stay() -> None:
    lines = tuple(Line(f"$.{place}", "v", ("imei",) if place == 11 else ()) for place in range(13))
    group = replace(GROUP, evidence=lines)
    ((report, _),) = excerpts((_to("a", group),))
    assert [line.path for line in report.groups[0].evidence] == [f"$.{place}" for place in range(4, 13)]


def test_long_texts_of_a_group_are_clipped_and_many_reasons_cut() -> None:
    long = "y" * 300
    reasons = tuple(Reason("pattern", long, "https://example.org/") for _ in range(9))
    group = Group("imei", "likely", long, long, 1, 1, (long,), 0, long, reasons, None, None, (Line(long, long),))
    ((report, _),) = excerpts((_to("a", group),))
    shown = report.groups[0]
    assert {shown.wrapping, shown.place, shown.location, *shown.values, shown.evidence[0].path} == {clip(long)}
    assert shown.reasons == (Reason("pattern", clip(long), "https://example.org/"),) * 5

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from msgspec.structs import replace

from phonehome.model import Group, Line, OpaqueGroup, Reason, Recipient, RecipientReport, Report
from phonehome.report.html import CHAPTERS, render
from phonehome.report.material import Material

ATTACK = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>\u202e\x00{{ 7 * 7 }}"
VOID = {"col", "meta", "link", "img", "br", "hr", "input"}


class Elements(HTMLParser):
    """Every element with its attributes, the text between, and what is left open at the end."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        self.open += [tag] if tag not in VOID else []

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def _page(material: Material) -> str:
    return b"".join(render(material)).decode()


def _elements(material: Material) -> Elements:
    return Elements(_page(material))


def _hostile(material: Material) -> Material:
    group = Group(
        kind="imei",
        certainty="confirmed",
        wrapping=f"body > json {ATTACK}",
        place=ATTACK,
        count=1,
        distinct=9,
        values=(ATTACK, "x" * 5_000, "y"),
        exchange=0,
        location=ATTACK,
        reasons=(Reason("known", ATTACK, "javascript:alert(3)"), Reason("pattern", "", f"https://{ATTACK}")),
        evidence=(Line(ATTACK, ATTACK, ("imei", "serial")), Line("$." + "k" * 4_000, "v" * 4_000)),
    )
    opaque = OpaqueGroup(ATTACK, ATTACK, 1, 9, 7.0, 0)
    recipient = Recipient(ATTACK, ATTACK, ATTACK)
    got = RecipientReport(recipient, 1, 1, 99, 90, (group,), (replace(group, certainty="dummy"),), (opaque,))
    quiet = RecipientReport(Recipient("z" * 3_000), 1, 1, 9, 9, ())
    capture = replace(material.report.case.inputs[0], name=ATTACK, format=ATTACK)
    case = replace(material.report.case, inputs=(capture,), versions={ATTACK: ATTACK}, timezone=ATTACK, region=ATTACK)
    return replace(material, report=Report(case, (got, quiet), shows_values=True))


def test_the_page_is_well_formed_and_has_all_chapters(material: Material) -> None:
    elements = _elements(material)
    assert elements.open == []
    ids = [attributes["id"] for tag, attributes in elements.found if tag == "section"]
    assert ids == [chapter.name for chapter in CHAPTERS]


def test_every_link_of_the_contents_leads_somewhere(material: Material) -> None:
    elements = _elements(material)
    ids = {f"#{attributes['id']}" for _, attributes in elements.found if "id" in attributes}
    local = {
        attributes["href"] for tag, attributes in elements.found if tag == "a" and str(attributes["href"])[0] == "#"
    }
    assert local == ids


def test_the_page_needs_no_network_and_no_script(material: Material) -> None:
    elements = _elements(material)
    assert not {tag for tag, _ in elements.found} & {"script", "link", "img", "iframe", "object", "embed", "form"}
    assert not [key for _, attributes in elements.found for key in attributes if key in {"src", "srcset", "action"}]
    assert "url(" not in _page(material)
    policies = [attributes["content"] for _, attributes in elements.found if "http-equiv" in attributes]
    assert policies == ["default-src 'none'; style-src 'unsafe-inline'; img-src data:"]


def test_a_hostile_capture_stays_text(material: Material) -> None:
    elements = _elements(_hostile(material))
    assert elements.open == []
    assert not {tag for tag, _ in elements.found} & {"script", "img"}
    assert not [key for _, attributes in elements.found for key in attributes if key.startswith("on")]
    links = [str(attributes["href"]) for tag, attributes in elements.found if tag == "a"]
    assert [link for link in links if not link.startswith(("#", "https://"))] == []
    assert ATTACK.replace("\u202e", "\\u202e").replace("\x00", "\\x00") in elements.text


def test_control_characters_are_shown_as_escapes(material: Material) -> None:
    page = _page(_hostile(material))
    assert [one for one in set(page) if not one.isprintable()] == ["\n"]


def test_what_could_not_be_read_has_a_chapter_of_its_own_and_a_word_in_the_overview(material: Material) -> None:
    sealed = RecipientReport(Recipient("sealed.example"), 1, 0, 443, 0, (), sealed=1)
    told = replace(material.report, recipients=(*material.report.recipients, sealed))
    page = _page(replace(material, report=told))
    unread, clean = page.index('id="unread"'), page.index('id="nothing"')
    assert unread < page.index("1 encrypted connection, 443 bytes sent, 0&nbsp;% of it understood") < clean
    assert unread < page.index(">ota.example.com<", unread) < clean < page.index(">cdn.example.net<", clean)
    assert "<small>in 1 encrypted connection, 0&nbsp;% read</small>" in page
    assert "Not in this table: 1 recipient of whom nothing could be read, so what it received is unknown." in page


def test_bars_are_drawn_with_numbers_only(material: Material) -> None:
    styles = [str(attributes["style"]) for _, attributes in _elements(material).found if "style" in attributes]
    assert [style for style in styles if not re.fullmatch(r"width:(0|\d{1,3}\.\d\d%)", style)] == []
    assert "width:100.00%" in styles


def test_values_are_masked_unless_shown(material: Material, shown: Report) -> None:
    assert "49**********518" in _page(material)
    assert "490154203237518" not in _page(material)
    page = _page(replace(material, report=shown))
    assert "490154203237518" in page
    assert "Values are masked" not in page


@pytest.mark.parametrize(
    "told",
    [
        "In 7 days this phone contacted 6 recipients",
        "open.oneplus.net",
        "maker · China",
        "Relevant provisions",
        "GDPR Art. 4(1); GDPR recital 30",
        "No: not without another phone, SIM, home or self",
        "15 Jan 2017, 00:44 UTC to 21 Jan 2017, 23:00 UTC",
        "Zeroed: the owner has switched the advertising ID off.",
        "gzip expands past 67,108,864 bytes",
        "12 bytes from byte 4,711 could not be read",
        "9f86d081884c7d65" * 4,
        "nothing in 14 attempts",
        "connectivitycheck.gstatic.com",
    ],
)
def test_the_page_says(material: Material, told: str) -> None:
    assert told in re.sub(r"\s+", " ", _elements(material).text)


def test_the_page_never_says_violation(material: Material) -> None:
    assert "violat" not in _page(material).lower()


def test_the_decode_chain_stands_as_a_list_of_layers(material: Material) -> None:
    layers = "".join(f"<li><code>{layer}</code></li>\n" for layer in ("body", "form data", "base64", "json"))
    assert f'{layers}<li class="place"><code>$.dl[].imei1</code></li>' in _page(material)


def test_what_is_only_possible_is_an_outline(material: Material) -> None:
    assert _page(material).count('class="cell high maybe"') == 1


def test_chapters_without_content_are_left_out(material: Material) -> None:
    case = replace(material.report.case, owner_fingerprint="", region="", timezone="")
    elements = _elements(replace(material, report=Report(case, ()), profile=None))
    ids = [attributes["id"] for tag, attributes in elements.found if tag == "section"]
    assert ids == ["reading", "provenance"]


def test_many_recipients_do_not_crowd_the_picture(material: Material) -> None:
    many = tuple(RecipientReport(Recipient(f"h{number}.example"), 1, 0, 9, 9, ()) for number in range(20))
    assert "6 recipients more below." in _page(replace(material, report=replace(material.report, recipients=many)))


def _many(material: Material, recipients: int, groups: int) -> Material:
    """A report of 100,000 findings in this many groups of as many recipients."""
    kinds = list(material.knowledge.kinds)
    template = material.report.recipients[0].groups[0]
    count = 100_000 // (recipients * groups)

    def to(number: int) -> RecipientReport:
        some = tuple(
            replace(template, kind=kinds[(number + place) % len(kinds)], place=f"$.data[].field_{place}", count=count)
            for place in range(groups)
        )
        recipient = Recipient(
            f"collect{number}.example{number % 250}.com", f"Organisation {number}", "US", "third party"
        )
        opaque = tuple(OpaqueGroup(f"body {place}", "no codec opens it", 9, 99, 7.9, 0) for place in range(9))
        return RecipientReport(recipient, 400, 0, 90_000, 80_000, some, some[:3], opaque)

    quiet = tuple(RecipientReport(Recipient(f"quiet{number}.example"), 1, 0, 9, 9, ()) for number in range(1_000))
    return replace(material, report=replace(material.report, recipients=(*map(to, range(recipients)), *quiet)))


@pytest.mark.parametrize(("recipients", "groups"), [(320, 20), (5, 4_000), (3_000, 3)])
def test_a_hundred_thousand_findings_stay_under_five_megabytes(
    material: Material, recipients: int, groups: int
) -> None:
    page = b"".join(render(_many(material, recipients, groups)))
    assert 500_000 < len(page) < 5_000_000
    assert page.endswith(b"</html>")


def test_what_a_page_leaves_out_is_counted(material: Material) -> None:
    text = re.sub(r"\s+", " ", re.sub("<[^>]+>", "", _page(_many(material, 500, 40))))
    for told in (
        "And 100 recipients more, in the JSON and CSV reports.",
        "groups of findings more, in the JSON and CSV reports.",
        "440 recipients more below.",
        "And 600 hosts more, in the JSON report.",
        "And 1,100 groups more, in the JSON report.",
        "And 440 recipients more, in the JSON report.",
        "And 440 recipients more: phonehome report CASE --format quote.",
    ):
        assert told in text


def test_many_closed_places_of_one_recipient_are_counted(material: Material) -> None:
    opaque = tuple(OpaqueGroup(f"body {place}", "no codec opens it", 9, 99, 7.9, 0) for place in range(20))
    one = replace(material.report.recipients[0], opaque=opaque)
    told = _elements(replace(material, report=replace(material.report, recipients=(one,)))).text
    assert "And 8 places more, in the JSON report." in told


def test_each_sure_recipient_has_a_paragraph_to_quote(material: Material) -> None:
    page = _page(material)
    assert page.count('<blockquote class="quote">') == 3
    assert "the phone sent OnePlus (the maker of the phone, China)" in page


def test_one_is_no_plural_and_nothing_sent_is_not_understood(material: Material) -> None:
    sure = material.report.recipients[1]
    page = _page(replace(material, report=replace(material.report, recipients=(replace(sure, exchanges=1),))))
    assert ("<dt>request</dt>" in page, "<dt>kind of personal data</dt>" in page) == (True, True)
    tried = RecipientReport(Recipient("a.example"), 0, 3, 0, 0, ())
    assert "bytes sent were understood" not in _page(
        replace(material, report=replace(material.report, recipients=(tried,)))
    )

"""Writes requests for access (GDPR Art. 15), one letter a recipient, filled from the findings; form feeds part them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import TextWrapper

from phonehome.knowledge.schema import Knowledge
from phonehome.model import Report
from phonehome.report.mask import masked
from phonehome.report.material import Material
from phonehome.report.quote import nothing
from phonehome.report.summary import Party, parties, span, tallies
from phonehome.report.words import between, called, counted, inside, listed, times, visible

_WIDTH = 78
_HOSTS_NAMED = 12
_IDENTIFYING = frozenset({"hardware", "SIM", "account", "person"})
_LAWS = {"GB": "the UK GDPR"}
_LAW = "Regulation (EU) 2016/679 (GDPR)"

_QUESTIONS = (
    "for which purposes you process them, and on which legal basis (Art. 15(1)(a), Art. 6);",
    "which categories of personal data you process (Art. 15(1)(b));",
    "to which recipients you disclosed or will disclose them, each by name (Art. 15(1)(c));",
    "to which third countries they went, and under which safeguards (Art. 15(2));",
    "how long you store them, or by which criteria that is decided (Art. 15(1)(d));",
    "from which source you have those that you did not collect from me (Art. 15(1)(g));",
    "whether there is automated decision-making or profiling, by which logic and to what effect (Art. 15(1)(h));",
    "whether you process them for somebody else, and if so for whom.",
)


def render(material: Material) -> Iterator[bytes]:
    """A letter to each recipient of data that is at least likely personal; only names and dates are to be filled in."""
    report = masked(material.report)
    before = ""
    for party in parties(report):
        if party.is_sure:
            yield (before + letter(party, report, material.knowledge)).encode()
            before = "\f"
    if not before:
        yield f"{nothing(report)}\n".encode()


def letter(party: Party, report: Report, knowledge: Knowledge) -> str:
    """The whole letter to one organisation."""
    law = _LAWS.get(report.case.region, _LAW)
    parts = [
        "[Your name]\n[Your address]\n[Your e-mail address]",
        f"{_addressee(party)}\n[Postal address or e-mail address for data protection; see its privacy policy]",
        "[Date]",
        f"Request for access under Art. 15 of {law}",
        "Dear Sir or Madam,",
        _filled(_saw(party)),
        _listing(_kinds(party, knowledge)),
        *_identifiers(party, knowledge),
        _filled(f"Under Art. 15 of {law} I ask whether you process personal data that concern me, and if so:"),
        _listing([f"{place}. {question}" for place, question in enumerate(_QUESTIONS, 1)]),
        _filled("Please also send me a copy of the data (Art. 15(3)), in a commonly used electronic form."),
        _filled(
            "I expect your answer within one month (Art. 12(3)). If you cannot identify me by what is named here, "
            "please say which further information you need (Art. 12(6)). The findings above come from a technical "
            "record of what the phone sent; they are meant to help you find the data and make no claim about whether "
            "the processing is lawful."
        ),
        "Yours faithfully,\n\n[Your name]",
    ]
    return "\n\n".join(parts) + "\n"


def _addressee(party: Party) -> str:
    named = party.reports[0].recipient.organisation
    return visible(named) if named else visible(f"The operator of {party.name}")


def _saw(party: Party) -> str:
    hosts = [each.recipient.host for each in party.reports if each.groups]
    more = [counted(len(hosts) - _HOSTS_NAMED, "other host")] if len(hosts) > _HOSTS_NAMED else []
    spanned = span(each for each in party.reports if each.groups)
    when = f" ({between(*spanned)})" if spanned else ""
    requests = counted(sum(each.exchanges for each in party.reports if each.groups), "request")
    return visible(
        f"I recorded what my phone sent{when}. In {requests} to {listed(hosts[:_HOSTS_NAMED] + more)} "
        "these data about me or my phone went to you:"
    )


def _kinds(party: Party, knowledge: Knowledge) -> list[str]:
    found = tallies(party.sure, knowledge)
    return [f"- {inside(tally.label)}, {times(tally.count)} ({tally.certainty})" for tally in found]


def _identifiers(party: Party, knowledge: Knowledge) -> Iterator[str]:
    values: dict[str, dict[str, None]] = {}
    for group in party.sure:
        kind = knowledge.kinds[group.kind]
        if kind.group in _IDENTIFYING and kind.sensitivity != "low":
            values.setdefault(called(kind.label, is_hash=group.is_hash), {}).update(dict.fromkeys(group.values))
    if values:
        yield _filled("You may find them under these identifiers:")
        yield _listing([f"- {inside(label)}: {visible(', '.join(each))}" for label, each in values.items()])


def _filled(text: str, indented: str = "", hanging: str = "") -> str:
    """Lines of at most 78 characters; an article keeps its number."""
    whole = text.replace("Art. ", "Art.\xa0")
    wrapped = TextWrapper(
        _WIDTH,
        initial_indent=indented,
        subsequent_indent=indented + hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return wrapped.fill(whole).replace("\xa0", " ")


def _listing(lines: Sequence[str]) -> str:
    """Each line indented, what hangs over further by as much as its dash or number takes."""
    return "\n".join(_filled(line, "  ", " " * (line.index(" ") + 1)) for line in lines)

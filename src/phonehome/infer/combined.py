"""What a phone and an account tell only together: each statement with the answers and the source it rests on."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from phonehome.infer.answer import Answer
from phonehome.infer.apps import Apps
from phonehome.infer.day import Day
from phonehome.infer.evidence import Evidence
from phonehome.infer.matching import Match
from phonehome.infer.people import People
from phonehome.infer.places import Places
from phonehome.infer.sleep import Nights

# One in so many posts comes from elsewhere before it is worth a statement.
ELSEWHERE = 0.1

IDENTIFIERS = """
SELECT DISTINCT kind FROM findings
WHERE kind IN ('imei', 'serial', 'mac_address', 'android_id', 'advertising_id', 'imsi', 'phone_number', 'email')
  AND certainty IN ('confirmed', 'likely') AND CASE WHEN organisation = '' THEN host ELSE organisation END = ?
ORDER BY kind
"""


class Combined(Struct, frozen=True):
    """A statement, the questions whose answers it needs of the phone, and what of the source."""

    statement: str
    of_phone: tuple[str, ...]
    of_source: str


def combined(account: str, match: Match, evidence: Evidence) -> Iterator[Combined]:
    """All statements about the person behind an account, which is named as it stands in the answer."""
    for answer in evidence.answers:
        if said := _said(answer, account, evidence):
            yield Combined(said, (answer.question,), "the account's name")
    elsewhere = match.seen - match.met
    if elsewhere >= ELSEWHERE * match.seen:
        idle = f"{elsewhere:,} of {match.seen:,} posts came while the phone lay idle"
        yield Combined(f"{idle}: {account} seems to use another device, too.", ("day",), "the times of the posts")


def _said(answer: Answer, account: str, evidence: Evidence) -> str:
    if isinstance(answer, Day) and answer.recipients:
        return _names(answer.recipients[0].recipient, account, evidence)
    if isinstance(answer, Nights) and (habit := answer.weekdays or answer.weekends):
        return f"Whoever writes as {account} sleeps from about {habit.onset:%H:%M} to {habit.wake:%H:%M}."
    if isinstance(answer, Places):
        return _stays(answer, account)
    if isinstance(answer, Apps) and answer.special:
        return f"Whoever writes as {account} has apps that point to {answer.special[0].means}."
    if isinstance(answer, People) and answer.contacts and answer.contacts[0].days:
        return f"Whoever writes as {account} is closest to {answer.contacts[0].number}, by calls and messages."
    return ""


def _names(recipient: str, account: str, evidence: Evidence) -> str:
    found = evidence.tables.cursor().execute(IDENTIFIERS, [recipient]).fetchall()
    kinds = [evidence.knowledge.kinds[str(kind)].label for (kind,) in found]
    if not kinds:
        return f"{recipient} can put the name of {account} to the events it was told."
    return f"{recipient} can put the name of {account} to the phone's identifiers ({', '.join(kinds)})."


def _stays(answer: Places, account: str) -> str:
    home = answer.home.network if answer.home else None
    work = answer.work.network if answer.work else None
    where = [f"sleeps on the Wi-Fi {home}"] if home else []
    where += [f"works on the Wi-Fi {work}"] if work else []
    return f"Whoever writes as {account} {' and '.join(where)}." if where else ""

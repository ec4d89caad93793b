"""What goes through the shield holds nothing that a rule covers, and is otherwise what it was."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Callable
from typing import Literal
from urllib.parse import quote

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import msgpack, structs

from phonehome.engine import examiner
from phonehome.knowledge.load import load
from phonehome.model import Exchange, Owner, Recipient
from phonehome.shield.edit import unpadded
from phonehome.shield.outcome import Outcome, Shield
from phonehome.shield.pseudonym import Pseudonyms
from phonehome.shield.rewrite import rewriter
from phonehome.shield.rules import Rule, Rules, find, read_rules

KEY = b"k" * 32
IMEI = "490154203237518"
OWNER = Owner({"imei": (IMEI,), "email": ("anna@example.com",)})
NEW = Pseudonyms(KEY, "a.example").of("imei", IMEI)
LINES, NEW_LINES = (base64.encodebytes(json.dumps({"n": ["/?~" * 50, imei]}).encode()).decode() for imei in (IMEI, NEW))
SEALED = base64.b64encode(bytes(range(0x80, 0x90))).decode()
IMEIS = Rules(rules=(Rule("replace", "imeis", kinds=("imei",)),))


def shield(rules: Rules, owner: Owner = OWNER, *, scrub: bool = False) -> Shield:
    return Shield(owner, load(), rules, KEY, scrub)


def sent(body: bytes = b"", url: str = "https://a.example/x", headers: tuple[tuple[str, str], ...] = ()) -> Exchange:
    return Exchange(0, "POST", url, headers=headers, body=body)


def through(exchange: Exchange, rules: Rules = IMEIS, *, scrub: bool = False) -> Outcome:
    return rewriter(shield(rules, scrub=scrub))(exchange)


def b64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    ("body", "after"),
    [
        (f'{{"a": "{IMEI}", "b":  1.50}}', f'{{"a": "{NEW}", "b":  1.50}}'),
        (f'{{"a": {IMEI}}}', f'{{"a": {unpadded(NEW)}}}'),
        (f"data={LINES}&t=1", f"data={NEW_LINES}&t=1"),
        (f"a={IMEI}:/+x&b=%2f", f"a={NEW}:/+x&b=%2f"),
        (f'{{"a": "{IMEI} and {IMEI}"}}', f'{{"a": "{NEW} and {NEW}"}}'),
        (f'{{"{IMEI}": "x"}}', f'{{"{NEW}": "x"}}'),
        (f"imei={IMEI}&x=%41", f"imei={NEW}&x=%41"),
        (f"<a i='{IMEI}'><b/>{IMEI}</a>", f'<a i="{NEW}"><b/>{NEW}</a>'),
        (json.dumps({"p": b64(json.dumps({"i": IMEI}))}), json.dumps({"p": b64(json.dumps({"i": NEW}))})),
        ('{"nothing": "here"}', '{"nothing": "here"}'),
    ],
)
def test_the_value_changes_and_all_else_is_the_same_to_the_byte(body: str, after: str) -> None:
    assert through(sent(body.encode())).exchange.body.decode() == after


def test_a_value_is_replaced_in_url_headers_cookies_and_messages() -> None:
    headers = (("X-Id", IMEI), ("Cookie", f"a=b; i={IMEI}"))
    exchange = structs.replace(
        sent(url=f"https://a.example/{IMEI}/x?i={IMEI}&{IMEI}=1#{IMEI}", headers=headers),
        messages=(json.dumps({"i": IMEI}).encode(),),
    )
    new = through(exchange).exchange
    assert new.url == f"https://a.example/{NEW}/x?i={NEW}&{NEW}=1#{NEW}"
    assert new.headers == (("X-Id", NEW), ("Cookie", f"a=b; i={NEW}"))
    assert new.messages == (json.dumps({"i": NEW}).encode(),)


def test_a_gzipped_body_is_gzipped_again_and_its_length_is_right() -> None:
    body = gzip.compress(json.dumps({"i": IMEI}).encode())
    new = through(sent(body, headers=(("Content-Encoding", "gzip"), ("Content-Length", str(len(body)))))).exchange
    assert (json.loads(gzip.decompress(new.body)), dict(new.headers)["Content-Length"]) == (
        {"i": NEW},
        str(len(new.body)),
    )


def test_a_choice_about_consent_stays_what_it_is() -> None:
    exchange = sent(b'{"consent": "denied", "imei": "' + IMEI.encode() + b'"}')
    rules = read_rules(find("everything"), load())
    assert json.loads(through(exchange, rules).exchange.body) == {"consent": "denied", "imei": NEW}


def test_without_rules_the_exchange_is_the_one_that_came() -> None:
    exchange = sent(f'{{"a": "{IMEI}"}}'.encode())
    assert through(exchange, Rules()) == Outcome(exchange, (), recipient=Recipient("a.example"), left=("imei",))


def test_what_of_the_owner_no_rule_covers_is_named() -> None:
    outcome = through(sent(f'{{"a": "{IMEI}", "mail": "Anna@example.com"}}'.encode()))
    assert ([change.kind for change in outcome.changes], outcome.left) == (["imei"], ("email",))


@pytest.mark.parametrize("glued", [f"id{IMEI}x", f"7{IMEI}", f"x_anna@example.com_y{IMEI}"])
def test_a_value_goes_also_where_it_is_glued_to_something(glued: str) -> None:
    for scrub in (False, True):
        outcome = through(sent(f'{{"a": "{glued}"}}'.encode()), read_rules(find("everything"), load()), scrub=scrub)
        body = outcome.exchange.body.decode()
        assert not outcome.blocked
        assert IMEI not in body
        assert "anna@example.com" not in body


def test_a_host_that_is_a_value_blocks() -> None:
    outcome = through(sent(url=f"https://{IMEI}.a.example/x"))
    assert (outcome.blocked, outcome.why) == (True, "the host's name holds a value that cannot be replaced: imei")


def test_a_change_is_told_masked() -> None:
    change = through(sent(f'{{"a": "{IMEI}"}}'.encode())).changes[0]
    assert (change.kind, change.action, change.place, change.rule) == ("imei", "replace", "body > json $.a", "imeis")
    assert (change.before, change.became) == ("49**********518", f"00**********{NEW[-3:]}")


@pytest.mark.parametrize(
    ("action", "after"),
    [("drop", b'{"b": 1}'), ("zero", b'{"imei": "000000000000000", "b": 1}')],
)
def test_a_field_is_left_out_or_zeroed(action: str, after: bytes) -> None:
    rule = Rule("drop", kinds=("imei",)) if action == "drop" else Rule("zero", kinds=("imei",))
    assert through(sent(f'{{"imei": "{IMEI}", "b": 1}}'.encode()), Rules(rules=(rule,))).exchange.body == after


def inner(said: dict[str, str]) -> bytes:
    return json.dumps({"p": b64(json.dumps(said))}).encode()


DROP = Rules(rules=(Rule("drop", "imeis", kinds=("imei",)),))


@pytest.mark.parametrize(
    ("exchange", "after"),
    [
        (sent(url=f"https://a.example/x?i={IMEI}&b=1"), sent(url="https://a.example/x?b=1")),
        (sent(headers=(("A", "1"), ("X-Imei", IMEI), ("B", "2"))), sent(headers=(("A", "1"), ("B", "2")))),
        (sent(headers=(("Cookie", f"a=1; imei={IMEI}"),)), sent(headers=(("Cookie", "a=1"),))),
        (sent(f"imei={IMEI}&x=%41".encode()), sent(b"x=%41")),
        (sent(f"<a i='{IMEI}'><b/><c>{IMEI}</c>x</a>".encode()), sent(b"<a><b/>x</a>")),
        (sent(msgpack.encode({"imei": IMEI, "text": "abc"})), sent(msgpack.encode({"text": "abc"}))),
        (sent(inner({"i": IMEI, "text": "abc"})), sent(inner({"text": "abc"}))),
        (sent(json.dumps({"p": b64(f"IMEI {IMEI} of the phone"), "n": 1}).encode()), sent(b'{"n": 1}')),
    ],
)
def test_a_field_is_left_out_of_whatever_holds_it_and_the_log_says_so(exchange: Exchange, after: Exchange) -> None:
    outcome = through(exchange, DROP)
    assert (outcome.blocked, outcome.exchange) == (False, after)
    assert {(one.action, one.became) for one in outcome.changes} == {("drop", "")}


@pytest.mark.parametrize(
    ("exchange", "after"),
    [
        (sent(url=f"https://a.example/{IMEI}/x"), sent(url=f"https://a.example/{'0' * 15}/x")),
        (sent(f"<a><b k='1'>{IMEI}</b></a>".encode()), sent(f"<a><b k='1'>{'0' * 15}</b></a>".encode())),
    ],
)
def test_what_cannot_be_left_out_is_zeroed_and_the_log_says_so(exchange: Exchange, after: Exchange) -> None:
    outcome = through(exchange, DROP)
    assert (outcome.blocked, outcome.exchange) == (False, after)
    assert [(one.action, one.became) for one in outcome.changes] == [("zero", "00**********000")]


def test_in_a_file_headers_are_zeroed_so_that_its_structure_stays() -> None:
    outcome = through(sent(headers=(("X-Imei", IMEI),)), DROP, scrub=True)
    assert outcome.exchange.headers == (("X-Imei", "0" * 15),)


def test_a_change_is_told_once_beside_what_is_left_out() -> None:
    rules = Rules(rules=(*DROP.rules, Rule("replace", "mail", kinds=("email",))))
    outcome = through(sent(f'{{"imei": "{IMEI}", "mail": "anna@example.com"}}'.encode()), rules)
    assert sorted((one.action, one.kind) for one in outcome.changes) == [("drop", "imei"), ("replace", "email")]


@pytest.mark.parametrize(
    ("rules", "body", "blocked"),
    [
        ((Rule("block", "all", recipients=("a.example",)),), b"{}", True),
        ((Rule("block", "all", recipients=("b.example",)),), b"{}", False),
        ((Rule("block", "all", recipients=("a.example",), kinds=("imei",)),), b"{}", False),
        ((Rule("pass", "mine", kinds=("imei",)), Rule("block", "all")), b'{"a": "490154203237518"}', False),
        ((Rule("pass", "mine", kinds=("imei",)), Rule("block", "all")), b"{}", True),
    ],
)
def test_a_recipient_is_blocked_whatever_is_found(rules: tuple[Rule, ...], body: bytes, blocked: bool) -> None:  # noqa: FBT001
    assert through(sent(body), Rules(rules=rules)).blocked is blocked


def test_a_rule_blocks() -> None:
    outcome = through(sent(f"imei={IMEI}&a=b".encode()), Rules(rules=(Rule("block", "no", kinds=("imei",)),)))
    assert (outcome.blocked, outcome.why) == (True, "rule 'no': imei")


def jwt() -> str:
    head, payload = ('{"alg":"HS256","typ":"JWT"}', f'{{"imei":"{IMEI}"}}')
    return ".".join(base64.urlsafe_b64encode(one.encode()).decode().rstrip("=") for one in (head, payload, "x" * 24))


def test_what_is_signed_is_blocked() -> None:
    outcome = through(sent(headers=(("X-Token", jwt()),)))
    assert (outcome.blocked, outcome.why) == (True, "a layer cannot be closed again: jwt")


def test_what_is_signed_passes_where_the_rule_says_open() -> None:
    exchange = sent(headers=(("X-Token", jwt()),))
    outcome = through(exchange, Rules(rules=(Rule("replace", kinds=("imei",), fail="open"),)))
    assert (outcome.blocked, outcome.exchange) == (False, exchange)


def test_what_is_signed_is_emptied_in_a_file() -> None:
    outcome = through(sent(headers=(("X-Token", jwt()),)), scrub=True)
    assert (outcome.blocked, outcome.exchange.headers) == (False, (("X-Token", "0" * len(jwt())),))


def test_a_signed_field_is_blocked_and_one_that_stays_is_not() -> None:
    said = b64(json.dumps({"i": IMEI}))
    bodies = (f"t=miui_apps&value={quote(said)}&s=0", "t=miui_apps&value=bm90aGluZw%3D%3D&s=0")
    outcomes = [through(sent(body.encode(), "https://tracking.miui.com/tracks")) for body in bodies]
    assert [(one.blocked, one.changes, one.why) for one in outcomes] == [
        (True, (), "the field s signs value"),
        (False, (), ""),
    ]


@pytest.mark.parametrize(("fail", "blocked"), [("closed", True), ("open", False)])
def test_encrypted_words_block_or_pass(fail: Literal["closed", "open"], blocked: bool) -> None:  # noqa: FBT001
    exchange = sent(json.dumps({"sms_body": SEALED}).encode())
    outcome = through(exchange, Rules(rules=(Rule("replace", kinds=("message",), fail=fail),)))
    assert (outcome.blocked, SEALED in outcome.exchange.body.decode()) == (blocked, True)


def test_a_signed_body_is_blocked() -> None:
    outcome = through(sent(f'{{"a": "{IMEI}"}}'.encode(), headers=(("X-Signature", "abc"),)))
    assert (outcome.blocked, outcome.why) == (True, "the header X-Signature signs the body")


def test_where_consent_is_withdrawn_nothing_is_changed_or_blocked() -> None:
    exchange = sent(f"imei={IMEI}&a=b".encode(), "https://data.sec.miui.com/revoke")
    outcome = through(exchange, Rules(rules=(Rule("block"),)))
    assert (outcome.blocked, outcome.exchange) == (False, exchange)


def test_what_nothing_opens_is_emptied_in_a_file() -> None:
    body = bytes(range(0x80, 0xFF))
    assert through(sent(body), scrub=True).exchange.body == bytes(len(body))


def test_a_name_with_the_shape_of_an_identifier_is_renamed_once() -> None:
    rules = Rules(rules=(Rule("replace", kinds=("email",)),))
    outcome = through(sent(b'{"x": {"anna@example.com": 1}}'), rules)
    ((address, value),) = json.loads(outcome.exchange.body)["x"].items()
    assert (outcome.blocked, address.endswith("@example.org"), value, len(outcome.changes)) == (False, True, 1, 1)


def test_a_name_that_cannot_be_changed_takes_what_holds_it_along_in_a_file() -> None:
    body = gzip.compress(msgspec.msgpack.encode({"anna@example.com": [1, 2, 3], "b": {"c": 1}}))
    outcome = through(sent(body), Rules(rules=(Rule("replace", kinds=("email",)),)), scrub=True)
    assert outcome.blocked is False
    assert not any(value for value in gzip.decompress(outcome.exchange.body))


def test_recipients_without_end_have_the_same_pseudonyms_as_a_few() -> None:
    rewrite = rewriter(shield(IMEIS))
    first = rewrite(sent(IMEI.encode())).exchange
    for number in range(300):
        rewrite(sent(IMEI.encode(), f"https://a{number}.example/"))
    assert rewrite(sent(IMEI.encode())).exchange == first


LAYERS: dict[str, Callable[[bytes], bytes]] = {
    "base64": base64.b64encode,
    "gzip": lambda data: gzip.compress(data, mtime=0),
    "json": lambda data: json.dumps({"n": 1, "p": base64.b64encode(data).decode(), "z": [True, None]}).encode(),
    "form": lambda data: b"a=1&p=" + quote(base64.b64encode(data), safe="").encode() + b"&b=2",
}


REWRITE, EXAMINE = rewriter(shield(IMEIS)), examiner(OWNER, load())


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(list(LAYERS)), max_size=4))
def test_any_nesting_gives_back_the_changed_value_and_all_else_the_same(names: list[str]) -> None:
    before, after = (json.dumps({"imei": imei, "text": "Grüße", "n": 1}).encode() for imei in (IMEI, NEW))
    for name in names:
        before, after = LAYERS[name](before), LAYERS[name](after)
    told = [field.value for field in EXAMINE(REWRITE(sent(before)).exchange).decoded.fields]
    assert told == [field.value for field in EXAMINE(sent(after)).decoded.fields]

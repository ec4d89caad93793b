from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

import packets
from browser import program
from cli.said import Phonehome, Said, refused
from phonehome import case as cases
from phonehome.phones import Simulation
from talks import over_tls

NO_OWNER = "no --owner given: known values cannot be confirmed, only shapes, names and endpoints\n"


def har(url: str = "https://example.org/") -> bytes:
    return json.dumps({"log": {"entries": [{"request": {"method": "GET", "url": url}}]}}).encode()


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "small.har"
    path.write_bytes(har())
    return path


@pytest.fixture
def standard_input(capture: Path) -> Iterator[None]:
    """Makes the capture the standard input of this process."""
    before, file = os.dup(0), os.open(capture, os.O_RDONLY)
    os.dup2(file, 0)
    yield
    os.dup2(before, 0)
    os.close(before)
    os.close(file)


def test_audit_prints_what_left(phonehome: Phonehome, capture: Path, owner_file: str) -> None:
    said = phonehome("audit", capture, "--owner", owner_file)
    assert (said.code, said.err) == (0, "")
    assert "OnePlus · open.oneplus.net · maker · China" in said.out
    assert "IMEI" in said.out


def test_audit_keeps_the_case(phonehome: Phonehome, capture: Path, owner_file: str, tmp_path: Path) -> None:
    folder = tmp_path / "case"
    said = phonehome("audit", capture, "--owner", owner_file, "--out", folder)
    assert (said.code, said.err) == (0, "")
    assert said.out == phonehome("report", folder).out
    assert cases.read_info(folder).inputs[0].name == "week.har"


def test_audit_without_out_leaves_nothing(
    phonehome: Phonehome, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert phonehome("audit", small).code == 0
    assert list(tmp_path.iterdir()) == [small]


def test_audit_without_owner_says_what_that_misses(phonehome: Phonehome, small: Path) -> None:
    assert phonehome("audit", small).err == NO_OWNER


def test_values_are_masked_unless_asked_for(
    phonehome: Phonehome, capture: Path, owner_file: str, simulation: Simulation
) -> None:
    imei = simulation.owner.values["imei"][0]
    masked = phonehome("audit", capture, "--owner", owner_file, "--format", "json")
    shown = phonehome("audit", capture, "--owner", owner_file, "--format", "json", "--show-values")
    assert imei not in masked.out
    assert imei in shown.out


def test_html_goes_into_the_case(phonehome: Phonehome, small: Path, tmp_path: Path) -> None:
    said = phonehome("audit", small, "--out", tmp_path / "case", "--format", "html")
    report = tmp_path / "case" / "report.html"
    assert said == Said(0, f"report: {report}\n", NO_OWNER)
    assert report.read_bytes().startswith(b"<!doctype html>")
    assert report.stat().st_mode & 0o777 == 0o600


def test_html_without_case_is_printed(phonehome: Phonehome, small: Path) -> None:
    assert phonehome("audit", small, "--format", "html").out.startswith("<!doctype html>")


@pytest.mark.parametrize(
    ("kinds", "code"),
    [(("imei",), 1), (("birth_date",), 0), (("birth_date", "ssid"), 1), (("advertising_id", "birth_date"), 0)],
)
def test_fail_on_a_kind_that_left(
    phonehome: Phonehome, capture: Path, owner_file: str, *, kinds: tuple[str, ...], code: int
) -> None:
    wanted = [word for kind in kinds for word in ("--fail-on", kind)]
    said = phonehome("audit", capture, "--owner", owner_file, *wanted)
    assert said.code == code
    assert (said.err != "") == (code == 1)
    assert all(kind in said.err for kind in kinds if kind in {"imei", "ssid"})
    assert "OnePlus" in said.out


def test_fail_on_ignores_what_is_only_possible(phonehome: Phonehome, tmp_path: Path) -> None:
    (tmp_path / "shape.har").write_bytes(har("https://example.org/?build=490154203237518"))
    assert phonehome("audit", tmp_path / "shape.har", "--fail-on", "imei").code == 0


def test_fail_on_refuses_an_unknown_kind_before_it_reads(phonehome: Phonehome) -> None:
    said = phonehome("audit", "no.har", "--fail-on", "shoe_size")
    assert said.code == 2
    assert said.err.startswith("phonehome: --fail-on shoe_size: no such kind; known are imei, ")


@pytest.mark.usefixtures("standard_input")
def test_dash_reads_standard_input(phonehome: Phonehome, owner_file: str, case: Path) -> None:
    once = phonehome("audit", "-", "--owner", owner_file, "--jobs", "1")
    assert once == phonehome("report", case)
    os.lseek(0, 0, os.SEEK_SET)
    assert phonehome("audit", "-", "--owner", owner_file, "--jobs", "1") == once


def test_pipe_has_no_size_and_is_read_by_all_processes(phonehome: Phonehome, tmp_path: Path) -> None:
    read, write = os.pipe()
    os.write(write, har())
    os.close(write)
    before = os.dup(0)
    os.dup2(read, 0)
    said = phonehome("audit", "-", "--out", tmp_path / "case")
    os.dup2(before, 0)
    os.close(before)
    os.close(read)
    assert (said.code, said.err) == (0, NO_OWNER)
    assert cases.read_info(tmp_path / "case").inputs[0].size == len(har())


def test_case_is_the_same_for_any_number_of_processes(
    phonehome: Phonehome, capture: Path, owner_file: str, *, case: Path, tmp_path: Path
) -> None:
    for jobs in ("1", "2"):
        folder = tmp_path / jobs
        assert phonehome("audit", capture, "--owner", owner_file, "--jobs", jobs, "--out", folder).code == 0
        assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
            path.name: path.read_bytes() for path in case.iterdir()
        }


def test_force_replaces_the_case(phonehome: Phonehome, small: Path, tmp_path: Path) -> None:
    folder = tmp_path / "case"
    assert phonehome("audit", small, "--out", folder).code == 0
    again = phonehome("audit", small, "--out", folder)
    assert again == refused(f"{folder} already holds a case; give another folder, or --force to replace it")
    assert phonehome("audit", small, "--out", folder, "--force").code == 0


def test_force_keeps_the_case_when_the_new_capture_is_none(phonehome: Phonehome, small: Path, tmp_path: Path) -> None:
    folder = tmp_path / "case"
    assert phonehome("audit", small, "--out", folder).code == 0
    small.write_bytes(b"hello")
    assert phonehome("audit", small, "--out", folder, "--force").code == 2
    assert phonehome("report", folder).code == 0


def test_folder_with_other_files_is_refused(phonehome: Phonehome, small: Path, tmp_path: Path) -> None:
    said = phonehome("audit", small, "--out", tmp_path, "--force")
    assert said == refused(f"{tmp_path} holds other files; a case needs a folder of its own")
    assert list(tmp_path.iterdir()) == [small]


def test_case_that_is_a_file_is_refused(phonehome: Phonehome, small: Path) -> None:
    assert phonehome("audit", small, "--out", small) == refused(f"{small} is a file; a case is a folder")


def test_output_folder_that_cannot_be_made_is_refused(phonehome: Phonehome, small: Path) -> None:
    assert phonehome("audit", small, "--out", small / "case") == refused(f"{small / 'case'}: Not a directory")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "the capture is empty"),
        (b"hello", "not a capture phonehome can read ("),
        (b'{"log": {}}', 'a HAR without its "entries"'),
    ],
)
def test_what_is_no_capture_is_refused(
    phonehome: Phonehome, small: Path, tmp_path: Path, *, data: bytes, sentence: str
) -> None:
    small.write_bytes(data)
    said = phonehome("audit", small, "--out", tmp_path / "case")
    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
    assert said.err.startswith(f"phonehome: {sentence}")
    assert not (tmp_path / "case").exists()


def test_capture_that_cannot_be_opened_is_refused(phonehome: Phonehome, tmp_path: Path) -> None:
    assert phonehome("audit", tmp_path / "no.har") == refused(f"{tmp_path / 'no.har'}: No such file or directory")
    assert phonehome("audit", tmp_path) == refused(f"{tmp_path}: Is a directory")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (b"[values]\nimei = ['490154203237519']", "[values] imei = '490154203237519': an IMEI has 15 digits"),
        (b"[values]\nshoe_size = ['43']", "[values] shoe_size: no such kind"),
        (b"[values\n", "Expected ']'"),
        (b"\xff\xfe", ""),
    ],
)
def test_owner_file_that_is_wrong_is_refused(
    phonehome: Phonehome, small: Path, tmp_path: Path, *, text: bytes, why: str
) -> None:
    (tmp_path / "owner.toml").write_bytes(text)
    said = phonehome("audit", small, "--owner", tmp_path / "owner.toml")
    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
    assert said.err.startswith(f"phonehome: owner.toml: {why}")


def test_owner_file_that_cannot_be_opened_is_refused(phonehome: Phonehome, small: Path, tmp_path: Path) -> None:
    assert phonehome("audit", small, "--owner", tmp_path) == refused(f"{tmp_path}: Is a directory")


@pytest.mark.parametrize("form", ["text", "json"])
def test_report_of_a_cut_capture_names_where_and_how_much(
    phonehome: Phonehome, capture: Path, tmp_path: Path, form: str
) -> None:
    whole = capture.read_bytes()
    cut = tmp_path / "cut.har"
    cut.write_bytes(whole[: len(whole) // 2])
    said = phonehome("audit", cut, "--out", tmp_path / "case", "--format", form)
    (read,) = cases.read_info(tmp_path / "case").inputs
    (damage,) = read.damage
    assert 0 < read.exchanges < 200
    assert damage.reason == f"the file ends inside entry {read.exchanges}"
    assert damage.offset + damage.lost == len(whole) // 2
    assert whole[damage.offset : damage.offset + 1] == b"{"
    shown = said.out if form == "json" else said.out.replace(",", "")
    assert str(damage.offset) in shown
    assert damage.reason in " ".join(said.out.split())


def test_tables_are_made_by_what_is_asked_for(phonehome: Phonehome, capture: Path, owner_file: str) -> None:
    said = phonehome("audit", capture, "--owner", owner_file, "--group-by", "wrapping")
    assert said.code == 0
    assert "body > form data > base64 > json" in said.out.splitlines()


def test_keys_that_open_nothing_are_told_of_beside_every_form_of_report(phonehome: Phonehome, tmp_path: Path) -> None:
    program("tshark")
    talk = over_tls([(True, b"GET / HTTP/1.1\r\nHost: a.example\r\n\r\n")], "a.example")
    (tmp_path / "a.pcap").write_bytes(packets.pcap(packets.tcp(talk.wire)))
    (tmp_path / "keys.log").write_bytes(over_tls([], "b.example").keys)
    note = "a.pcap: the one TLS connection was not opened: there is no key for it\n"
    asked = ("audit", tmp_path / "a.pcap", "--keys", tmp_path / "keys.log")
    assert phonehome(*asked, "--format", "json").err == NO_OWNER + note
    text = phonehome(*asked)
    assert (text.err, text.out.endswith(f"To be noted:\n\n  {note}")) == (NO_OWNER, True)


def test_keys_for_what_is_no_packet_capture_are_refused(phonehome: Phonehome, small: Path, tmp_path: Path) -> None:
    (tmp_path / "keys.log").touch()
    said = phonehome("audit", small, "--keys", tmp_path / "keys.log")
    assert said == refused(f"{small.name} is no packet capture, and only such are opened with keys (HAR)")

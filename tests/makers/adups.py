"""Adups' servers of 2016: a zip of JSON files in a form upload, message bodies in DES, and two checks."""

from __future__ import annotations

import io
import re
import zipfile

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.modes import ECB

from makers import strict
from makers.strict import (
    COUNT,
    FORM,
    ICCID,
    IMEI,
    IMSI,
    MAC,
    MCC,
    PACKAGE,
    PAGE,
    PHONE,
    SERIAL,
    STAMP,
    TEXT,
    TRUTH,
    VERSION,
    Asked,
    Kept,
    Shape,
    demand,
    each,
    expect,
    like,
    one_of,
    whole,
)
from makers.xiaomi import unbased
from phonehome.phones.adups_files import TEST_KEY

WAY = one_of("in", "out")
LISTS: dict[str, Shape] = {
    "DcApp.json": {"pn": PACKAGE, "vn": VERSION, "vc": COUNT},
    "DcAppOp.json": {"pn": PACKAGE, "opened": COUNT},
    "dc_app_flow.json": {"pn": PACKAGE, "st": STAMP, "et": STAMP},
    "dc_browser_his.json": {"url": PAGE, "ts": STAMP},
    "dc_msg_key.json": {"no": PHONE, "ts": STAMP, "body": TEXT},
}
CALL: Shape = {"ty": one_of("call"), "no": PHONE, "ts": STAMP, "dur": COUNT, "dir": WAY}
SMS: Shape = {"ty": one_of("sms"), "no": PHONE, "ts": STAMP, "dir": WAY}
STATUS: Shape = {
    "cell_id": whole("a cell", 0, (1 << 28) - 1),
    "mcc": MCC,
    "mnc": like("an MNC", "[0-9]{2,3}"),
    "imei": IMEI,
    "imsi": IMSI,
    "mac": MAC,
    "sim_serial": ICCID,
    "phone": PHONE,
}
OBJECTS: dict[str, Shape] = {"DcMobileStatus.json": STATUS, "DcRootInfo.json": {"root": TRUTH}}
PERSONAL = {
    "DcApp.json",
    "DcAppOp.json",
    "dc_app_flow.json",
    "DcMobileStatus.json",
    "DcRootInfo.json",
    "dc_browser_his.json",
}
LOGS = {"dc_msg_key.json", "DcTellMessage.json"}
CHECKS: dict[str, Shape] = {
    "/ps/fetch.do": {"imei": IMEI, "sn": SERIAL},
    "/ota/detectdown/detectScheduleCheck.do": {"mid": IMEI, "model": TEXT, "version": VERSION},
}


def check(asked: Asked) -> Kept:
    strict.post(asked, FORM)
    demand(asked.path in CHECKS, f"no such place: {asked.path}")
    expect(strict.form(asked.body), CHECKS[asked.path], asked.path)
    return (asked.body,)


def upload(asked: Asked) -> Kept:
    kind = re.fullmatch(r"multipart/form-data; boundary=(----[0-9a-f]{24})", asked.header("content-type"))
    if kind is None:
        raise strict.Refused("no form upload")
    strict.post(asked, asked.header("content-type"))
    parts = _parts(asked.body, kind[1].encode())
    demand(parts.keys() == {"imei", "file"}, f"parts {sorted(parts)}")
    demand(IMEI.holds(parts["imei"].decode()), "imei: not an IMEI")
    files = _unpacked(parts["file"])
    demand(set(files) in (PERSONAL, LOGS), f"files {sorted(files)}")
    words = [word for name, data in files.items() for word in _file(name, strict.parsed(data))]
    return asked.body, *files.values(), *words


def _parts(body: bytes, boundary: bytes) -> dict[str, bytes]:
    """RFC 7578: every part in its delimiters, the last one closed."""
    first, *inner, last = body.split(b"--" + boundary)
    demand((first, last) == (b"", b"--\r\n"), "the form does not end as it should")
    parts: dict[str, bytes] = {}
    for part in inner:
        head, gap, content = part.partition(b"\r\n\r\n")
        name = re.search(rb'\r\nContent-Disposition: form-data; name="(\w+)"', head)
        if name is None or not gap or not content.endswith(b"\r\n") or name[1].decode() in parts:
            raise strict.Refused("a part without its name or its end")
        parts[name[1].decode()] = content[:-2]
    return parts


def _unpacked(data: bytes) -> dict[str, bytes]:
    """Every file with its right sum."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, EOFError, ValueError) as error:
        raise strict.Refused(f"broken zip: {error}") from error


def _file(name: str, said: object) -> list[bytes]:
    """A file as it must be; the answer are the words of its messages."""
    if name in OBJECTS:
        expect(said, OBJECTS[name], name)
        return []
    demand(isinstance(said, list), f"{name}: no list")
    lines = said if isinstance(said, list) else []
    if name == "DcTellMessage.json":
        for line in lines:
            expect(line, CALL if isinstance(line, dict) and line.get("ty") == "call" else SMS, name)
    elif lines:
        each(lines, LISTS[name], name)
    return [_plain(unbased(line["body"])) for line in lines] if name == "dc_msg_key.json" else []


def _plain(data: bytes) -> bytes:
    """DES of the file's key; the padding of PKCS #7 is right only where key and data are."""
    demand(data and len(data) % 8 == 0, "body: no whole blocks")
    decryptor = Cipher(TripleDES(3 * TEST_KEY), ECB()).decryptor()  # noqa: S305 - what Adups used
    padded = decryptor.update(data) + decryptor.finalize()
    size = padded[-1]
    demand(1 <= size <= 8 and padded.endswith(bytes([size]) * size), "body: wrong padding")
    words = padded[:-size]
    try:
        words.decode()
    except UnicodeDecodeError as error:
        raise strict.Refused(f"body: no text: {error}") from error
    return words

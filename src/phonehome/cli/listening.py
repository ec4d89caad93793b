"""How phones reach the proxy: options of the commands that run one, where it listens, and the steps on the phone."""

from __future__ import annotations

import io
import re
import socket
import ssl
import tempfile
from collections.abc import Iterator
from importlib import import_module
from ipaddress import ip_address
from pathlib import Path

import click
from msgspec import Struct

from phonehome.live.spoken import Listening, Mode, Settings

_PORT = re.compile("[0-9]{1,5}")
PORTS: dict[Mode, int] = {"regular": 8080, "transparent": 8080, "wireguard": 51820}

CERTIFICATE = "mitmproxy-ca-cert.pem"

LISTEN = click.option(
    "--listen",
    metavar="HOST:PORT",
    default="",
    help="Where phones connect: port 8080 (WireGuard 51820) of every address of this machine, for private networks.",
)
WIREGUARD = click.option(
    "--wireguard", is_flag=True, help="Be a WireGuard server; print the phone's configuration as a QR code."
)
TRANSPARENT = click.option("--transparent", is_flag=True, help="Take connections that the network redirects here.")
AUTHORITY = click.option(
    "--authority",
    metavar="FOLDER",
    default="~/.mitmproxy",
    show_default=True,
    help="The certificate authority that the phone is to trust; made where there is none.",
)
TRUST = click.option("--trust", metavar="FILE", help="PEM with the authorities of servers, instead of the usual ones.")


class Reach(Struct, frozen=True):
    """What those options say."""

    listen: str
    wireguard: bool
    transparent: bool
    authority: str
    trust: str | None


def mode(reach: Reach) -> Mode:
    """How phones come; ValueError where two ways are asked for."""
    if reach.wireguard and reach.transparent:
        raise ValueError("--wireguard and --transparent exclude each other")
    return "wireguard" if reach.wireguard else "transparent" if reach.transparent else "regular"


def settings(reach: Reach) -> Settings:
    """Those of a proxy that neither records nor rewrites yet; ValueError for what is no address or no authority."""
    host, colon, port = reach.listen.rpartition(":")
    if reach.listen and not (colon and _PORT.fullmatch(port) and int(port) < 1 << 16):
        raise ValueError(f"--listen {reach.listen}: wanted is HOST:PORT, such as 0.0.0.0:8080")
    number = int(port) if port else PORTS[mode(reach)]
    if reach.trust:
        _refuse_untrusted(reach.trust)
    check(reach.authority)
    return Settings(
        mode=mode(reach), host=host.strip("[]"), port=number, confdir=reach.authority, upstream_ca=reach.trust or ""
    )


def steps(mode: Mode, listening: Listening, authority: str, what: str = "capture") -> Iterator[str]:
    """What to do on the phone, in numbered steps; what else it is good for where no phone reaches it."""
    host, port = listening.addresses[0] if listening.addresses else ("", 0)
    host = reachable() if host in {"", "0.0.0.0", "::"} else host  # noqa: S104 - only compared
    yield f"taking connections at {host}:{port}"
    if _is_loopback(host):
        yield from _steps_here(host, port, authority)
    else:
        yield from _steps_there(mode, (host, port), listening.wireguard)
    yield f"3. Use the phone. Ctrl-C ends the {what}. (The authority is {authority}; remove it from the phone later.)"


def _steps_here(host: str, port: int, authority: str) -> Iterator[str]:
    certificate = Path(authority) / CERTIFICATE
    yield f"1. Loopback only: programs on this machine reach it, and an Android emulator does as 10.0.2.2:{port}."
    yield "   No phone does: for one, leave --listen out, or give this machine's address in the phone's network."
    yield f"2. Let them trust {certificate}, as in"
    yield f"   curl --proxy http://{host}:{port} --cacert {certificate} https://example.org/"


def _steps_there(mode: Mode, at: tuple[str, int], wireguard: str) -> Iterator[str]:
    match mode:
        case "wireguard":
            yield "1. On the phone, in the WireGuard app: add a tunnel, scan this code, switch it on."
            yield from _qr(wireguard)
            yield wireguard
        case "transparent":
            yield "1. Let your router redirect the phone's ports 80 and 443 to this machine."
        case "regular":
            yield f"1. On the phone, in the Wi-Fi network's settings: proxy, manual, {at[0]}, port {at[1]}."
    yield "2. Open http://mitm.it in its browser and install the certificate:"
    yield "   iOS: install the profile, then Settings > General > About > Certificate Trust Settings: switch it on."
    yield "   Android: Settings > Security > Install a certificate > CA. Since Android 7 most apps trust it only as a"
    yield "   system certificate (rooted phone, emulator) or in debug builds; the others show as refused."


def reachable() -> str:
    """This machine's address in its network; no packet is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])


def _qr(text: str) -> Iterator[str]:
    segno = import_module("segno")  # of the extra, which other commands need not have
    out = io.StringIO()
    segno.make(text, error="l", micro=False).terminal(out, compact=True)
    yield out.getvalue().rstrip("\n")


def _refuse_untrusted(file: str) -> None:
    """Found out later, it would cost every connection."""
    try:
        ssl.create_default_context(cafile=file)
    except ssl.SSLError:
        raise ValueError(f"--trust {file}: there is no certificate in PEM in it") from None
    except OSError as error:
        raise ValueError(f"--trust {file}: {error.strerror}") from None


def check(authority: str) -> None:
    """ValueError for a folder that holds no whole authority, or where none can be made."""
    folder = Path(authority).expanduser()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except FileExistsError:
        raise ValueError(f"--authority {authority}: that is a file; wanted is a folder") from None
    except OSError as error:
        raise ValueError(f"--authority {authority}: {error.strerror}") from None
    file = folder / "mitmproxy-ca.pem"
    try:
        if file.exists():
            ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(file, password="")
    except (OSError, ValueError):
        raise ValueError(f"{file}: no certificate with its key in PEM; remove it, and a new one is made") from None


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"

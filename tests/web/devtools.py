"""A headless chromium told what to do over its DevTools protocol: exact widths, dark or light, its complaints."""

from __future__ import annotations

import base64
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import msgspec
from msgspec import Struct
from websockets.sync.client import ClientConnection, connect

from browser import QUIET, chromium

_COMPLAINTS = frozenset({"Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded"})
# Seconds: a machine under load is slow, and what never comes must not wait for ever.
_PATIENCE = 60


class _Value(Struct, frozen=True):
    value: str = ""


class _Result(Struct, frozen=True):
    result: _Value = _Value()
    data: str = ""


class _Message(Struct, frozen=True):
    id: int = 0
    method: str = ""
    result: _Result = _Result()


class _Target(Struct, frozen=True):
    type: str
    address: str = msgspec.field(name="webSocketDebuggerUrl", default="")


class Tab:
    """One page of the browser."""

    def __init__(self, wire: ClientConnection) -> None:
        self._wire = wire
        self._number = 0
        self.complaints: list[str] = []
        for domain in ("Page", "Runtime", "Log"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **given: object) -> _Result:
        """One command and its answer; what the page complains of meanwhile is kept."""
        self._number += 1
        self._wire.send(msgspec.json.encode({"id": self._number, "method": method, "params": given}).decode())
        while True:
            raw = self._wire.recv(timeout=_PATIENCE)
            message = msgspec.json.decode(raw, type=_Message)
            if message.method in _COMPLAINTS:
                self.complaints.append(str(raw))
            if message.id == self._number:
                return message.result

    def size(self, width: int, height: int = 900, *, dark: bool = False) -> None:
        """The size of the window, and which colours the person likes."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", features=[scheme])

    def say(self, expression: str) -> str:
        """What an expression says, as text."""
        asked = f"Promise.resolve({expression}).then(String)"
        return self.call("Runtime.evaluate", expression=asked, awaitPromise=True, returnByValue=True).result.value

    def until(self, expression: str) -> None:
        """Waits until an expression is true."""
        end = time.monotonic() + _PATIENCE
        while self.say(f"Boolean({expression})") != "true":
            assert time.monotonic() < end, f"never came true: {expression}"

    def open(self, url: str) -> None:
        """Loads a page."""
        self.call("Page.navigate", url=url)
        self.until("document.readyState === 'complete' && location.href !== 'about:blank'")

    def picture(self) -> bytes:
        """A PNG of what is seen."""
        return base64.b64decode(self.call("Page.captureScreenshot").data)


@contextmanager
def tab(folder: Path) -> Iterator[Tab]:
    """A browser with one page; its profile is in the folder."""
    call = [chromium(), *QUIET, "--remote-debugging-port=0", f"--user-data-dir={folder}", "about:blank"]
    with subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as browser:
        try:
            with connect(_address(folder / "DevToolsActivePort"), max_size=None) as wire:
                yield Tab(wire)
        finally:
            browser.kill()


def _address(file: Path) -> str:
    end = time.monotonic() + _PATIENCE
    while not (file.exists() and file.read_text().count("\n")):
        assert time.monotonic() < end, "the browser did not start"
        time.sleep(0.05)
    port = file.read_text().split("\n", 1)[0]
    with urlopen(f"http://127.0.0.1:{port}/json/list") as answer:
        targets = msgspec.json.decode(answer.read(), type=list[_Target])
    return next(target.address for target in targets if target.type == "page")

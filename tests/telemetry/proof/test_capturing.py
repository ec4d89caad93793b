from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import httpx
import pytest

from phonehome import case as cases
from phonehome.telemetry.proof.capturing import captured, capturing

OWNER = '[values]\nimei = ["490154203237518"]\n'


class _Answering(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(202)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        return


def test_what_a_client_says_is_captured_and_audited_on_its_way(tmp_path: Path) -> None:
    owner = tmp_path / "owner.toml"
    owner.write_text(OWNER, encoding="utf-8")
    with HTTPServer(("127.0.0.1", 0), _Answering) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with capturing(tmp_path / "case", owner, server.server_port) as address, httpx.Client() as client:
            status = client.post(f"{address}/x", content=b"imei=490154203237518").status_code
        server.shutdown()
    bodies = [one.body for one in captured(tmp_path / "case")]
    with cases.connect(tmp_path / "case") as tables:
        kinds = tables.execute("SELECT kind, certainty FROM findings").fetchall()
    assert (status, bodies, kinds) == (202, [b"imei=490154203237518"], [("imei", "confirmed")])


def test_a_capture_that_does_not_start_is_said(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="did not start"), capturing(tmp_path / "case", tmp_path / "none.toml", 1):
        pass

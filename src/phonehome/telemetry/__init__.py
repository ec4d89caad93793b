"""The collection a maker should have built: consented, randomised on the phone, answered in shares of the fleet."""

from __future__ import annotations

from phonehome.telemetry.client.client import Client

__all__ = ["Client"]

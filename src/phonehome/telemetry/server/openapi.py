"""The upload door, described (OpenAPI 3.1), for those who write a phone's side in another language."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from phonehome.telemetry import wire
from phonehome.telemetry.wire import Refusal

Document = dict[str, object]

KEEP = "The phone keeps the report and comes back after the seconds in `Retry-After`."
MEANINGS = {
    "200": "Done.",
    "202": "Stored durably; so says a repeat of the same nonce, too.",
    "400": "Malformed. The phone drops it.",
    "408": "The body came too slowly. The phone keeps it.",
    "409": "Unknown or expired `metric`, or another `definition` of it. The phone keeps it.",
    "410": "The batch of that day is counted: nothing can be added or taken back. The phone drops it.",
    "413": "Longer than 512 bytes. The phone drops it.",
    "422": "The day is not from 28 days ago to tomorrow, by the collector's `today`. The phone corrects its clock.",
    "429": f"Too many from one network in this minute. {KEEP}",
    "503": f"The database is busy or away. {KEEP}",
    "507": f"The disk is full. {KEEP}",
}
REFUSED = ("400", "408", "413", "429", "503", "507")
STRING: Document = {"type": "string"}


def document() -> Document:
    """The whole of it."""
    _, schemas = msgspec.json.schema_components(
        (wire.Report, wire.Withdrawal, Refusal), ref_template="#/components/schemas/{name}"
    )
    deleted = _object({"deleted": {"type": "boolean"}})
    date: Document = {"type": "string", "format": "date"}
    asked: Document = _object({"definition": STRING, "expires": date})
    catalogue = _object({"metrics": {"type": "object", "additionalProperties": asked}})
    healthy = _object({"ok": {"type": "boolean"}})
    anything: Document = {"type": "object"}
    return {
        "openapi": "3.1.0",
        "info": {"title": "phonehome telemetry, the door for phones", "version": "1", "description": ABOUT},
        "paths": {
            wire.REPORTS: {"post": _post("report", "Report", {"202": anything}, (*REFUSED, "409", "410", "422"))},
            wire.WITHDRAW: {"post": _post("withdraw", "Withdrawal", {"200": deleted}, (*REFUSED, "410"))},
            wire.CATALOGUE: {"get": _get("catalogue", "What is asked now, and until when.", catalogue)},
            "/healthz": {"get": _get("healthz", "Whether the collector runs.", healthy)},
            "/openapi.json": {"get": _get("openapi", "This document.", anything)},
        },
        "components": {"schemas": schemas},
    }


ABOUT = (
    "Every body is exactly 512 bytes of JSON, filled up with spaces in `pad`. One report a request, each at a random "
    "time of the following day, without cookies. A keyed count of the sender's network is held for a minute, nothing "
    "else of the sender."
)


def _post(name: str, schema: str, good: Mapping[str, Document], bad: tuple[str, ...]) -> Document:
    refusal: Document = {"$ref": "#/components/schemas/Refusal"}
    answers = {**good, **dict.fromkeys(bad, refusal)}
    return {
        "operationId": name,
        "summary": {"report": "Report one randomised answer.", "withdraw": "Take a report back by its receipt."}[name],
        "requestBody": {"required": True, "content": _json({"$ref": f"#/components/schemas/{schema}"})},
        "responses": {
            code: {"description": MEANINGS[code], "content": _json(answers[code])} for code in sorted(answers)
        },
    }


def _get(name: str, says: str, schema: Document) -> Document:
    answer = {"description": MEANINGS["200"], "content": _json(schema)}
    return {"operationId": name, "summary": says, "responses": {"200": answer}}


def _object(properties: Document) -> Document:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _json(schema: Document) -> Document:
    return {"application/json": {"schema": schema}}

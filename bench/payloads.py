"""Innocent payloads as analytics libraries send them: a device block and events with properties, texts and addresses.

Names and shapes differ from library to library; one phone's device block is the same in all requests of a library.
"""

from __future__ import annotations

import base64
import string
import uuid
from collections.abc import Callable
from random import Random

Value = str | int | float | bool
Record = dict[str, Value]
# What the device block truly tells, by phonehome's kinds: no false alarms.
TOLD = frozenset(
    ("device_model", "device_state", "language", "operator", "os_version", "screen_size", "storage", "timezone")
)
LIBRARIES = 40
EPOCH = 1_700_000_000_000
WORDS = """
    alpha banner cache delta event frame gamma height index journal kernel layout metric number object panel
    account basket checkout download editor feature gallery history invite join keyboard login menu news offer
    payment queue result search timeline upload video widget zoom article button card dialog error filter graph
    header image job key list message notice option product rating screen tab user view window year action block
    content detail entry first group home item last main next order page quick read start title unit value week
""".split()  # noqa: SIM905 - a hundred lines otherwise
DEVICE: dict[str, Value] = {
    "model": "ONEPLUS A3003",
    "manufacturer": "OnePlus",
    "brand": "OnePlus",
    "os": "Android",
    "os_version": "8.0.0",
    "api_level": 26,
    "build": "ONEPLUS A3003_16_180315",
    "locale": "en_GB",
    "timezone": "Europe/London",
    "carrier": "Example Mobile",
    "screen_width": 1080,
    "screen_height": 1920,
    "density": 2.625,
    "abi": "arm64-v8a",
    "network": "wifi",
    "free_memory": 2_147_012_608,
    "rooted": False,
    "app_version": "5.31.2",
    "app_build": 53102,
    "sdk": "analytics-android/4.10.4",
    "user_agent": "Mozilla/5.0 (Linux; Android 8.0.0; ONEPLUS A3003) AppleWebKit/537.36 Chrome/106.0.5249.126 Mobile",
    "install_source": "com.android.vending",
    "first_open": 1_695_120_334_518,
}


class Library:
    """One vendor's way of writing: its case, its device block, the properties of its events."""

    def __init__(self, number: int) -> None:
        rng = Random(number)
        case = rng.choice((_snake, _camel))
        self.device = {case(name): DEVICE[name] for name in rng.sample(list(DEVICE), rng.randrange(8, 16))}
        self._events = [
            (
                f"{rng.choice(WORDS)}_{rng.choice(WORDS)}",
                {case(f"{rng.choice(WORDS)}_{rng.choice(WORDS)}"): rng.choice(SHAPES) for _ in range(5)},
            )
            for _ in range(12)
        ]
        self._keys = [case(key) for key in ("event_name", "client_time", "event_uuid", "sequence")]

    def event(self, rng: Random) -> tuple[Record, Record]:
        """The head of an event and its properties."""
        name, shapes = rng.choice(self._events)
        head = (name, EPOCH + rng.randrange(10**10), _uuid(rng), rng.randrange(5000))
        return dict(zip(self._keys, head, strict=True)), {key: shape(rng) for key, shape in shapes.items()}


def _snake(name: str) -> str:
    return name


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(map(str.capitalize, others))


def _uuid(rng: Random) -> str:
    return str(uuid.UUID(int=rng.getrandbits(128), version=4))


def _sentence(rng: Random) -> str:
    words = rng.choices(WORDS, k=rng.randrange(6, 25))
    return f"{' '.join(words).capitalize()}{rng.choice('.!?')}"


def _page(rng: Random) -> str:
    path = "/".join(rng.choices(WORDS, k=rng.randrange(1, 4)))
    return f"https://www.{rng.choice(WORDS)}.example/{path}?{rng.choice(WORDS)}={rng.randrange(10**5)}&ref=app"


def _trace(rng: Random) -> str:
    """A crash with its frames in one line."""
    frames = [
        f" at net.example.{_camel('_'.join(rng.choices(WORDS, k=3)))}({rng.choice(WORDS)}.java:{rng.randrange(900)})"
        for _ in range(rng.randrange(4, 12))
    ]
    return f"java.lang.IllegalStateException: {rng.choice(WORDS)} is null{''.join(frames)}"


def _list(rng: Random) -> str:
    return ",".join(rng.choices(WORDS, k=rng.randrange(3, 9)))


def _token(rng: Random) -> str:
    return base64.b64encode(rng.randbytes(rng.randrange(12, 33))).decode()


def _short_code(rng: Random) -> str:
    return "".join(rng.choices(string.ascii_letters + string.digits, k=rng.randrange(6, 13)))


SHAPES: tuple[Callable[[Random], Value], ...] = (
    _sentence,
    _sentence,
    _page,
    _trace,
    _list,
    _token,
    _short_code,
    _uuid,
    lambda rng: f"{rng.getrandbits(64):016x}",
    lambda rng: " ".join(rng.choices(WORDS, k=2)),
    lambda rng: rng.choice(WORDS),
    lambda rng: rng.randrange(10**9),
    lambda rng: rng.randrange(100),
    lambda rng: EPOCH + rng.randrange(10**10),
    lambda rng: round(rng.random() * 100, 4),
    lambda rng: rng.random() < 0.5,
    lambda rng: f"{rng.randrange(20)}.{rng.randrange(20)}.{rng.randrange(99)}",
)

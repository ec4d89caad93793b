"""OnePlus' reversible IMEI code (keys ``chs`` and ``ch1``, October 2017): a new token at every draw."""

from __future__ import annotations

from random import Random

from phonehome.phones.chance import digits


def encode(imei: str, rng: Random) -> str:
    """One token of an IMEI: 19 to 22 characters, letters b to n and a last digit."""
    extra, turn, shift = (rng.randrange(1, 5) for _ in range(3))
    padded = imei + digits(rng, extra)
    turned = padded[turn:] + padded[:turn] + f"{extra}{turn}"
    return "".join(chr(ord("a") + int(digit) + shift) for digit in turned) + str(shift)


def encode_slots(imeis: str, rng: Random) -> str:
    """Several IMEIs joined by commas, each with draws of its own."""
    return ",".join(encode(imei, rng) for imei in imeis.split(","))

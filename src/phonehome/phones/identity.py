"""A phone's identifiers and its places from a seed: valid by their standards, belonging to nobody.

IMEI 3GPP TS 23.003, ICCID ITU-T E.118, numbers from Ofcom's drama range, BSSIDs from the documentation range of
RFC 9542, e-mail under example.org. The TAC is fictional.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, radians
from random import Random

from msgspec import Struct, structs

from phonehome.model import Owner
from phonehome.phones.chance import between, digits, hexes, letters, stream, uuid4, with_luhn
from phonehome.phones.clock import Zone
from phonehome.phones.person import Person, drama_number

TAC = "86999903"
CITIES = (
    ("London", 51.5072, -0.1276),
    ("Manchester", 53.4808, -2.2426),
    ("Bristol", 51.4545, -2.5879),
    ("Leeds", 53.8008, -1.5491),
    ("Edinburgh", 55.9533, -3.1883),
    ("Cardiff", 51.4816, -3.1791),
    ("Belfast", 54.5973, -5.9301),
)
SHARED_WIFI = "_The Cloud"
HOTELS = ("Hôtel du Nord WiFi", "Harbour Inn Guest", "東方酒店")
OFFICES = ("Staff-", "CORP-", "Office ")
# how far from the city's centre, in degrees of latitude; a place with Wi-Fi stands before those without
REACH = {"home": 0.06, "work": 0.02, "cafe": 0.02, "town": 0.03, "way": 0.04}


class Cell(Struct, frozen=True):
    """A mobile cell: its area code (LAC or TAC) and its number."""

    area: int
    number: int


class Place(Struct, frozen=True):
    """A place with its cells, and its Wi-Fi network where it has one."""

    name: str
    latitude: float
    longitude: float
    cells: tuple[Cell, ...]
    ssid: str = ""
    bssid: str = ""


class Operator(Struct, frozen=True):
    """A mobile network: its name, MCC and MNC (ITU-T E.212)."""

    name: str
    mcc: int
    mnc: str


EE = Operator("EE", 234, "30")
ABROAD = Operator("Orange F", 208, "01")


class Phone(Struct, frozen=True):
    """What identifies one phone, its SIM card and the places it knows."""

    imeis: tuple[str, ...]
    serial: str
    board: str
    android_id: str
    mac: str
    bluetooth: str
    number: str
    imsi: str
    iccid: str
    operator: Operator
    places: dict[str, Place]
    gsf_id: str
    advertising_id: str


def phone(seed: int, *, wifi_at_home: bool = True) -> Phone:
    """The phone of a seed."""
    rng, google = stream(seed, "phone"), stream(seed, "google")
    return Phone(
        imeis=tuple(with_luhn(TAC + digits(rng, 6)) for _ in range(2)),
        serial=hexes(rng, 8),
        board="0" + digits(rng, 2) + letters(rng, 11, "0123456789ABCDEFGHJKLMNPRSTUVWXYZ"),
        android_id=hexes(rng, 16),
        mac="c0:ee:fb:" + _octets(rng, 3),
        bluetooth="c0:ee:fb:" + _octets(rng, 3),
        number=drama_number(rng),
        imsi=f"{EE.mcc}{EE.mnc}" + digits(rng, 10),
        iccid=with_luhn("894430" + digits(rng, 12)),
        operator=EE,
        places=_places(seed, rng, wifi_at_home=wifi_at_home),
        gsf_id="3" + hexes(google, 15),
        advertising_id=uuid4(google),
    )


def after_resets(phone: Phone, times: int) -> Phone:
    """The phone after so many resets: what belongs to hardware and SIM card stays, what the system drew is new."""
    if not times:
        return phone
    rng = stream(times, f"reset {phone.serial}")
    return structs.replace(phone, android_id=hexes(rng, 16), gsf_id="3" + hexes(rng, 15), advertising_id=uuid4(rng))


def owner(phones: Sequence[Phone], person: Person, zone: Zone) -> Owner:
    """What the phone's owner can know and write down: no events, no cells. ``phones`` are one, after each reset."""
    phone = phones[0]
    places = [place for place in phone.places.values() if place.name in {"home", "work"}]
    values = {
        "imei": phone.imeis,
        "serial": (phone.serial, phone.board),
        "android_id": tuple(one.android_id for one in phones),
        "gsf_id": tuple(one.gsf_id for one in phones),
        "advertising_id": tuple(one.advertising_id for one in phones),
        "imsi": (phone.imsi,),
        "iccid": (phone.iccid,),
        "phone_number": (international(phone.number),),
        "mac_address": (phone.mac,),
        "bluetooth_mac": (phone.bluetooth,),
        "bssid": tuple(place.bssid for place in places if place.bssid),
        "ssid": tuple(place.ssid for place in places if place.ssid),
        "email": (person.email,),
        "name": (person.name,),
        "contact": tuple(dict.fromkeys(international(contact.number) for contact in person.contacts)),
        "location": tuple(f"{place.latitude:.5f},{place.longitude:.5f}" for place in places),
    }
    return Owner(values, region="GB", timezone=zone.name)


def international(number: str) -> str:
    """A British number in national form as E.164 has it."""
    return "+44" + number[1:]


def _places(seed: int, rng: Random, *, wifi_at_home: bool) -> dict[str, Place]:
    _, latitude, longitude = rng.choice(CITIES)
    ssids = {"home": rng.choice(_home_networks(rng)), "work": rng.choice(OFFICES) + digits(rng, 3), "cafe": SHARED_WIFI}
    places = {name: _place(rng, name, (latitude, longitude), ssids.get(name, "")) for name in REACH}
    if not wifi_at_home:
        places["home"] = structs.replace(places["home"], ssid="", bssid="")
    return places | _elsewhere(stream(seed, "elsewhere"), (latitude, longitude))


def _elsewhere(rng: Random, city: tuple[float, float]) -> dict[str, Place]:
    """Where only some lives go: a partner's, a hotel and a venue far away, a plane without any network."""
    far = (city[0] + between(rng, -12, 2), city[1] + between(rng, 5, 60))
    networks = {"partner": rng.choice(_home_networks(rng)), "hotel": rng.choice(HOTELS), "venue": "Conference-Guest"}
    centres = {"partner": city, "hotel": far, "venue": far, "flight": far}
    return {
        name: structs.replace(_place(rng, "town", centre, ""), name=name, ssid=networks.get(name, ""), bssid=bssid)
        for (name, centre), bssid in zip(centres.items(), _bssids(rng), strict=True)
    }


def _bssids(rng: Random) -> tuple[str, ...]:
    """Of partner, hotel and venue; a plane has none."""
    return (*(f"00:00:5e:00:53:{0xC0 + 0x10 * place + rng.randrange(16):02x}" for place in range(3)), "")


def _home_networks(rng: Random) -> tuple[str, ...]:
    return (
        f"BTHub6-{letters(rng, 4, '2346789CFGHJKMNPQRTWX')}",
        f"SKY{hexes(rng, 5).upper()}",
        f"VM{digits(rng, 7)}",
        f"Café Zoë {digits(rng, 2)}",
    )


def _place(rng: Random, name: str, centre: tuple[float, float], ssid: str) -> Place:
    latitude, longitude = centre
    reach = REACH[name]
    octet = 64 * list(REACH).index(name) + rng.randrange(64) if ssid else 0
    return Place(
        name,
        round(latitude + between(rng, -reach, reach), 5),
        round(longitude + between(rng, -reach, reach) / cos(radians(latitude)), 5),
        tuple(_cell(rng) for _ in range(8 if name == "way" else 2)),
        ssid,
        f"00:00:5e:00:53:{octet:02x}" if ssid else "",
    )


def _cell(rng: Random) -> Cell:
    return Cell(rng.randrange(1_000, 60_000), rng.randrange(1 << 20, 1 << 26))


def _octets(rng: Random, count: int) -> str:
    return ":".join(hexes(rng, 2) for _ in range(count))

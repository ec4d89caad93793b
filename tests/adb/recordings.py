"""Answers of three phones to the commands, as adb prints them; every value is invented."""

from __future__ import annotations

REFUSAL = "getDeviceId: The user 2000 does not meet the requirements to access device identifiers."


def parcel(text: str | None, exception: int = 0) -> str:
    """An answer of ``service call`` with a text, as Android's hex dump of a Parcel writes it."""
    data = exception.to_bytes(4, "little")
    if text is None:
        return "Result: Parcel(00000000 ffffffff   '........')\n"
    characters = text.encode("utf-16-le") + b"\0\0"
    data += len(text).to_bytes(4, "little") + characters + b"\0" * (-len(characters) % 4)
    return "Result: Parcel(\n" + "\n".join(_lines(data)) + ")\n"


def _lines(data: bytes) -> list[str]:
    rows = [data[at : at + 16] for at in range(0, len(data), 16)]
    return [f"  0x{16 * place:08x}: {_words(row):35} '{_characters(row)}'" for place, row in enumerate(rows)]


def _words(row: bytes) -> str:
    return " ".join(f"{int.from_bytes(row[at : at + 4], 'little'):08x}" for at in range(0, len(row), 4))


def _characters(row: bytes) -> str:
    return "".join(chr(byte) if 32 <= byte < 127 else "." for byte in row)


ONEPLUS_6 = {
    "getprop": """\
[gsm.operator.alpha]: [EE,]
[gsm.operator.iso-country]: [gb,]
[gsm.sim.operator.iso-country]: [gb,]
[gsm.sim.operator.numeric]: [23430,]
[net.hostname]: [android-8f14e45fceea167a]
[persist.sys.timezone]: [Europe/London]
[ro.boot.serialno]: [258cfeb1]
[ro.build.version.release]: [6.0.1]
[ro.build.version.sdk]: [23]
[ro.product.manufacturer]: [OnePlus]
[ro.product.model]: [ONE A2003]
[ro.serialno]: [258cfeb1]
""",
    "android_id": "8f14e45fceea167a\n",
    "device_name": "null\n",
    "bluetooth_name": "Anna's OnePlus 2\n",
    "bluetooth_address": "94:65:2D:11:22:34\n",
    "bluetooth_manager": """\
Bluetooth Status
  enabled: true
  state: 12
  address: 94:65:2D:11:22:34
  name: Anna's OnePlus 2
""",
    "iphonesubinfo": "",
    "phone": "".join(
        [
            parcel("490154203237518"),
            parcel(None),
            parcel("490154203237518"),
            parcel("490154203237518"),
            parcel("01"),
            parcel("01"),
            parcel("234300123456789"),
            parcel("234300123456789"),
            parcel("ff"),
            parcel(None),
            parcel("8944301234567890123"),
            parcel("8944301234567890123"),
            parcel("+447700900123"),
            parcel(None),
            parcel("Mein Anschluss"),
            "Result: Parcel(00000000 00000000 00000000   '............')\n",
        ]
    ),
    "siminfo": "Row: 0 _id=1, icc_id=8944301234567890123, sim_id=0, display_name=EE, name_source=0, color=-16746133, "
    "number=07700900123, display_number_format=1, data_roaming=0, mcc=234, mnc=30\n",
    "wifi": """\
Wi-Fi is enabled
Stay-awake conditions: 0
mWifiInfo SSID: Mustermann 5G, BSSID: 00:11:32:aa:bb:cc, MAC: 94:65:2d:11:22:33, Supplicant state: COMPLETED, RSSI: -54
Configured networks Begin ----
* ID: 0 SSID: "Mustermann 5G" PROVIDER-NAME: null BSSID: null FQDN: null PRIO: 16
  ID: 1 SSID: "Cafe, am Eck" PROVIDER-NAME: null BSSID: null FQDN: null PRIO: 2
""",
    "addresses": """\
1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default
    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00
    inet 127.0.0.1/8 scope host lo
       valid_lft forever preferred_lft forever
3: dummy0: <BROADCAST,NOARP> mtu 1500 qdisc noop state DOWN group default
    link/ether 3a:5b:1f:00:11:22 brd ff:ff:ff:ff:ff:ff
18: wlan0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc mq state UP group default qlen 1000
    link/ether 94:65:2d:11:22:33 brd ff:ff:ff:ff:ff:ff
    inet 192.168.178.23/24 brd 192.168.178.255 scope global wlan0
       valid_lft forever preferred_lft forever
    inet6 fe80::9665:2dff:fe11:2233/64 scope link
       valid_lft forever preferred_lft forever
    inet6 2001:db8:1:2:9665:2dff:fe11:2233/64 scope global dynamic
       valid_lft 7045sec preferred_lft 3445sec
""",
    "account": """\
User UserInfo{0:Owner:13}:
  Accounts: 3
    Account {name=anna@example.org, type=com.google}
    Account {name=WhatsApp, type=com.whatsapp}
    Account {name=anna_musterm, type=com.twitter.android.auth.login}

  Active Sessions: 0
""",
    "profile": "Row: 0 display_name=Anna Mustermann\n",
}

PIXEL_10 = {
    "getprop": """\
[gsm.operator.iso-country]: [de,]
[gsm.sim.operator.iso-country]: [,]
[gsm.sim.operator.numeric]: [,]
[persist.sys.timezone]: [Europe/Berlin]
[ro.boot.serialno]: [99171FFAZ00A1B]
[ro.build.version.release]: [10]
[ro.build.version.sdk]: [29]
[ro.product.manufacturer]: [Google]
[ro.product.model]: [Pixel 4]
[ro.serialno]: [99171FFAZ00A1B]
""",
    "android_id": "1f0e3dad99908345\n",
    "device_name": "Pixel 4\n",
    "bluetooth_name": "Pixel 4\n",
    "bluetooth_address": "40:4E:36:0A:0B:0C\n",
    "bluetooth_manager": "Bluetooth Status\n  enabled: true\n  address: 40:4E:36:0A:0B:0C\n  name: Pixel 4\n",
    "iphonesubinfo": "Can't find service: iphonesubinfo\n",
    "phone": parcel(REFUSAL, 0xFFFFFFFF) * 16,
    "siminfo": "No result found.\n",
    "wifi": """\
Wi-Fi is enabled
mWifiInfo SSID: <unknown ssid>, BSSID: 02:00:00:00:00:00, MAC: da:a1:19:0a:0b:0c, Supplicant state: DISCONNECTED
""",
    "addresses": """\
27: wlan0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc mq state UP group default qlen 3000
    link/ether da:a1:19:0a:0b:0c brd ff:ff:ff:ff:ff:ff
28: rmnet_data0@rmnet_ipa0: <UP,LOWER_UP> mtu 1500 qdisc htb state UNKNOWN group default qlen 1000
    link/[530]
    inet 10.45.12.7/29 scope global rmnet_data0
       valid_lft forever preferred_lft forever
""",
    "account": "User UserInfo{0:Owner:c13}:\n  Accounts: 0\n\n  Active Sessions: 0\n",
    "profile": "No result found.\n",
}

_NOT_READABLE = (
    "java.lang.SecurityException: Settings key: <bluetooth_address> is only readable to apps with targetSdkVersion"
)

SAMSUNG_14 = {
    "getprop": """\
[gsm.operator.iso-country]: [at,]
[gsm.sim.operator.iso-country]: [at,]
[gsm.sim.operator.numeric]: [23201,]
[persist.sys.timezone]: [Europe/Vienna]
[ril.serialnumber]: [R5CTA0BCDEF]
[ro.boot.serialno]: [RFCTA0BCDEF]
[ro.build.version.release]: [14]
[ro.build.version.sdk]: [34]
[ro.product.manufacturer]: [samsung]
[ro.product.model]: [SM-S911B]
[ro.serialno]: [RFCTA0BCDEF]
""",
    "android_id": "c81e728d9d4c2f63\n",
    "device_name": "Annas S23\n",
    "bluetooth_name": _NOT_READABLE.replace("address", "name") + " lower than or equal to: 31\n",
    "bluetooth_address": f"Exception occurred while executing 'get':\n{_NOT_READABLE} lower than or equal to: 31\n",
    "bluetooth_manager": "Bluetooth Status\n  enabled: true\n  address: XX:XX:XX:XX:0B:0C\n  name: Annas S23\n",
    "iphonesubinfo": "",
    "phone": parcel("352099001761481") + parcel(REFUSAL, 0xFFFFFFFF) * 5 + parcel("232011234567890") + parcel(None) * 9,
    "siminfo": "Row: 0 _id=1, icc_id=89430100001234567895, sim_id=0, display_name=A1, number=+436641234567, mcc=232\n",
    "wifi": """\
Wi-Fi is enabled
mWifiInfo SSID: "Mustermann 5G", BSSID: 00:11:32:aa:bb:cc, MAC: 5e:0f:1a:2b:3c:4d, IP: /192.168.178.40, Security type: 4
wifi_sta_factory_mac_address=a8:76:50:01:02:03
  ID: 0 SSID: "Mustermann 5G" PROVIDER-NAME: null BSSID: null FQDN: null HOME-PROVIDER-NETWORK: false PRIO: 0
""",
    "addresses": """\
20: wlan0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc mq state UP group default qlen 3000
    link/ether 5e:0f:1a:2b:3c:4d brd ff:ff:ff:ff:ff:ff permaddr a8:76:50:01:02:03
    inet 192.168.178.40/24 brd 192.168.178.255 scope global wlan0
       valid_lft forever preferred_lft forever
    inet6 fd00::5c0f:1aff:fe2b:3c4d/64 scope global dynamic mngtmpaddr
       valid_lft forever preferred_lft forever
""",
    "account": "  Accounts: 2\n    Account {name=anna@example.org, type=com.osp.app.signin}\n"
    "    Account {name=Signal, type=org.thoughtcrime.securesms}\n",
    "profile": "Error while accessing provider:com.android.contacts\njava.lang.SecurityException: Permission Denial\n",
}

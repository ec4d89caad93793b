from __future__ import annotations

from phonehome.knowledge.load import load

KNOWN = load()
WANTED = [
    "imei",
    "meid",
    "serial",
    "imsi",
    "iccid",
    "phone_number",
    "mac_address",
    "bluetooth_mac",
    "bssid",
    "ssid",
    "android_id",
    "gsf_id",
    "advertising_id",
    "installation_id",
    "push_token",
    "account_id",
    "user_id",
    "device_name",
    "email",
    "name",
    "address",
    "birth_date",
    "gender",
    "contact",
    "call_log",
    "message",
    "clipboard",
    "location",
    "cell_id",
    "local_ip",
    "public_ip",
    "operator",
    "country",
    "app_list",
    "app_usage",
    "screen_event",
    "boot_event",
    "crash_event",
    "battery",
    "browsing",
    "search",
    "consent_state",
    "device_model",
    "os_version",
    "language",
    "timezone",
    "screen_size",
    "storage",
    "sensor",
    "other_identifier",
]
GROUPS = ["hardware", "SIM", "network", "account", "person", "place", "behaviour", "device"]
# Terms of the Data Privacy Vocabulary 2.0, extension PD, that speak of phones and their people.
DPV = [
    "Behavioral",
    "BirthDate",
    "BrowserFingerprint",
    "BrowserHistory",
    "BrowsingBehavior",
    "CallLog",
    "Communication",
    "CommunicationsMetadata",
    "Contact",
    "Country",
    "DeviceApplications",
    "DeviceBased",
    "DeviceOperatingSystem",
    "DeviceSoftware",
    "EmailAddress",
    "Gender",
    "GPSCoordinate",
    "Identifier",
    "Identifying",
    "IPAddress",
    "Language",
    "Location",
    "MACAddress",
    "Name",
    "PhysicalAddress",
    "Preference",
    "PrivacyPreference",
    "ServiceConsumptionBehavior",
    "TelephoneNumber",
    "UID",
    "UserAgent",
    "Username",
]


def test_the_list_holds_every_kind_that_was_asked_for() -> None:
    assert [kind for kind in WANTED if kind not in KNOWN.kinds] == []


def test_every_kind_has_a_label_of_its_own_and_belongs_to_a_group() -> None:
    labels = [kind.label for kind in KNOWN.kinds.values()]
    assert all(labels)
    assert len(set(labels)) == len(labels)
    assert list(KNOWN.groups) == GROUPS
    assert {kind.group for kind in KNOWN.kinds.values()} == set(GROUPS)


def test_every_kind_is_mapped_to_a_term_of_the_vocabulary() -> None:
    odd = {name: kind.dpv for name, kind in KNOWN.kinds.items() if kind.dpv not in {f"pd:{term}" for term in DPV}}
    assert odd == {}


def test_every_group_names_relevant_provisions_of_law() -> None:
    for group in KNOWN.groups.values():
        assert group.label
        assert group.provisions
        assert all(text.startswith(("GDPR ", "ePrivacy Directive ")) for text in group.provisions)

from __future__ import annotations

from msgspec.structs import asdict, replace

from phonehome.infer.grouped import Shown, grouped, parted
from phonehome.model import Group, Line, Reason

LINE, REASON = Line("$.i", "x", ("imei",)), Reason("pattern", "It fits.")
GROUP = Group("imei", "likely", "body", "$.i", 9, 3, ("x", "y"), 7, "e7 body", (REASON,), 1, 2, (LINE,), "com.one")


def test_counts_and_what_is_shown_make_a_group() -> None:
    shown = Shown(**{name: value for name, value in asdict(GROUP).items() if name in Shown.__struct_fields__})
    assert grouped(GROUP, shown) == GROUP


def test_placeholders_are_parted_from_findings() -> None:
    dummy = replace(GROUP, certainty="dummy")
    assert parted([GROUP, dummy, GROUP]) == ((GROUP, GROUP), (dummy,))

from __future__ import annotations

from phonehome.phones.clock import HOUR, LONDON, Zone
from phonehome.phones.zones import Zoned, zone_at

SHANGHAI = Zone("Asia/Shanghai", 8 * HOUR)
ZONES = (Zoned(100, LONDON), Zoned(200, SHANGHAI))


def test_a_zone_holds_until_the_next() -> None:
    assert [zone_at(ZONES, time) for time in (0, 100, 199, 200, 900)] == [LONDON, LONDON, LONDON, SHANGHAI, SHANGHAI]

from __future__ import annotations

from phonehome.detect.clue import Clue
from phonehome.model import Field, Reason


def test_a_clue_is_about_its_field_unless_it_names_a_record() -> None:
    clue = Clue("imei", "likely", "1", Field("json", "$.a", 1), Reason("pattern", "looks so"))
    assert (clue.record, clue.event) == (None, None)

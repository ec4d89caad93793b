from __future__ import annotations

from phonehome.infer.labels import labels
from phonehome.masking import mask


def test_values_in_clear_are_their_own_labels() -> None:
    assert labels(["anna", "bert", "anna"], str) == {"anna": "anna", "bert": "bert"}


def test_masks_that_look_alike_are_numbered() -> None:
    assert labels(["anna", "bert", "annabella@example.org"], mask) == {
        "anna": "***** #1",
        "bert": "***** #2",
        "annabella@example.org": "a****@e****",
    }

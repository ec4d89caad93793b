from __future__ import annotations

from phonehome.report.material import Look, Material


def test_a_report_alone_is_material_enough(material: Material) -> None:
    assert Material(material.report, material.knowledge) == Material(
        material.report, material.knowledge, (), (), Look(100, colour=False)
    )

"""What the kinds of classes are called."""

from __future__ import annotations

from app.domain.ontology import ClassKind
from app.views.texts import tr


def kind_names() -> dict[ClassKind, str]:
    return {
        ClassKind.SEGMENT: tr("Segment"),
        ClassKind.POINT: tr("Point"),
        ClassKind.BOX: tr("Box"),
    }

"""What a class demands of its labels: apart in time, attributes that fit, nothing new when it is retired."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain import edits as e
from app.domain.catalogue import Catalogue
from app.domain.document import Document
from app.domain.errors import EditRefused
from app.domain.ontology import YES, Attribute, AttributeKind, LabelClass, Ontology
from app.domain.segments import Origin, Segment, Verification
from app.domain.suggestions import Suggestion
from app.domain.timebase import TimeRange
from tests.app.domain.worlds import FULL, MEDIUM, ONTOLOGY, full_document

THERE = Segment("x3", "m", "apart", TimeRange(40, 45), "ann")


def label(start: int, end: int, class_id: str = "apart", **more: object) -> Segment:
    return Segment("new", "m", class_id, TimeRange(start, end), "ann", **more)


def test_labels_of_a_class_that_forbids_it_touch_but_never_share_time() -> None:
    document = full_document()
    for start, end in ((30, 40), (45, 50)):
        assert document.plan(e.AddSegments((label(start, end),))).differences
    for start, end in ((30, 41), (44, 50), (42, 43), (39, 46)):
        with pytest.raises(EditRefused, match=r"apart cannot share time: one is there from 00:00:01\.600"):
            document.plan(e.AddSegments((label(start, end),)))
    assert document.plan(e.AddSegments((label(30, 41, "serve"),)))
    with pytest.raises(EditRefused, match="share time"):
        document.plan(e.AddSegments((label(1, 5), replace(label(4, 6), id="newer"))))
    with pytest.raises(EditRefused, match="share time"):
        document.plan(e.ChangeSegment("x0", class_id="apart", range=TimeRange(38, 42)))


def test_an_import_may_overlap_what_the_class_forbids_to_hands() -> None:
    imported = label(40, 44, origin=Origin.IMPORTED)
    assert full_document().plan(e.AddSegments((imported,))).differences


def test_labels_that_move_together_are_looked_at_where_they_arrive() -> None:
    other = replace(THERE, id="x9", range=TimeRange(45, 50))
    document = Document(MEDIUM, ONTOLOGY, segments=[THERE, other])
    moved = tuple(
        e.ChangeSegment(s.id, range=TimeRange(s.range.start + 3, s.range.end + 3)) for s in (THERE, other)
    )
    document.adopt(document.plan(e.ChangeSegments(moved)))
    assert [s.range for s in document.segments] == [TimeRange(43, 48), TimeRange(48, 53)]
    with pytest.raises(EditRefused, match="share time"):
        document.plan(moved[0].__class__("x3", range=TimeRange(46, 51)))


def test_a_retired_class_keeps_its_labels_and_gets_no_new_ones() -> None:
    kept = Segment("kept", "m", "old", TimeRange(0, 5), "ann")
    document = Document(MEDIUM, ONTOLOGY, segments=[kept])
    for refused in (e.AddSegments((label(0, 5, "old"),)), e.ChangeSegment("gone", class_id="old")):
        with pytest.raises(EditRefused):
            document.plan(refused)
    assert document.plan(e.ChangeSegment("kept", range=TimeRange(1, 5))).differences
    assert ONTOLOGY.with_key("5") is None
    assert "old" not in {c.id for c in ONTOLOGY.in_use}


@pytest.mark.parametrize(
    ("attribute", "good", "bad"),
    [
        (Attribute("a", AttributeKind.CHOICE, ("x", "y")), ["x"], ["", "z", "X"]),
        (Attribute("a", AttributeKind.NUMBER), ["1", "-2.5", "1e3"], ["", "one", "nan", "inf"]),
        (Attribute("a", AttributeKind.TEXT), ["anything"], [""]),
        (Attribute("a", AttributeKind.FLAG), [YES], ["", "no", "true"]),
    ],
)
def test_values_fit_their_attribute(attribute: Attribute, good: list[str], bad: list[str]) -> None:
    ontology = Ontology([LabelClass("c", "c", "#111111", attributes=(attribute,))])
    document = Document(MEDIUM, ontology, segments=[label(0, 5, "c")])
    for value in good:
        assert document.plan(e.ChangeSegment("new", attributes={"a": value, "other": ""})).differences
    for value in bad:
        with pytest.raises(EditRefused, match="for a of c"):
            document.plan(e.ChangeSegment("new", attributes={"a": value}))


def test_descriptor_keys_say_one_thing_each() -> None:
    side = Attribute("side", AttributeKind.CHOICE, ("left", "right"), ("q", "w"))
    fast = Attribute("fast", AttributeKind.FLAG, (), ("f",))
    serve = LabelClass("c", "serve", "#111111", "1", attributes=(side, fast))
    assert serve.described_by("Q") == ("side", "left")
    assert serve.described_by("f") == ("fast", YES)
    assert serve.described_by("x") is None
    catalogue = Catalogue(classes=[serve])
    for bad, rule in (
        ((side, replace(fast, keys=("w",))), "same key"),
        ((side, side), "names that differ"),
        ((replace(side, choices=("left", " ")),), "no name"),
    ):
        with pytest.raises(EditRefused, match=rule):
            catalogue.plan(e.ChangeClass(replace(serve, attributes=bad)))


def test_a_suggestion_of_a_retired_class_becomes_no_label() -> None:
    layer = FULL["layers"][0]
    suggestion = Suggestion("s", layer.id, "m", "old", TimeRange(1, 5), 0.5)
    boxes = replace(FULL["suggested_tracks"][0], class_id="old")
    document = Document(MEDIUM, ONTOLOGY, layers=[layer], suggestions=[suggestion], suggested_tracks=[boxes])
    for refused in (
        e.AcceptSuggestions(("s",), ("new",), "ann", "now", Verification.SEEN),
        e.AcceptTracks((boxes.id,), ("new",), "ann", "now", Verification.SEEN),
    ):
        with pytest.raises(EditRefused, match="old is retired"):
            document.plan(refused)
    assert document.plan(e.RejectSuggestions(("s", boxes.id), "ann", "now")).differences

"""Classes are changed with all that carries them, in every film, as one deed; the store says the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain import edits as e
from app.domain.colours import PALETTE
from app.domain.document import Document
from app.domain.errors import EditRefused, UserError
from app.domain.ontology import Attribute, AttributeKind, ClassKind, LabelClass
from app.domain.segments import CompleteRange, Segment
from app.domain.suggestions import Layer, Promotion, Run, Suggestion
from app.domain.timebase import TimeRange
from app.formats import ontology_json
from app.session.ontology_editing import OntologyEditing, Renamed
from app.session.project import Project
from app.storage.project_store import ProjectStore
from tests.app.session.conftest import FRAME, Bench

HAND = Attribute("hand", choices=("left", "right"), keys=("g", "h"))


@pytest.fixture
def classes(bench: Bench) -> OntologyEditing:
    bench.add_media("second.mp4")
    return OntologyEditing(bench.project, bench.editing, bench.new_id)


def label(bench: Bench, name: str, start: int, end: int, film: int = 0, **fields: object) -> str:
    medium = bench.media[film]
    made = Segment(
        bench.new_id(),
        medium.id,
        bench.class_id(name),
        TimeRange(start * FRAME, end * FRAME),
        bench.project.person.id,
    )
    bench.editing.perform(e.AddSegments((replace(made, **fields),)), medium_id=medium.id)  # type: ignore[arg-type]
    return made.id


def stored(bench: Bench) -> list[object]:
    """What the file says, beside what memory says: they must agree."""
    memory = _contents(bench.project)
    with bench.open_reader() as reader:
        assert _contents(Project(reader, bench.project.library, bench.project.person)) == memory
    return memory


def _contents(project: Project) -> list[object]:
    def of(d: Document) -> list[object]:
        return [
            list(d.segments),
            list(d.tracks.values()),
            list(d.suggestions),
            sorted(d.complete_ranges, key=str),
        ]

    return [list(project.catalogue.ontology), *(of(project.document(m)) for m in project.catalogue.media)]


def suggest(bench: Bench, name: str, film: int) -> None:
    medium = bench.media[film]
    run = Run("run", 1, "run 1", "2026-01-01T00:00:00+00:00", Promotion.EXTERNAL, "")
    layer = Layer("layer", "run", medium.id, run.created_at)
    proposal = Suggestion("s", "layer", medium.id, bench.class_id(name), TimeRange(0, FRAME), 0.5)
    bench.editing.perform_batch(
        "import", [(e.AddRun(run), ""), (e.AddSuggestions(layer, (proposal,)), medium.id)]
    )


def test_a_merge_takes_everything_in_every_film_and_is_one_undo(
    bench: Bench, classes: OntologyEditing
) -> None:
    bench.change_class("serve", attributes=(HAND,))
    label(bench, "serve", 0, 5, attributes={"hand": "left"})
    label(bench, "serve", 9, 12, film=1, comment="late")
    label(bench, "rally", 3, 20)
    suggest(bench, "serve", 1)
    for name in ("serve", "rally"):
        complete = CompleteRange(
            bench.new_id(),
            bench.media[0].id,
            TimeRange(0, 9 * FRAME),
            bench.project.person.id,
            bench.class_id(name),
        )
        bench.editing.perform(e.MarkComplete(complete), medium_id=bench.media[0].id)
    serve, rally = bench.class_id("serve"), bench.class_id("rally")
    plan = classes.plan_merge(serve, rally)
    assert (plan.use.labels, plan.use.suggestions, plan.use.complete_ranges) == (2, 1, 1)
    assert plan.use.total == bench.project.store.class_use(serve)
    before = stored(bench)
    classes.merge(serve, rally)
    after = stored(bench)
    assert [c.name for c in classes.ontology] == ["rally"]
    assert classes.ontology[rally].attributes == (HAND,)
    assert bench.project.store.class_use(serve) == 0
    assert bench.project.store.class_use(rally) == 5
    bench.editing.undo()
    assert stored(bench) == before
    bench.editing.redo()
    assert stored(bench) == after


def test_labels_that_may_not_share_time_are_refused_with_their_places(
    bench: Bench, classes: OntologyEditing
) -> None:
    bench.change_class("rally", overlaps=False)
    label(bench, "serve", 25, 35, film=1)
    label(bench, "rally", 30, 40, film=1)
    serve, rally = bench.class_id("serve"), bench.class_id("rally")
    before = stored(bench)
    with pytest.raises(EditRefused, match=r"in 1 places: second\.mp4 at 00:00:01\.000"):
        classes.merge(serve, rally)
    assert stored(bench) == before
    classes.merge(serve, rally, join=True)
    document = bench.project.document(bench.media[1].id)
    assert [s.range for s in document.segments] == [TimeRange(25 * FRAME, 40 * FRAME)]
    bench.editing.undo()
    assert stored(bench) == before


def test_a_class_whose_labels_share_time_cannot_forbid_it(bench: Bench, classes: OntologyEditing) -> None:
    label(bench, "serve", 0, 10)
    label(bench, "serve", 5, 15)
    serve = classes.ontology[bench.class_id("serve")]
    with pytest.raises(EditRefused, match=r"share time in 1 places: film\.mp4 at 00:00:00"):
        classes.change(replace(serve, overlaps=False))


def test_renamed_words_are_renamed_in_every_label(bench: Bench, classes: OntologyEditing) -> None:
    bench.change_class("serve", attributes=(HAND,))
    ids = [label(bench, "serve", 0, 5, film=film, attributes={"hand": "left"}) for film in (0, 1)]
    serve = classes.ontology[bench.class_id("serve")]
    side = Attribute("side", choices=("l", "right"))
    before = stored(bench)
    classes.change(replace(serve, attributes=(side,)), Renamed((("hand", "side"),), (("hand", "left", "l"),)))
    for film, label_id in enumerate(ids):
        segment = bench.project.document(bench.media[film].id).segments.get(label_id)
        assert segment is not None
        assert segment.attributes == {"side": "l"}
    bench.editing.undo()
    assert stored(bench) == before


def test_a_choice_that_labels_have_cannot_go(bench: Bench, classes: OntologyEditing) -> None:
    bench.change_class("serve", attributes=(HAND,))
    label(bench, "serve", 50, 60, film=1, attributes={"hand": "left"})
    serve = classes.ontology[bench.class_id("serve")]
    with pytest.raises(EditRefused, match=r"second\.mp4: 1 labels .*“left” at 00:00:02"):
        classes.change(replace(serve, attributes=(replace(HAND, choices=("right",), keys=("h",)),)))


def test_a_merge_needs_attributes_of_one_kind_and_adds_choices(
    bench: Bench, classes: OntologyEditing
) -> None:
    serve, rally = bench.class_id("serve"), bench.class_id("rally")
    bench.change_class("serve", attributes=(HAND, Attribute("fast", AttributeKind.FLAG, keys=("2",))))
    bench.change_class("rally", attributes=(Attribute("hand", AttributeKind.NUMBER),))
    with pytest.raises(EditRefused, match="hand is a choice in serve and a number in rally"):
        classes.plan_merge(serve, rally)
    bench.change_class("rally", attributes=(Attribute("hand", choices=("both",), keys=("h",)),))
    classes.merge(serve, rally)
    # Keys that rally has for something else are left out: h of right, and 2, its own.
    assert classes.ontology[rally].attributes == (
        Attribute("hand", choices=("both", "left", "right"), keys=("h", "g", "")),
        Attribute("fast", AttributeKind.FLAG, keys=()),
    )


def test_classes_that_cannot_be_one_are_refused(bench: Bench, classes: OntologyEditing) -> None:
    serve, rally = bench.class_id("serve"), bench.class_id("rally")
    with pytest.raises(EditRefused, match="itself"):
        classes.merge(serve, serve)
    with pytest.raises(EditRefused, match="does not exist"):
        classes.merge(serve, "gone")
    bench.change_class("rally", kind=ClassKind.BOX)
    with pytest.raises(EditRefused, match="of boxes"):
        classes.merge(serve, rally)
    bench.change_class("rally", kind=ClassKind.POINT)
    classes.retire(rally)
    with pytest.raises(EditRefused, match="retired"):
        classes.merge(serve, rally)


def test_boxes_do_not_become_labels_in_time_once_there_are_some(
    bench: Bench, classes: OntologyEditing
) -> None:
    serve = classes.ontology[bench.class_id("serve")]
    classes.change(replace(serve, kind=ClassKind.BOX))
    classes.change(serve)
    label(bench, "serve", 0, 5)
    classes.change(replace(serve, kind=ClassKind.POINT))
    with pytest.raises(EditRefused, match="serve has 1 labels"):
        classes.change(replace(serve, kind=ClassKind.BOX))


def test_a_retired_class_gives_its_key_free_and_comes_back_with_another(
    bench: Bench, classes: OntologyEditing
) -> None:
    serve = bench.class_id("serve")
    label(bench, "serve", 0, 5)
    classes.retire(serve)
    assert [c.name for c in classes.ontology.in_use] == ["rally"]
    bench.change_class("rally", key="1")
    classes.bring_back(serve)
    assert (classes.ontology[serve].key, classes.ontology[serve].retired) == ("2", False)


def test_only_a_class_without_use_is_removed(bench: Bench, classes: OntologyEditing) -> None:
    label(bench, "serve", 0, 5, film=1)
    with pytest.raises(EditRefused, match="used by 1"):
        classes.remove(bench.class_id("serve"))
    classes.remove(bench.class_id("rally"))
    assert [c.name for c in classes.ontology] == ["serve"]


def test_the_order_is_as_it_was_put(bench: Bench, classes: OntologyEditing) -> None:
    bench.add_classes("ace")
    wanted = [bench.class_id(name) for name in ("ace", "serve", "rally")]
    classes.arrange(wanted)
    assert [c.id for c in classes.ontology] == wanted
    bench.editing.undo()
    assert [c.name for c in classes.ontology] == ["serve", "rally", "ace"]


def test_what_comes_in_leaves_what_is_there_alone(bench: Bench, classes: OntologyEditing) -> None:
    brought = classes.bring(
        [
            LabelClass("", "serve", "#000000", "x"),
            LabelClass("", "ace", "", "1"),
            LabelClass("", "lob", "", "x", attributes=(HAND,)),
        ]
    )
    assert brought.added == ("ace", "lob")
    assert brought.there == ("serve",)
    assert brought.without_key == ("ace",)
    ace, lob = classes.ontology[bench.class_id("ace")], classes.ontology[bench.class_id("lob")]
    assert (ace.key, ace.colour) == ("", PALETTE[2])
    assert (lob.key, lob.colour, lob.attributes) == ("x", PALETTE[3], (HAND,))
    assert classes.ontology[bench.class_id("serve")].colour == PALETTE[0]
    bench.editing.undo()
    assert [c.name for c in classes.ontology] == ["serve", "rally"]


@pytest.fixture
def empty(bench: Bench, tmp_path: Path) -> Iterator[OntologyEditing]:
    with ProjectStore.create(tmp_path / "other.sora") as store:
        project = Project(store, bench.project.library, bench.project.person)
        yield OntologyEditing(project, type(bench.editing)(project, bench.now), bench.new_id)


@pytest.mark.parametrize("name", ontology_json.TEMPLATES)
def test_a_template_comes_into_an_empty_project_whole_and_goes_out_the_same(
    empty: OntologyEditing, tmp_path: Path, name: str
) -> None:
    found = ontology_json.template(name)
    brought = empty.bring(found.classes)
    assert not brought.there
    assert not brought.without_key
    ontology_json.write(tmp_path / "out.json", empty.ontology)
    assert ontology_json.read(tmp_path / "out.json").classes == found.classes


def test_a_colour_that_an_eye_takes_for_another_is_told(bench: Bench, classes: OntologyEditing) -> None:
    serve = bench.class_id("serve")
    assert classes.looks_like(serve, PALETTE[2]) is None
    assert classes.looks_like(serve, PALETTE[1]) == ("rally", "")
    assert classes.key_taken(serve, "2") == "rally"
    assert classes.key_taken(serve, "1") == ""


def test_a_new_class_needs_a_name_of_its_own(classes: OntologyEditing) -> None:
    with pytest.raises(UserError, match="serve already"):
        classes.add("serve ")
    ace = classes.add("ace")
    assert classes.ontology[ace].key == "3"


def test_a_new_class_gets_a_key_that_means_nothing_else(bench: Bench) -> None:
    classes = OntologyEditing(bench.project, bench.editing, bench.new_id, lambda: {"3", "5"})
    bench.change_class("serve", attributes=(Attribute("hand", choices=("left", "right"), keys=("4", "")),))
    made = [classes.add(name) for name in ("smash", "lob")]
    assert [classes.ontology[class_id].key for class_id in made] == ["6", "7"]
    bench.editing.perform(e.ChangeClass(replace(classes.ontology[bench.class_id("lob")], key="")))
    classes.retire(bench.class_id("smash"))
    classes.bring_back(bench.class_id("smash"))
    assert classes.ontology[bench.class_id("smash")].key == "6"
    assert (classes.descriptor_taken("", "4"), classes.descriptor_taken(bench.class_id("serve"), "4")) == (
        "serve",
        "",
    )


def test_keys_that_come_in_stay_apart_from_those_that_are_there(
    bench: Bench, classes: OntologyEditing
) -> None:
    bench.change_class("serve", attributes=(HAND,))
    side = Attribute("side", choices=("left", "right"), keys=("2", "b"))
    coming = [LabelClass("", "ace", "", "g"), LabelClass("", "net", "", "n", attributes=(side,))]
    brought = classes.bring(coming)
    assert brought.without_key == ("ace", "net")
    assert classes.ontology[bench.class_id("ace")].key == "", "g says left of serve"
    net = classes.ontology[bench.class_id("net")]
    assert (net.key, net.attributes[0].keys) == ("n", ("", "b")), "2 is rally's"


@pytest.mark.parametrize(
    ("attributes", "reaches"),
    [
        ((HAND,), False),
        ((replace(HAND, choices=("left", "right", "both"), keys=("", "h", "")),), False),
        ((), False),
        ((replace(HAND, choices=("left",), keys=("g",)),), True),
        ((replace(HAND, kind=AttributeKind.TEXT, choices=(), keys=()),), True),
        ((HAND, Attribute("note", AttributeKind.TEXT)), True),
    ],
)
def test_labels_are_gone_through_only_where_they_may_not_fit(
    bench: Bench, classes: OntologyEditing, attributes: tuple[Attribute, ...], reaches: bool
) -> None:
    bench.change_class("serve", attributes=(HAND,))
    serve = classes.ontology[bench.class_id("serve")]
    assert classes.reaches_labels(replace(serve, attributes=attributes, colour="#123456")) is reaches
    assert classes.reaches_labels(replace(serve, overlaps=False))

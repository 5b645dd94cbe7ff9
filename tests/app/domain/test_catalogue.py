from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain import edits as e
from app.domain.catalogue import Catalogue
from app.domain.changes import Change, Difference, added, joined
from app.domain.errors import EditRefused
from app.domain.history import History
from app.domain.media import Medium
from app.domain.ontology import KEYS, OKABE_ITO, LabelClass, Ontology
from app.domain.segments import Segment
from app.domain.suggestions import Promotion, Run
from app.domain.timebase import TimeRange

SERVE = LabelClass("c1", "serve", "#111111", "1", position=1)
HIT = LabelClass("c2", "hit", "#222222", "2", position=0)
FILM = Medium("m1", "a.mp4", "a.mp4", "a", Fraction(1, 25), 0, 100)
OTHER = Medium("m2", "b.mp4", "b.mp4", "b", Fraction(1, 25), 0, 100)
RUN = Run("r1", 1, "first", "now", Promotion.PROMOTED)
SECOND = Run("r2", 2, "second", "now", Promotion.REFUSED)


def catalogue() -> Catalogue:
    return Catalogue(classes=[SERVE, HIT], media=[FILM, OTHER], runs=[RUN, SECOND])


def state_of(c: Catalogue) -> tuple[Any, ...]:
    return list(c.ontology), dict(c.media), dict(c.runs)


class_ids = st.sampled_from(["c1", "c2", "c3", "c4"])
names = st.sampled_from(["serve", "hit", "rally", "lob", " "])
keys = st.sampled_from(["", "1", "2", "3"])
some_classes = st.builds(LabelClass, class_ids, names, st.just("#000000"), keys)
some_media = st.builds(
    lambda i, p, g: replace(FILM, id=i, path=p, group=g),
    st.sampled_from(["m1", "m2", "m3"]),
    st.sampled_from(["a.mp4", "b.mp4", "c.mp4"]),
    st.sampled_from(["g", "h"]),
)
some_runs = st.builds(
    lambda i, n, p: replace(RUN, id=i, number=n, promotion=p),
    st.sampled_from(["r1", "r2", "r3"]),
    st.integers(1, 4),
    st.sampled_from(Promotion),
)
EDITS = [
    st.builds(e.AddClasses, st.lists(some_classes, max_size=3).map(tuple)),
    st.builds(e.ChangeClass, some_classes),
    st.builds(e.RemoveClass, class_ids, st.sampled_from([0, 0, 3])),
    st.builds(e.AddMedia, st.lists(some_media, max_size=2).map(tuple)),
    st.builds(e.ChangeMedium, some_media),
    st.builds(e.AddRun, some_runs),
    st.builds(e.ChangeRun, some_runs),
]


@pytest.mark.parametrize("edits", EDITS, ids=range(len(EDITS)))
def test_undo_takes_back_exactly_what_one_edit_did(edits: st.SearchStrategy[Any]) -> None:
    allowed = 0

    @settings(max_examples=80, database=None)
    @given(edits)
    def one(edit: Any) -> None:
        nonlocal allowed
        project = catalogue()
        before = state_of(project)
        try:
            change = project.plan(edit)
        except EditRefused:
            assert state_of(project) == before
            return
        assert state_of(project) == before
        project.adopt(change)
        after = state_of(project)
        _check_rules(project)
        project.adopt(change.inverse())
        assert state_of(project) == before
        project.adopt(change)
        assert state_of(project) == after
        allowed += 1

    one()
    assert allowed > 0


def _check_rules(project: Catalogue) -> None:
    classes = list(project.ontology)
    assert len({c.name for c in classes}) == len({c.id for c in classes}) == len(classes)
    taken = [c.key for c in classes if c.key]
    assert len(set(taken)) == len(taken)
    assert len({m.path for m in project.media.values()}) == len(project.media)


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (e.AddClasses((replace(SERVE, id="c3", key=""),)), "class serve already"),
        (e.AddClasses((replace(SERVE, id="c3", name="lob"),)), "key 1 belongs"),
        (e.AddClasses((replace(SERVE, id="c3", name="  ", key=""),)), "needs a name"),
        (e.AddClasses((replace(SERVE, name="lob", key=""),)), "there already"),
        (e.ChangeClass(replace(SERVE, name="hit")), "class hit already"),
        (e.ChangeClass(replace(SERVE, id="gone")), "does not exist"),
        (e.RemoveClass("gone", 0), "does not exist"),
        (e.RemoveClass("c1", 3), "used by 3 labels"),
        (e.AddMedia((replace(FILM, id="m9"),)), "in the project already"),
        (e.AddMedia((replace(FILM, path="z.mp4"),)), "in the project already"),
        (e.ChangeMedium(replace(FILM, path="b.mp4")), "another film"),
        (e.ChangeMedium(replace(FILM, id="gone")), "not in the project"),
        (e.AddRun(RUN), "there already"),
        (e.AddRun(replace(RUN, id="r9")), "there already"),
        (e.ChangeRun(replace(RUN, id="gone")), "does not exist"),
    ],
)
def test_an_edit_that_breaks_a_rule_is_refused_in_words(edit: Any, words: str) -> None:
    project = catalogue()
    before = state_of(project)
    with pytest.raises(EditRefused, match=words):
        project.plan(edit)
    assert state_of(project) == before


def test_a_change_planned_on_an_older_state_is_refused() -> None:
    project = catalogue()
    late = project.plan(e.ChangeClass(replace(SERVE, colour="#aaaaaa")))
    project.adopt(project.plan(e.ChangeClass(replace(SERVE, name="lob"))))
    before = state_of(project)
    with pytest.raises(EditRefused, match="changed since"):
        project.adopt(late)
    assert state_of(project) == before


def test_the_run_in_use_is_the_newest_promoted_one() -> None:
    project = catalogue()
    assert project.run_in_use == RUN
    project.adopt(project.plan(e.ChangeRun(replace(SECOND, promotion=Promotion.PROMOTED))))
    assert project.run_in_use == replace(SECOND, promotion=Promotion.PROMOTED)
    assert Catalogue().run_in_use is None
    assert project.next_run_number() == 3
    assert Catalogue().next_run_number() == 1


def test_a_run_is_found_by_id_or_name() -> None:
    twin = Run("r3", 3, "first", "now", Promotion.EXTERNAL)
    project = Catalogue(runs=[RUN, twin])
    assert project.run_called("r1") == RUN
    assert project.run_called("first") == twin
    assert project.run_called("none") is None


def test_labels_are_not_adopted_by_the_project() -> None:
    segment = Segment("s", "m1", "c1", TimeRange(0, 5), "ann")
    with pytest.raises(TypeError, match="Segment"):
        catalogue().adopt(Change("?", "", added([segment])))


def test_the_ontology_keeps_its_order_and_hands_out_what_is_free() -> None:
    ontology = Ontology([SERVE, HIT])
    assert [c.name for c in ontology] == ["hit", "serve"]
    assert ontology["c1"] is ontology.named("serve") is ontology.with_key("1") is SERVE
    assert ontology.get("gone") is ontology.named("gone") is ontology.with_key("9") is None
    assert len(ontology) == 2
    assert ontology.next_position() == 2
    assert Ontology().next_position() == 0
    full = Ontology([LabelClass(k, k, OKABE_ITO[i % 7], k) for i, k in enumerate(KEYS)])
    assert full.next_key() == ""
    assert Ontology([LabelClass("a", "a", OKABE_ITO[0])]).next_colour() == OKABE_ITO[1]


def test_a_difference_is_about_one_entity() -> None:
    with pytest.raises(ValueError, match="before or an after"):
        Difference(None, None)
    with pytest.raises(ValueError, match="one entity"):
        Difference(SERVE, HIT)
    with pytest.raises(ValueError, match="one entity"):
        Difference(replace(FILM, id="c1"), SERVE)
    assert Difference(SERVE, None).inverse() == Difference(None, SERVE)


def test_the_inverse_of_an_inverse_has_the_first_name() -> None:
    change = Change("add classes", "", added([SERVE, HIT]))
    assert change.inverse().verb == "undo add classes"
    assert change.inverse().inverse() == change
    assert change.touches(LabelClass)
    assert not change.touches(Segment, Run)


def test_joined_changes_are_one_change_with_one_medium_or_none() -> None:
    one, two = Change("a", "m1", added([SERVE])), Change("b", "m2", added([HIT]))
    assert joined((one,)) is one
    assert joined((one, two), "import") == Change("import", "", added([SERVE, HIT]))
    assert joined((one, one), "again").medium_id == "m1"
    assert joined((one, two)).verb == "a"


def test_history_goes_back_and_forth() -> None:
    deeds = [(Change(str(i), "", ()),) for i in range(4)]
    history = History(limit=3)
    assert history.undoable is None
    assert history.redoable is None
    for deed in deeds:
        history.push(deed)
    history.mark_undone()
    assert (history.undoable, history.redoable) == (deeds[2], deeds[3])
    history.mark_redone()
    assert (history.undoable, history.redoable) == (deeds[3], None)
    history.mark_undone()
    history.drop_redoable()
    history.drop_undoable()
    assert (history.undoable, history.redoable) == (deeds[1], None)
    history.mark_undone()
    history.push(deeds[0])
    assert (history.undoable, history.redoable) == (deeds[0], None)
    history.mark_undone()
    assert history.undoable is None, "the oldest went over the limit"


def test_the_name_of_an_edit_is_its_verb() -> None:
    assert e.verb_of(e.RemoveClass("c", 0)) == "remove class"

"""The manifest says the same after a round trip and refuses what breaks its rules."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sora_model.contract.errors import SoraError
from sora_model.contract.jobs import EvaluateJob, PredictJob, TrainJob
from sora_model.contract.json_fields import Fields
from sora_model.contract.manifest import (
    BoxKey,
    ClassSpec,
    Manifest,
    MediaSpec,
    RangeSpec,
    TextSpec,
    TrackSpec,
)

CLASSES = (ClassSpec("c1", "serve", directional=True), ClassSpec("c2", "läuft", point=True))


@st.composite
def ranges(draw: st.DrawFn) -> RangeSpec:
    start = draw(st.integers(-50, 900))
    end = draw(st.integers(start + 1, 1000))
    kind = draw(st.sampled_from(["positive", "negative", "background"]))
    class_id = None if kind == "background" else draw(st.sampled_from(["c1", "c2"]))
    return RangeSpec(start, end, class_id, kind, draw(st.floats(0, 4, allow_nan=False)))


@st.composite
def media(draw: st.DrawFn, index: int) -> MediaSpec:
    return MediaSpec(
        id=f"m{index}",
        path=draw(st.text(max_size=20)),
        sha256=draw(st.sampled_from(["", "ab" * 32])),
        quick_hash="q1",
        group=f"g{index}",
        split=draw(st.sampled_from(["train", "validation"])),
        time_base=(1, draw(st.integers(1, 90000))),
        origin=(draw(st.integers(-5, 5)), draw(st.integers(1, 1000))),
        start=-50,
        end=1000,
        has_video=True,
        has_audio=draw(st.booleans()),
        ranges=tuple(draw(st.lists(ranges(), max_size=4))),
    )


@st.composite
def manifests(draw: st.DrawFn) -> Manifest:
    films = tuple(draw(media(i)) for i in range(draw(st.integers(0, 3))))
    return Manifest("hash", CLASSES, films, tuple(draw(st.lists(st.text(max_size=5)))), draw(st.booleans()))


@given(manifests())
def test_round_trip(manifest: Manifest) -> None:
    assert Manifest.from_json(manifest.to_json()) == manifest
    train = TrainJob("r1", manifest, "out", seed=3, cache_dir="c", epochs=2, steps_per_second=8.0)
    assert TrainJob.from_json(train.to_json()) == train
    predict = PredictJob("r1", "ckpt", manifest.media, "out", "clip", 7)
    assert PredictJob.from_json(predict.to_json()) == predict
    evaluate = EvaluateJob("ckpt", manifest)
    assert EvaluateJob.from_json(evaluate.to_json()) == evaluate


def film(**changes: object) -> MediaSpec:
    base = MediaSpec("m", "a.mp4", "", "q", "g", "train", (1, 1000), (0, 1), 0, 5000, True, False)
    return dataclasses.replace(base, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"ranges": (RangeSpec(10, 10, "c1"),)}, "end does not lie after the start"),
        ({"ranges": (RangeSpec(10, 9000, "c1"),)}, "outside the medium"),
        ({"ranges": (RangeSpec(10, 20, "nope"),)}, "not in the class list"),
        ({"ranges": (RangeSpec(10, 20, "c1", "background"),)}, "background has no class"),
        ({"ranges": (RangeSpec(10, 20, "c1", "maybe"),)}, "kind must be"),  # type: ignore[arg-type]
        ({"ranges": (RangeSpec(10, 20, "c1", weight=-1.0),)}, "must not be negative"),
        ({"end": 0}, "does not lie after its start"),
        ({"split": "test"}, "train or validation"),
        ({"quick_hash": ""}, "neither its SHA-256"),
        ({"has_video": False}, "neither picture nor sound"),
    ],
)
def test_rules_name_the_place(change: dict[str, object], words: str) -> None:
    with pytest.raises(SoraError, match=words) as caught:
        Manifest("h", CLASSES, (film(**change),))
    assert "a.mp4" in str(caught.value)


@pytest.mark.parametrize("name", ["../elsewhere", "..", "a\\b", "c:d", ""])
def test_answers_are_only_written_under_plain_names(name: str) -> None:
    assert PredictJob("r1", "ckpt", (film(id="m #1.late"),), "out").media
    with pytest.raises(SoraError, match="cannot name a file"):
        PredictJob("r1", "ckpt", (film(id=name),), "out")


def test_a_split_never_cuts_through_a_group() -> None:
    with pytest.raises(SoraError, match="cuts through the group"):
        Manifest("h", CLASSES, (film(id="m1"), film(id="m2", split="validation")))


def test_duplicate_ids_are_refused() -> None:
    with pytest.raises(SoraError, match="twice"):
        Manifest("h", CLASSES, (film(), film()))


def test_a_newer_version_is_refused_in_words() -> None:
    data = json.loads(Manifest("h", CLASSES, (film(),)).to_json())
    data["version"] = 99
    with pytest.raises(SoraError, match="newer Sora Studio"):
        Manifest.from_json(json.dumps(data))


@pytest.mark.parametrize("text", ["", "[]", "{", '{"version": true}', '{"version": 1}'])
def test_rubbish_is_refused_in_words(text: str) -> None:
    with pytest.raises(SoraError, match="manifest"):
        Manifest.from_json(text)


def test_seconds_count_from_the_container_start() -> None:
    medium = film(origin=(7, 5), time_base=(1, 90000), start=126000, end=216000)
    assert medium.seconds(126000) == 0
    assert medium.duration == 1


def test_the_contract_needs_no_torch_no_pyav_no_qt() -> None:
    modules = "errors events jobs json_fields manifest predictions"
    code = "import importlib, sys\n" + "".join(
        f"importlib.import_module('sora_model.contract.{name}')\n" for name in modules.split()
    )
    code += "sys.exit(any(m in sys.modules for m in ('torch', 'av', 'PySide6', 'cv2', 'app')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# --- texts and tracks --------------------------------------------------------------------------

TRACK = TrackSpec("t1", (BoxKey(0, 0.1, 0.1, 0.2, 0.2), BoxKey(100, 0.5, 0.3, 0.4, 0.2)))
GONE = TrackSpec("t2", (BoxKey(10, 0, 0, 1, 1), BoxKey(60, 0, 0, 0, 0, outside=True)))


def test_texts_and_tracks_survive_the_way_and_old_manifests_lack_them() -> None:
    spec = film(texts=(TextSpec(0, 1000, "进球"),), tracks=(TRACK, GONE))
    manifest = Manifest("h", CLASSES, (spec,))
    assert Manifest.from_json(manifest.to_json()) == manifest
    old = manifest.to_data()
    for medium in old["media"]:
        del medium["texts"], medium["tracks"]
    assert Manifest.from_data(old).media[0] == film()


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"texts": (TextSpec(10, 10, "a"),)}, "does not lie after"),
        ({"texts": (TextSpec(-1, 10, "a"),)}, "outside the medium"),
        ({"texts": (TextSpec(0, 5001, "a"),)}, "outside the medium"),
        ({"texts": (TextSpec(0, 10, "a" * 10_001),)}, "10,000"),
        ({"tracks": (TrackSpec("t", ()),)}, "key frames"),
        ({"tracks": (TRACK, TRACK)}, "“t1” appears twice"),
        ({"tracks": (TrackSpec("t", TRACK.keys[::-1]),)}, "does not come after"),
        ({"tracks": (TrackSpec("t", (BoxKey(5000, 0, 0, 1, 1),)),)}, "outside the medium"),
        ({"tracks": (TrackSpec("t", (BoxKey(0, 0, 0, 0, 1),)),)}, "a width and a height"),
        ({"tracks": (TrackSpec("t", (BoxKey(0, 0.5, 0, 0.6, 1),)),)}, "leaves the picture"),
        ({"tracks": (TrackSpec("t", (BoxKey(0, 0, -0.1, 0.6, 1),)),)}, "leaves the picture"),
    ],
)
def test_texts_and_tracks_that_break_a_rule_are_refused(values: dict[str, object], said: str) -> None:
    with pytest.raises(SoraError, match=said) as refused:
        Manifest("h", CLASSES, (film(**values),))
    assert "a.mp4" in str(refused.value)


@pytest.mark.parametrize("broken", ['"x": "left"', '"x": NaN', '"tick": 0.5', '"outside": 1'])
def test_mistyped_keys_are_refused(broken: str) -> None:
    text = json.dumps(dataclasses.asdict(TRACK)).replace('"outside": false', f'"outside": false, {broken}')
    with pytest.raises(SoraError):
        TrackSpec.from_fields(Fields.parse(text, "track"))


def test_boxes_between_keys() -> None:
    assert TRACK.box_at(-1) is None
    assert TRACK.box_at(50) == pytest.approx((0.3, 0.2, 0.3, 0.2))
    assert TRACK.box_at(100) == TRACK.box_at(900) == TRACK.keys[1].place
    assert GONE.box_at(59) == (0, 0, 1, 1)
    assert GONE.box_at(60) is None


@given(st.integers(-20, 120), st.integers(1, 100))
def test_a_part_of_a_track_has_the_same_boxes(start: int, length: int) -> None:
    for track in (TRACK, GONE):
        part = track.part(start, start + length)
        if part is not None:
            part.validate(start, start + length, "part")
        for tick in range(start, start + length):
            whole, cut = track.box_at(tick), part.box_at(tick) if part else None
            assert (whole is None) == (cut is None)
            assert whole is None or cut == pytest.approx(whole)


def test_a_part_of_a_medium_has_its_part_of_the_texts() -> None:
    spec = film(texts=(TextSpec(0, 1000, "all"), TextSpec(100, 200, "early")), tracks=(TRACK, GONE))
    late = spec.part(150, 400, ())
    late.validate()
    assert late.texts == (TextSpec(150, 400, "all"), TextSpec(150, 200, "early"))
    assert [t.id for t in late.tracks] == ["t1"]
    assert [t.text for t in spec.part(300, 400, ()).texts] == ["all"]

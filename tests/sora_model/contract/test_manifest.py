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
from sora_model.contract.manifest import ClassSpec, Manifest, MediaSpec, RangeSpec

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

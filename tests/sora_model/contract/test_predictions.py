"""Predictions and events survive their files and lines; broken ones are refused in words."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sora_model.contract import events
from sora_model.contract.errors import SoraError
from sora_model.contract.predictions import Attention, Curves, PredictedSegment, Predictions

segments = st.builds(
    lambda c, s, d, p, a, b: PredictedSegment(c, s, s + d, p, a, b),
    st.text(max_size=4),
    st.integers(-100, 10**9),
    st.integers(1, 10**6),
    st.floats(0, 1),
    st.integers(0, 99),
    st.integers(0, 99),
)


@given(st.lists(segments, max_size=4), st.none() | st.dictionaries(st.text(max_size=4), st.floats(0, 1)))
def test_round_trip(items: list[PredictedSegment], scores: dict[str, float] | None) -> None:
    answer = Predictions("r", "m", "dense", 3, tuple(items), scores, "curves.npz", None)
    assert Predictions.from_json(answer.to_json()) == answer


def test_an_unknown_mode_and_an_empty_segment_are_refused() -> None:
    data = json.loads(Predictions("r", "m", "clip", 0, (PredictedSegment("c", 0, 5, 0.5),)).to_json())
    with pytest.raises(SoraError, match="dense or clip"):
        Predictions.from_json(json.dumps({**data, "mode": "all"}))
    data["segments"][0]["end"] = 0
    with pytest.raises(SoraError, match=r"segments\[0\]"):
        Predictions.from_json(json.dumps(data))


def test_arrays_come_back_as_they_were(tmp_path: Path) -> None:
    ticks = np.arange(5, dtype=np.int64) * 100
    curves = Curves(ticks, ("a", "ü"), np.linspace(0, 1, 10).reshape(5, 2).astype(np.float16))
    curves.save(tmp_path / "x" / "curves.npz")
    back = Curves.load(tmp_path / "x" / "curves.npz")
    assert back.class_ids == curves.class_ids
    np.testing.assert_array_equal(back.probs, curves.probs)
    attention = Attention(
        ticks,
        np.full(5, 0.2, np.float32),
        np.full((5, 2, 3), 1 / 6, np.float16),
        np.zeros(5, np.float32),
    )
    attention.save(tmp_path / "attention.npz")
    np.testing.assert_array_equal(Attention.load(tmp_path / "attention.npz").spatial, attention.spatial)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["attention.npz", "x"]


def test_a_torn_array_file_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "curves.npz"
    Curves(np.arange(3, dtype=np.int64), ("a",), np.zeros((3, 1), np.float16)).save(path)
    path.write_bytes(path.read_bytes()[:50])
    with pytest.raises(SoraError, match=r"curves\.npz"):
        Curves.load(path)
    with pytest.raises(SoraError, match="cannot be read"):
        Curves.load(tmp_path / "absent.npz")


@pytest.mark.parametrize(
    "event",
    [
        events.Started("CPU, 1 thread", {"torch": "2"}),
        events.Progress("features", 3, 10, 1.5),
        events.Epoch(1, 20, 0.7, None, 0.5),
        events.Heartbeat(),
        events.CheckpointSaved("a/b"),
        events.Result({"run": "r", "metrics": {"accuracy": 0.5}}),
        events.Failed("Kein Label — “x”", user_fault=True),
        events.Cancelled(None),
    ],
)
def test_events_are_one_line_each(event: events.Event) -> None:
    line = events.encode(event)
    assert "\n" not in line
    assert events.decode(line) == event


@pytest.mark.parametrize(
    "line", ["", "hello", "[1]", '{"event": "nope"}', '{"event": "progress"}', '{"event": "epo']
)
def test_foreign_lines_are_refused_in_words(line: str) -> None:
    with pytest.raises(SoraError, match="not an event"):
        events.decode(line)


def test_a_field_from_a_newer_version_is_ignored() -> None:
    assert events.decode('{"event": "heartbeat", "new": 1}') == events.Heartbeat()

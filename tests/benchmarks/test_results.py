"""The arithmetic of docs/results.md: folds, probes, intervals, tables. Nothing is trained here."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

BENCHMARKS = Path(__file__).resolve().parents[2] / "script" / "benchmarks"
if str(BENCHMARKS) not in sys.path:
    sys.path.append(str(BENCHMARKS))

from results import written  # noqa: E402
from results_clips import baseline_rows, hits  # noqa: E402
from results_fits import Fitted, rows  # noqa: E402
from results_others import Other, others_table, run_others  # noqa: E402
from results_pictures import draw_curve, few_table  # noqa: E402
from results_probes import Steps, ridge, thirds  # noqa: E402
from results_scores import Answers, brier_rows, compare  # noqa: E402
from results_sets import (  # noqa: E402
    LabelledSet,
    classes_of,
    fold_trials,
    given_trials,
    labelled,
    with_validation,
)

from sora_model.contract.manifest import MediaSpec  # noqa: E402


def medium(name: str, group: str, label: str) -> MediaSpec:
    bare = MediaSpec(
        id=name,
        path=f"{name}.mp4",
        sha256="",
        quick_hash=name,
        group=group,
        split="train",
        time_base=(1, 25),
        origin=(0, 1),
        start=0,
        end=50,
        has_video=True,
        has_audio=False,
    )
    return labelled(bare, label)


@pytest.fixture
def pairs() -> LabelledSet:
    """Six groups of a clip of each class; the last two groups are the given test part."""
    media = tuple(medium(f"{g}-{c}", f"g{g}", c) for g in range(6) for c in ("a", "b"))
    return LabelledSet("pairs", classes_of("ab"), media, frozenset(m.id for m in media[8:]))


def test_each_clip_is_held_out_once_per_seed_with_its_whole_group(pairs: LabelledSet) -> None:
    trials = fold_trials(pairs, 3, (0, 1))
    for seed in (0, 1):
        held = [m.id for t in trials if t.seed == seed for m in t.held]
        assert sorted(held) == sorted(m.id for m in pairs.media)
    for trial in trials:
        assert not {m.group for m in trial.held} & {m.group for m in trial.training.media}
        assert {m.split for m in trial.training.media} == {"train", "validation"}
    assert len({t.name for t in trials}) == len(trials)


def test_the_given_test_part_takes_no_part_in_training(pairs: LabelledSet) -> None:
    for trial in given_trials(pairs, (0, 1, 2)):
        assert {m.id for m in trial.held} == pairs.test
        assert not pairs.test & {m.id for m in trial.training.media}
        assert {m.split for m in trial.training.media} == {"train", "validation"}


def test_a_class_is_never_judged_without_having_been_learnt() -> None:
    """Of three groups only the middle one is small enough and leaves every class to training."""
    media = [medium(f"x{i}", "large", "a") for i in range(9)]
    media += [medium("y0", "small", "a"), medium("y1", "small", "b"), medium("z0", "rest", "b")]
    media += [medium("w0", "lonely", "c")]
    manifest = LabelledSet("some", classes_of("abc"), tuple(media), frozenset()).manifest
    for seed in range(6):
        validation = {m.group for m in with_validation(manifest, seed).media if m.split == "validation"}
        assert validation
        assert not validation & {"large", "lonely"}
        assert not {"small", "rest"} <= validation


def test_probes_find_what_is_there_and_only_that(pairs: LabelledSet) -> None:
    random = np.random.default_rng(0)
    trials = fold_trials(pairs, 3, (0,))

    def steps(said: float) -> dict[str, Steps]:
        """Picture means tell the class `said` times as loudly as noise."""
        out = {}
        for m in pairs.media:
            pictures = random.standard_normal((6, 5)) * 0.1
            pictures[:, 0] += said * (1 if pairs.truth(m) else -1)
            out[m.id] = Steps(pictures, random.standard_normal((12, 4)), np.zeros((12, 3)))
        return out

    found = hits(baseline_rows("appearance", pairs, trials, steps(1.0)), pairs, pairs.media)
    assert found.mean == 1.0
    blind = hits(baseline_rows("flow", pairs, trials, steps(1.0)), pairs, pairs.media)
    assert blind.mean < 0.9
    assert (
        hits(baseline_rows("naive TCN + BiGRU", pairs, trials[:1], steps(1.0)), pairs, trials[0].held).mean
        >= 0.5
    )


def test_ridge_is_the_ridge_solution() -> None:
    random = np.random.default_rng(1)
    x, y, new = (
        random.standard_normal((20, 6)),
        random.standard_normal((20, 2)),
        random.standard_normal((3, 6)),
    )
    z = (x - x.mean(axis=0)) / (x.std(axis=0) + 1e-6) / np.sqrt(6)
    weights = np.linalg.solve(z.T @ z + 0.5 * np.eye(6), z.T @ (y - y.mean(axis=0)))
    expected = (new - x.mean(axis=0)) / (x.std(axis=0) + 1e-6) / np.sqrt(6) @ weights + y.mean(axis=0)
    np.testing.assert_allclose(ridge(x, y, new, 0.5), expected, atol=1e-10)


def test_thirds_keep_the_order() -> None:
    x = np.arange(6.0)[:, None]
    np.testing.assert_allclose(thirds(x), [0.5, 2.5, 4.5])
    np.testing.assert_allclose(thirds(np.ones((1, 2))), np.ones(6))


def test_p_better_and_its_error() -> None:
    group = tuple(f"g{i}" for i in range(10) for _ in range(4))
    base = np.tile([1.0, 0.0, 0.0, 1.0], 10)
    better = base.copy()
    better[1::4] = 1.0
    ours, theirs = Answers(better, group), Answers(base, group)
    found = compare({"one": (ours, theirs)})
    assert found.gain == pytest.approx(0.25)
    assert found.error == pytest.approx(0.0, abs=1e-9)
    assert found.better == 1.0
    assert compare({"one": (ours, ours)}).better == 0.5
    one_group = base.copy()
    one_group[:4] = 1.0
    unsure = compare({"one": (Answers(one_group, group), theirs)})
    # The one group that differs is drawn in 1 - (9/10)^10 of the draws; ties count half.
    assert unsure.better == pytest.approx(1 - 0.5 * 0.9**10, abs=0.02)
    pooled = compare({"one": (ours, theirs), "two": (theirs, theirs)})
    assert pooled.gain == pytest.approx(0.125)
    with pytest.raises(ValueError, match="same clips"):
        compare({"one": (ours, Answers(base, group[::-1]))})


def test_error_is_over_groups_not_clips() -> None:
    value = np.repeat([0.0, 1.0], 50)
    together = Answers(value, tuple("a" * 50 + "b" * 50))
    apart = Answers(value, tuple(str(i) for i in range(100)))
    assert together.error() > 5 * apart.error()
    assert np.isnan(Answers(value, ("a",) * 100).error())


def test_brier_by_hand() -> None:
    rows_ = brier_rows(np.array([[0.8, 0.2], [0.4, 0.6]]), np.array([0, 0]))
    np.testing.assert_allclose(rows_, [0.08, 0.72])


def test_classes_that_a_fit_never_saw_get_nothing() -> None:
    media = [medium("x", "g", "a"), medium("y", "g", "b")]
    fitted = [Fitted("k", ("b",), {"sora": {"x": [1.0], "y": [1.0]}}, 1.0, 1)]
    (found,) = rows(fitted, "sora", media, ["a", "b"])
    np.testing.assert_allclose(found, [[0, 1], [0, 1]])
    with pytest.raises(ValueError, match="unequally"):
        rows([*fitted, Fitted("k", ("b",), {"sora": {"x": [1.0]}}, 1.0, 1)], "sora", media, ["a", "b"])


def test_figures_go_between_their_own_markers(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "a\n<!-- one: begin -->\nold\n<!-- one: end -->\nb\n<!-- two: begin -->\n<!-- two: end -->\n"
    )
    written(page, "one", "new")
    written(page, "two", "more")
    written(page, "one", "newest")
    assert page.read_text() == (
        "a\n<!-- one: begin -->\nnewest\n<!-- one: end -->\nb\n<!-- two: begin -->\nmore\n<!-- two: end -->\n"
    )
    with pytest.raises(ValueError, match="three"):
        written(page, "three", "")


def test_another_benchmark_that_fails_is_told_and_keeps_the_rest(tmp_path: Path) -> None:
    others = (Other("no_such_benchmark", "Missing"), Other("kept", "Kept"))
    store = tmp_path / "store"
    store.mkdir()
    (store / "kept.txt").write_text("| a |\n|---|")
    found = run_others(["no_such_benchmark", "kept"], 2, store, tmp_path, lambda _: None, others)
    assert found["no_such_benchmark"]["failed"]
    text = others_table(found, others)
    assert "Not measured" in text
    assert "### Kept\n\n`script/benchmarks/kept.py`\n\n| a |" in text


def test_the_curve_shows_each_line_where_it_belongs(tmp_path: Path) -> None:
    from sora_model.media.opencv import cv2

    def row(labels: int, sora: float, linear: float) -> dict[str, float]:
        return {
            "labels_per_class": labels, "draws": 5, "sora": sora, "sora_error": 0.01, "linear": linear,
            "linear_error": 0.01, "gain": sora - linear, "gain_error": 0.01,
        }  # fmt: skip

    curve = [row(1, 0.5, 0.2), row(5, 0.8, 0.3), row(10, 1.0, 0.4)]
    draw_curve(curve, tmp_path / "curve.png")
    picture = cv2.imread(str(tmp_path / "curve.png"))
    blue = np.argwhere((picture == (180, 90, 20)).all(axis=2))
    grey = np.argwhere((picture == (110, 110, 110)).all(axis=2))
    right = picture.shape[1] - 40
    assert blue[blue[:, 1] > right, 0].mean() < grey[grey[:, 1] > right, 0].mean()
    transfer = {"labels_per_class": 5, "draws": 4, "init": 0.9, "init_error": 0.02, "imagenet": 0.8,
                "imagenet_error": 0.02, "gain": 0.1, "gain_error": 0.03}  # fmt: skip
    text = few_table({"curve": curve, "transfer": transfer})
    assert "| 5 | 80.0% ± 1.0% | 30.0% ± 1.0% | +50.0% ± 1.0% | 5 |" in text
    assert "90.0% ± 2.0% with it" in text

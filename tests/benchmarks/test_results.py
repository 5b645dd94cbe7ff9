"""The arithmetic of docs/results.md: folds, probes, intervals, tables. Nothing is trained here."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from motion_ablation import VARIANTS
from results import SECTIONS, Making, Section, written
from results_calibration import class_facts, confidence_facts
from results_clips import Context, answered, hits
from results_fits import Fitted, rows, run_all
from results_goals import RULES, Found, at_least, goal_table, goals
from results_others import FLOWS, JOBS, STEMS, Job, failures, merged, run_jobs
from results_pictures import draw_curves, draw_reliability, few_table
from results_probes import Steps, ridge, thirds
from results_progress import Countdown
from results_scores import Answers, brier_rows, compare
from results_sets import (
    ROOT,
    LabelledSet,
    Trial,
    classes_of,
    fold_trials,
    given_trials,
    labelled,
    with_validation,
)

from sora_model.contract.manifest import MediaSpec


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

    def right(name: str, chosen: Sequence[Trial]) -> float:
        media = [m for m in pairs.media if any(m in t.held for t in chosen)]
        known = steps(1.0)
        fitted = [Fitted(name, ("a", "b"), {name: answered(name, pairs, t, known)}, 0.0, 0) for t in chosen]
        return hits(rows(fitted, name, media, ["a", "b"]), pairs, media).mean

    assert right("appearance", trials) == 1.0
    assert right("flow", trials) < 0.9
    assert right("naive TCN + BiGRU", trials[:1]) >= 0.5
    assert right("majority", trials) == 0.5


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


def countdown(*names: str) -> Countdown:
    return Countdown(dict.fromkeys(names, 60.0), {}, 1, lambda _: None)


def test_a_program_that_fails_is_told_and_keeps_the_rest(tmp_path: Path) -> None:
    jobs = (Job("broken", "no_such_benchmark"), Job("kept", "no_such_benchmark"))
    (tmp_path / "kept.json").write_text('{"one": 1}')
    found = run_jobs(jobs, 2, tmp_path, tmp_path, countdown("broken", "kept"))
    assert merged(jobs, found) == {"one": 1}
    (told,) = failures(jobs, found)
    assert told.startswith("broken ended with")
    assert merged(jobs[:1], found) is None


def test_the_programs_know_what_they_are_asked() -> None:
    assert {*FLOWS, *STEMS} <= set(VARIANTS)
    for job in (j for several in JOBS.values() for j in several):
        text = (ROOT / "script" / "benchmarks" / f"{job.script}.py").read_text(encoding="utf-8")
        assert all(
            f'"{a}"' in text
            for a in (*job.arguments, "--json")
            if a.startswith("--") and job.script != "model_speed"
        )
        assert job.caches == ('"--cache"' in text)


def test_answers_of_several_programs_are_put_together(tmp_path: Path) -> None:
    jobs = (Job("a", "x"), Job("b", "x"))
    (tmp_path / "a.json").write_text("[1]")
    (tmp_path / "b.json").write_text("[2]")
    assert merged(jobs, run_jobs(jobs, 2, tmp_path, tmp_path, countdown("a", "b"))) == [1, 2]


def test_fits_that_are_there_are_not_made_again(tmp_path: Path) -> None:
    class Once:
        key, cost = "once", 1.0

        def run(self) -> Fitted:
            raise AssertionError

    kept = Fitted("once", ("a",), {"sora": {"x": [1.0]}}, 2.0, 3)
    (tmp_path / "once.json").write_text(json.dumps(vars(kept)))
    assert run_all([Once()], 1, tmp_path, countdown("once")) == {"once": kept}


def test_time_left_follows_the_machine() -> None:
    said: list[str] = []
    now = [0.0]
    left = Countdown({"a": 200.0, "b": 200.0, "c": 200.0}, {"d": 50.0}, 2, said.append, lambda: now[0])
    assert left.left_s == 350.0
    left.skipped("c")
    assert left.left_s == 250.0
    now[0] = 200.0  # twice as long as expected
    left.done("a", "done")
    assert left.left_s == pytest.approx(300.0)
    assert said == ["1/3 a: done; about 5 min left"]


def test_a_section_that_fails_does_not_take_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(context: Context, fitted: object) -> None:
        raise ZeroDivisionError("by nothing")

    sections = {
        "folds": Section(str, report=broken),
        "forms": Section(lambda r: f"| {r} |", report=lambda c, f: [7]),
    }
    monkeypatch.setattr("results.SECTIONS", sections)
    page = tmp_path / "page.md"
    places = {"folds", "forms", "made", "goals", "speed goals"} | {f"{r[0]} goals" for r in RULES}
    page.write_text("".join(f"<!-- {n}: begin -->\n<!-- {n}: end -->\n" for n in sorted(places)))
    context = Context(tmp_path, tmp_path / "work", (0,))
    Making(context, ["folds", "forms"], 1, page).run()
    text = page.read_text()
    assert "<!-- folds: begin -->\nNot measured: ZeroDivisionError('by nothing').\n" in text
    assert "<!-- forms: begin -->\n| [7] |\n" in text
    assert json.loads((tmp_path / "work" / "reports" / "forms.json").read_text()) == [7]
    assert not (tmp_path / "work" / "reports" / "folds.json").exists()


def against(gain: float) -> dict[str, float]:
    return {"gain": gain, "error": 0.02, "better": 0.8}


RULED = {
    "digits": {"accuracy": {"sora": {"mean": 0.79, "error": 0.02}}},
    "grid": {"conditions": {"clean": {"against": against(0.0)}, "white": {"against": against(-0.03)}}},
    "presets": {},
    "label_errors": {
        "rows": [
            {"set": name, "precision_20": share, "precision_20_se": None, "ceiling": 1.0}
            for name, share in (("ego", 0.5), ("fight", 0.35))
        ]
    },
    "dense": {
        name: {"over probe": {f: {"ratio": r, "p": 0.9} for f in ("F1@10", "F1@25", "F1@50", "edit")}}
        for name, r in (("grid", 2.5), ("ego", 1.3), ("ami", 1.0))
    },
    "speed": {
        "rows": [
            {"name": "a picture", "value": 10.0, "unit": "ms", "goal": 8.0 / 0.97, "peer": "P",
             "peer_value": 8.0, "met": False},
            {"name": "a picture, core time", "value": 1.0, "unit": "ms", "goal": 2.0, "peer": "P",
             "peer_value": 2.0, "met": True},
            {"name": "a fit", "value": 12.0, "unit": "s", "goal": 20.0, "peer": None, "peer_value": None,
             "met": True},
        ]
    },
    "machine": {"gpu": None},
}  # fmt: skip


def test_goals_are_judged_by_the_figures() -> None:
    verdicts = {g.what: g.found.verdict for g in goals(RULED)}

    def of(begin: str) -> str:
        (found,) = [v for k, v in verdicts.items() if k.startswith(begin)]
        return found

    assert of("digits") == "**missed**, within one standard error"
    assert of("command word") == "reached: clean; **missed: white**"
    assert of("every preset") == "–"
    assert of("a tenth") == "reached: ego; **missed: fight**"
    assert of("dense: ahead") == "reached: grid, ego; **missed: ami**"
    assert of("dense, F1@50") == "reached"
    assert of("a picture: ≥ 0.97 × the speed of P") == "**missed**"
    assert of("a fit: ≤ 20 s") == "reached"
    assert of("fight") == "–"
    rows_ = goal_table(goals(RULED)).splitlines()
    assert "| fight, folds by source video: 74% (the dream: 80%) | not measured | – |" in rows_
    assert "| speed on a GPU | no GPU was lent | – |" in rows_
    assert not any("core time" in row for row in rows_)


@pytest.mark.parametrize(("mean", "verdict"), [(0.92, "reached"), (0.9199, "**missed**")])
def test_a_goal_is_reached_by_the_mean_itself(mean: float, verdict: str) -> None:
    found = at_least(0.92, {"mean": mean, "error": 0.0, "interval": (0.9, 0.95)})
    assert found.verdict == verdict
    assert "90.0% to 95.0%" in found.measured
    assert Found("nothing").verdict == "–"


def test_seeds_and_sets_are_pooled_for_the_reliability(pairs: LabelledSet, tmp_path: Path) -> None:
    """Always 0.8 sure of “a”: half are right."""
    sure = np.tile([0.8, 0.2], (len(pairs.media), 1))
    found = confidence_facts(
        {"x": pairs, "y": pairs},
        {name: {"sora": [sure] * 25, "uncalibrated": [sure] * 25} for name in "xy"},
    )
    assert found["x"]["sora"]["n"] == 300
    assert found["x"]["sora"]["ece"] is None
    assert found["both"]["sora"]["n"] == 600
    assert found["both"]["sora"]["ece"] == pytest.approx(0.3)
    (only,) = found["both"]["sora"]["bins"]
    assert (only["confidence"], only["accuracy"]) == pytest.approx((0.8, 0.5))
    draw_reliability(found, tmp_path / "reliability.png")
    assert (tmp_path / "reliability.png").stat().st_size > 5000


def test_confusions_are_clips_per_seed(pairs: LabelledSet) -> None:
    sure = np.tile([0.8, 0.2], (len(pairs.media), 1))
    half = sure.copy()
    half[1::2] = [0.4, 0.6]
    found = class_facts([sure, half], pairs)
    assert found["confusion"] == [[6.0, 0.0], [3.0, 3.0]]
    assert found["classes"][0]["recall"] == 1.0
    assert found["classes"][1]["precision"] == 1.0


def test_the_curve_shows_each_line_where_it_belongs(tmp_path: Path) -> None:
    from sora_model.media.opencv import cv2

    def row(labels: int, sora: float, linear: float) -> dict[str, float]:
        return {
            "labels_per_class": labels, "draws": 5, "sora": sora, "sora_error": 0.01, "linear": linear,
            "linear_error": 0.01, "gain": sora - linear, "gain_error": 0.01,
        }  # fmt: skip

    curve = [row(1, 0.5, 0.2), row(5, 0.8, 0.3), row(10, 1.0, 0.4)]
    draw_curves({"ego": {"curve": curve}, "fight": {"curve": curve[:1]}}, tmp_path / "curve.png")
    picture = cv2.imread(str(tmp_path / "curve.png"))
    picture = picture[:, : picture.shape[1] // 2]
    blue = np.argwhere((picture == (180, 90, 20)).all(axis=2))
    grey = np.argwhere((picture == (110, 110, 110)).all(axis=2))
    right = picture.shape[1] - 35
    assert blue[blue[:, 1] > right, 0].mean() < grey[grey[:, 1] > right, 0].mean()
    transfer = {"labels_per_class": 5, "draws": 4, "init": 0.9, "init_error": 0.02, "imagenet": 0.8,
                "imagenet_error": 0.02, "gain": 0.1, "gain_error": 0.03}  # fmt: skip
    text = few_table({"ego": {"curve": curve, "transfer": transfer}})
    assert "| ego | 5 | 80.0% ± 1.0% | 30.0% ± 1.0% | +50.0% ± 1.0% | 5 |" in text
    assert "90.0% ± 2.0% with it" in text


def test_the_page_has_a_place_for_every_table() -> None:
    page = (ROOT / "docs" / "results.md").read_text(encoding="utf-8")
    places = {*SECTIONS, "made", "goals", "classes", "calibration"} | {f"{r[0]} goals" for r in RULES}
    assert all(f"<!-- {name}: begin -->" in page and f"<!-- {name}: end -->" in page for name in places)

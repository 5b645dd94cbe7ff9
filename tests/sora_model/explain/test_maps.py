"""Maps of decisions worked by hand: what a linear one rests on is known cell by cell and step by step."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import Tensor

from sora_model.data.extraction import never
from sora_model.data.motion import BINS, GRID, MOTION_CHANNELS
from sora_model.data.sound import AUDIO_CHANNELS, BANDS
from sora_model.explain import maps
from sora_model.explain.decision import Decision
from sora_model.explain.faithfulness import SOUND_DRAWS, sound_test
from sora_model.explain.hiding import head_changes, hide_cells, hide_steps, span_masks, square_masks
from sora_model.inference import Predictor
from sora_model.media.progress import Cancelled
from tests.sora_model.conftest import Trained
from tests.sora_model.explain.batches import Linear, batch_of

STEPS, CELLS, CHANNELS = 12, 7, 3


def linear() -> Linear:
    return Linear(batch_of(STEPS, CELLS, CHANNELS, seed=1))


def test_hirescam_of_a_linear_decision_is_weight_times_value() -> None:
    decision = linear()
    decision.grid[2, 5, 0] = 2.0
    decision.grid[4, 1, 1] = -3.0
    field = maps.activation(decision, 0, "hirescam")
    values = decision.batch.grid[0].double().sum(dim=0)
    assert field[2, 5] == pytest.approx(2.0 * float(values[2, 5, 0]), rel=1e-5)
    assert field[4, 1] == pytest.approx(-3.0 * float(values[4, 1, 1]), rel=1e-5)
    field[2, 5] = field[4, 1] = 0
    assert np.abs(field).max() < 1e-6


def test_the_head_enters_where_its_cells_lie() -> None:
    decision = linear()
    decision.head[2] = 5.0
    field = maps.activation(decision, 0, "hirescam")
    first = decision.batch.grid[0, ..., 0].double().sum(dim=0).numpy()
    np.testing.assert_allclose(field, 5.0 * first / CELLS**2, rtol=1e-5)
    hidden = hide_cells(decision.batch, square_masks(CELLS, 0), head_changes(decision))
    values = decision.batch.grid[0, ..., 0]
    change = (values.mean(dim=0) - values).flatten(1).T / CELLS**2  # (cells², V)
    torch.testing.assert_close(
        hidden.head[..., 3] - decision.batch.head[..., 3], change, atol=1e-5, rtol=1e-4
    )


def test_grad_cam_averages_the_slope_over_the_picture_and_keeps_what_speaks_for_the_class() -> None:
    decision = linear()
    decision.grid[2, 5, 0] = 49.0
    field = maps.activation(decision, 0, "grad-cam")
    grid = decision.batch.grid[0].double()
    np.testing.assert_allclose(field, grid[..., 0].relu().sum(dim=0).numpy(), rtol=1e-5)


def test_motion_enters_at_its_cells_with_its_whole_share() -> None:
    decision = linear()
    row, column = 3, 0
    channel = (row * GRID + column) * BINS + 5
    decision.motion[channel] = 4.0
    field = maps.activation(decision, 0, "hirescam")
    share = 4.0 * float(decision.batch.motion[0, :, channel].sum())
    assert field.sum() == pytest.approx(share, rel=1e-5)
    # A quarter of seven cells is one and three quarters: the last cell and most of the one before.
    assert field[6, 0] == pytest.approx(share / 1.75**2, rel=1e-5)
    assert field[5, 1] == pytest.approx(share * (0.75 / 1.75) ** 2, rel=1e-5)
    assert np.abs(field[:5]).max() < 1e-5


def test_occlusion_is_highest_where_the_decision_looks() -> None:
    decision = linear()
    decision.grid[5, 2, 1] = 1.0
    with torch.no_grad():
        decision.batch.grid[0, ::2, 5, 2, 1] += 4.0  # differs from its own mean: hiding it costs
    decision.rule = lambda grid: grid.std(dim=1)
    field = maps.occlusion(decision, 0, never)
    assert np.unravel_index(field.argmax(), field.shape) in {(i, j) for i in (4, 5, 6) for j in (1, 2, 3)}
    assert field[:3].max() == pytest.approx(0, abs=1e-5)
    assert field[5, 2] == pytest.approx(float(decision.batch.grid[0, :, 5, 2, 1].std()), rel=1e-4)


def test_evidence_in_time_peaks_at_the_planted_moment() -> None:
    decision = linear()
    decision.motion[-1] = 1.0
    with torch.no_grad():
        decision.batch.motion[0, :, -1] = 0.0
        decision.batch.motion[0, 8, -1] = 6.0
    decision.over_time = lambda motion: motion.amax(dim=1)
    curve = maps.evidence(decision, 0, never)
    assert curve.shape == (STEPS,)
    assert abs(int(curve.argmax()) - 8) <= maps.SPAN_STEPS // 2
    assert curve.max() == pytest.approx(6.0 - 0.5)  # its own mean over the stretch stays
    assert curve[:4].max() == pytest.approx(0)


def planted_sound() -> Linear:
    """A loud moment in step 8 of 12, and a motion that speaks for the class as well."""
    decision = linear()
    decision.audio[7], decision.motion[-1] = 1.0, 1.0
    with torch.no_grad():
        decision.batch.audio[0, :, 7] = -0.25
        decision.batch.audio[0, 8, 7] = 2.75
    return decision


def test_what_is_heard_peaks_at_the_planted_sound_and_is_the_sounds_alone() -> None:
    curve = maps.heard(planted_sound(), 0, never)
    assert abs(int(curve.argmax()) - 8) <= maps.SPAN_STEPS // 2
    # Four steps become the mean, 0 where all is -0.25 but one: 2.75 less, three times 0.25 more.
    assert curve.max() == pytest.approx(2.75 - 3 * 0.25)
    assert curve[2:5] == pytest.approx(-4 * 0.25, abs=1e-5)


def test_the_sounds_test_passes_the_true_order_and_no_other() -> None:
    decision = planted_sound()
    decision.motion[-1] = 0.0
    weights = maps.heard(decision, 0, never)
    found = sound_test(decision, 0, weights, never)
    assert found.trusted
    assert len(found.random_deletion) == SOUND_DRAWS
    assert found.deletion < min(found.random_deletion) + 1e-9
    assert found.insertion > max(found.random_insertion) - 1e-9
    assert not sound_test(decision, 0, -weights, never).trusted
    decision.audio[7] = 0.0  # deaf: no order is better than another
    assert not sound_test(decision, 0, weights, never).trusted


def test_the_sound_map_is_slope_times_difference_from_the_mean() -> None:
    decision = linear()
    decision.audio[7] = 2.0
    decision.audio[BANDS + 7] = 1.0
    field = maps.sound_map(decision, 0)
    audio = decision.batch.audio[0].double().numpy()
    means = audio - audio.mean(axis=0)
    assert field.shape == (STEPS, BANDS)
    np.testing.assert_allclose(field[:, 7], 2 * means[:, 7] + means[:, BANDS + 7], rtol=1e-4, atol=1e-5)
    assert np.abs(np.delete(field, 7, axis=1)).max() == 0


def test_hidden_cells_stand_still_and_the_others_stay() -> None:
    batch = batch_of(STEPS, CELLS, CHANNELS, seed=2)
    masks = torch.zeros(2, CELLS, CELLS)
    masks[1, :2, :2] = 1.0
    hidden = hide_cells(batch, masks)
    torch.testing.assert_close(hidden.grid[0], batch.grid[0])
    torch.testing.assert_close(hidden.motion[0], batch.motion[0], atol=1e-5, rtol=1e-5)
    assert hidden.grid[1, :, :2, :2].std(dim=0).max() < 1e-6
    torch.testing.assert_close(hidden.grid[1, :, 2:], batch.grid[0, :, 2:])
    first = hidden.motion[1, :, :BINS]
    assert float(first.abs().max()) == pytest.approx(0, abs=1e-6)
    below = slice(10 * BINS, GRID * GRID * BINS)
    torch.testing.assert_close(hidden.motion[1, :, below], batch.motion[0, :, below])
    everything = hide_cells(batch, torch.ones(1, CELLS, CELLS))
    assert float(everything.motion.abs().max()) < 1e-4


def test_masks_cover_what_they_say() -> None:
    squares = square_masks(5, 1)
    assert squares.shape == (25, 5, 5)
    assert squares[12].sum() == 9
    assert squares[0].sum() == 4
    spans = span_masks(10, 4, 2)
    assert spans.shape == (5, 10)
    assert spans[2].nonzero().flatten().tolist() == [2, 3, 4, 5]
    batch = batch_of(10, 2, 1, seed=3)
    hidden = hide_steps(batch, spans)
    assert hidden.grid.shape[0] == 5
    torch.testing.assert_close(hidden.motion[2, 3], batch.motion[0].mean(dim=0))
    torch.testing.assert_close(hidden.motion[2, 7], batch.motion[0, 7])


def test_a_cancelled_map_stops() -> None:
    with pytest.raises(Cancelled):
        maps.occlusion(linear(), 0, lambda: True)


def test_the_decision_explained_is_the_one_that_is_taken(trained: Trained) -> None:
    """Network and probe blended, to the last digits: else the map explains another model."""
    predictor = Predictor(trained.checkpoint, trained.cache, "cpu")
    features = predictor.extractor.features(trained.manifest.media[0])
    block = features.block(0, features.count)
    decision = Decision(predictor, features, block)
    with torch.inference_mode():
        own = decision.log_probabilities(decision.batch).exp()[0].numpy()
        twice = replace(decision.batch, motion=decision.batch.motion * 1.0)
        again: Tensor = decision.log_probabilities(twice).exp()[0]
    np.testing.assert_allclose(own, predictor.look_at(block, features).clip, atol=1e-6)
    np.testing.assert_allclose(own, again.numpy(), atol=1e-9)
    assert decision.batch.motion.shape[2] == MOTION_CHANNELS
    assert decision.batch.audio.shape[2] == AUDIO_CHANNELS

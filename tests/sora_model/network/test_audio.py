"""The sound branch: level and room change nothing; a film without sound gives the token whatever its array
holds.
"""

from __future__ import annotations

import pytest
import torch

from sora_model.data.sound import AUDIO_CHANNELS, BANDS
from sora_model.network.audio import NEAR, SHAPE, AudioBranch


def branch() -> AudioBranch:
    torch.manual_seed(0)
    made = AudioBranch(16, 0.0)
    torch.nn.init.normal_(made.absent)
    return made


def sounds(steps: int = 6) -> torch.Tensor:
    """Two films of log-mel energies."""
    return 2 * torch.randn(2, steps, AUDIO_CHANNELS, generator=torch.Generator().manual_seed(1))


PRESENT = torch.tensor([True, False])
MASK = torch.tensor([[True] * 4 + [False] * 2, [True] * 6])


@pytest.mark.parametrize("rubbish", [0.0, 1e6, float("nan")])
def test_what_a_silent_film_holds_is_not_looked_at(rubbish: float) -> None:
    network, sound = branch(), sounds()
    reference = network(sound, PRESENT, MASK)
    sound[1] = rubbish
    sound[0, 4:] = rubbish
    out = network(sound, PRESENT, MASK)
    torch.testing.assert_close(out[0, :4], reference[0, :4], rtol=0, atol=0)
    torch.testing.assert_close(out[1], network.absent.expand(6, -1), rtol=0, atol=0)
    out[MASK].sum().backward()
    assert all(p.grad is not None and p.grad.isfinite().all() for p in network.parameters())


def test_gradients_reach_every_parameter_and_the_token() -> None:
    network = branch()
    (network(sounds(), PRESENT, MASK) * torch.randn(2, 6, 16)).sum().backward()
    for parameter in network.parameters():
        assert parameter.grad is not None
        assert parameter.grad.abs().sum() > 0
    silent = branch()
    silent(sounds(), torch.zeros(2, dtype=torch.bool), MASK).sum().backward()
    assert silent.absent.grad is not None
    assert silent.absent.grad.abs().sum() > 0


def test_a_padded_batch_equals_single_runs() -> None:
    network, sound = branch(), sounds()
    both = torch.tensor([True, True])
    together = network(sound, both, MASK)
    alone = network(sound[:1, :4], both[:1], MASK[:1, :4])
    torch.testing.assert_close(together[:1, :4], alone)


def test_level_and_room_change_nothing() -> None:
    network, sound = branch(), sounds()[:1]
    heard = torch.ones(1, 6, dtype=torch.bool)
    room = torch.zeros(AUDIO_CHANNELS)
    room[: 2 * BANDS] = 0.3 * torch.linspace(-1, 1, BANDS).repeat(2)
    shape, louder, muffled = (network.shape(x, heard) for x in (sound, sound + 3.0, sound + room))
    assert shape.shape == (1, 6, SHAPE)
    torch.testing.assert_close(louder, shape, rtol=1e-4, atol=1e-4)
    # Not exactly: what is near silence in one room is a little less so in another.
    assert (muffled - shape).abs().mean() < 0.02 * shape.abs().mean()


def test_what_is_far_away_is_not_compared_with() -> None:
    network, sound = branch(), sounds(5 * NEAR)[:1]
    heard = torch.ones(1, 5 * NEAR, dtype=torch.bool)
    shape = network.shape(sound, heard)
    sound[:, 3 * NEAR :] += 5.0
    changed = network.shape(sound, heard)
    torch.testing.assert_close(changed[:, :NEAR], shape[:, :NEAR])
    assert not torch.allclose(changed[:, 3 * NEAR - 1], shape[:, 3 * NEAR - 1])

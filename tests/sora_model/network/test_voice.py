from __future__ import annotations

import torch

from sora_model.data.sound import AUDIO_CHANNELS, BANDS
from sora_model.network.voice import VOICE, voice


def spoken(seed: int, steps: int = 10) -> torch.Tensor:
    """`(T, A)`: log-mel energies in which a band moves up or down through the clip."""
    random = torch.Generator().manual_seed(seed)
    audio = torch.randn(steps, AUDIO_CHANNELS, generator=random) * 0.1
    way = torch.linspace(0, BANDS - 1, steps)[:, None]
    distance = torch.arange(BANDS) - (way if seed % 2 else way.flip(0))
    audio[:, :BANDS] += 8 * torch.exp(-((distance / 8) ** 2))
    return audio


def test_level_and_room_change_nothing_but_the_words_do() -> None:
    one, other = spoken(1), spoken(2)
    room = torch.zeros(AUDIO_CHANNELS)
    room[:BANDS] = torch.linspace(-0.5, 0.5, BANDS)
    whole = torch.tensor([[0, 10]])
    same, louder, muffled, different = (voice(x, whole)[0] for x in (one, one + 2.0, one + room, other))
    assert same.shape == (VOICE,)
    torch.testing.assert_close(same, louder)
    near = torch.nn.functional.cosine_similarity(same, muffled, dim=0)
    far = torch.nn.functional.cosine_similarity(same, different, dim=0)
    assert near > 0.95
    assert far < 0.7


def test_windows_see_only_their_own_steps() -> None:
    audio = torch.cat([spoken(1), spoken(2)])
    rows = voice(audio, torch.tensor([[0, 10], [10, 20], [3, 4], [19, 25]]))
    torch.testing.assert_close(rows[0], voice(spoken(1), torch.tensor([[0, 10]]))[0])
    torch.testing.assert_close(rows[1], voice(spoken(2), torch.tensor([[0, 10]]))[0])
    assert bool(rows.isfinite().all())


def test_silence_around_what_is_said_changes_nothing() -> None:
    said = spoken(1)
    silence = torch.full((4, AUDIO_CHANNELS), -11.0)
    around = voice(torch.cat([silence, said, silence[:2]]), torch.tensor([[0, 16]]))
    torch.testing.assert_close(around, voice(said, torch.tensor([[0, 10]])))
    assert bool(voice(silence, torch.tensor([[0, 4]])).isfinite().all())

"""The curves of a film come from the network and the probe, in the shares of the checkpoint."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from sora_model.curves import Voices, dense_curves, sliding_probe
from sora_model.inference import Predictor, run_network
from tests.sora_model.conftest import Trained


@pytest.mark.parametrize("exclusive", [True, False])
def test_curves_run_from_network_to_probe(trained: Trained, exclusive: bool) -> None:
    predictor = Predictor(trained.checkpoint, trained.cache, "cpu")
    features = predictor.extractor.features(trained.manifest.media[0])
    known = replace(
        predictor.checkpoint,
        exclusive=exclusive,
        decoder=replace(predictor.checkpoint.decoder, knows_background=True),
    )
    out = run_network(predictor.model, features, torch.device("cpu"), lambda: False)
    scores, novelty = sliding_probe(predictor.probe, features, known.decoder.window, lambda: False)

    def curves(share: float, turned: bool) -> np.ndarray:
        config = replace(known.config, probe_share=share)
        dense = -out.dense if turned else out.dense
        voices = Voices(dense[0].double().numpy(), scores, novelty)
        return dense_curves(replace(known, config=config), voices, 0.0)

    # The probe alone does not hear the network, and ranks as its own scores do.
    np.testing.assert_allclose(curves(1.0, turned=True), curves(1.0, turned=False))
    assert np.array_equal(curves(1.0, turned=False).argmax(axis=1), scores.argmax(axis=1))
    assert not np.allclose(curves(0.5, turned=True), curves(0.5, turned=False))
    if exclusive:
        np.testing.assert_allclose(curves(0.5, turned=False).sum(axis=1), 1)
    else:
        network = 1 / (1 + np.exp(-out.dense[0].double().numpy()))
        np.testing.assert_allclose(curves(0.0, turned=False), network, atol=1e-9)

"""The table of maps: each over the clips that have it."""

from __future__ import annotations

import numpy as np
import pytest
from faithfulness import Row, page, summary


def row(deletion: float, attention: float | None) -> Row:
    def cell(value: float) -> Row:
        return {"deletion": value, "insertion": 1 - value, "trusted": value < 0.5}

    maps = {"occlusion": cell(deletion)} | ({} if attention is None else {"attention": cell(attention)})
    beside = {"deletion": 0.8, "insertion": 0.2}
    return {"right": True, "maps": maps, "random": beside, "centre": beside}


def test_a_run_without_attention_counts_for_the_other_maps() -> None:
    rows = [row(0.2, 0.6), row(0.4, 0.8), row(0.6, None)]
    found = summary(rows)
    assert found["maps"]["occlusion"]["ratio"] == pytest.approx(0.4 / 0.8)
    assert found["maps"]["attention"]["deletion"] == pytest.approx(0.7)
    assert found["maps"]["occlusion"]["trusted"] == pytest.approx(2 / 3)
    assert found["maps"]["random"]["ratio"] == 1
    assert all(np.isfinite(value) for line in found["maps"].values() for value in line.values())
    alone = summary(rows[2:] * 2)
    assert "attention" not in alone["maps"]
    assert "| attention |" in page({"both": found})

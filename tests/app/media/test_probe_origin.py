"""Second 0 of a transport stream is its first frame, not a rounded microsecond beside it."""

from __future__ import annotations

from pathlib import Path

from app.media.probe import probe
from tests.footage import footage


def test_a_rounded_container_start_is_the_first_frame(tmp_path: Path) -> None:
    facts = probe(footage("torture/original/sample_h265.ts"), quick=True, cache_dir=tmp_path)
    assert facts.start * facts.time_base == facts.origin

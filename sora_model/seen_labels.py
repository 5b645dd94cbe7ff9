"""Which labels an earlier run was trained on, told by the job beside its checkpoint."""

from __future__ import annotations

from pathlib import Path

from sora_model.contract.errors import SoraError
from sora_model.contract.jobs import TrainJob
from sora_model.contract.manifest import MediaSpec, RangeSpec

JOB = "job.json"
LabelKey = tuple[str, int, int, str | None]


def label_key(medium: MediaSpec, item: RangeSpec) -> LabelKey:
    """Names one label by content, place and class."""
    return medium.content_key, item.start, item.end, item.class_id


def seen_labels(folder: Path) -> frozenset[LabelKey]:
    """The positive labels of the run in `folder`; none where its job is not there."""
    try:
        job = TrainJob.from_json((folder / JOB).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, SoraError):
        return frozenset()
    return frozenset(label_key(m, r) for m in job.manifest.media for r in m.ranges if r.kind == "positive")

"""The model's vectors with the project's names beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from app.session.manifests import Snapshot, label_places
from sora_model.contract.embeddings import Embeddings, Level


class VectorRows(Protocol):
    """What `sora_model.embedding.embed` answers."""

    @property
    def vectors(self) -> NDArray[np.float32]: ...
    @property
    def media_ids(self) -> Sequence[str]: ...
    @property
    def start(self) -> NDArray[np.int64]: ...
    @property
    def end(self) -> NDArray[np.int64]: ...
    @property
    def class_ids(self) -> Sequence[str]: ...
    @property
    def made_by(self) -> str: ...


def embeddings_of(rows: VectorRows, level: Level, snapshot: Snapshot) -> Embeddings:
    """`rows` with ids of labels, names of films and classes, and seconds."""
    media = {m.id: m for m in snapshot.media}
    classes = {c.id: c.name for c in snapshot.classes}
    places = {place: list(ids) for place, ids in label_places(snapshot).items()}
    starts, ends = rows.start.tolist(), rows.end.tolist()
    ids = list(rows.media_ids)
    if level == "segment":
        found = zip(rows.media_ids, starts, ends, rows.class_ids, strict=True)
        ids = [places[place].pop(0) for place in found]

    def seconds(ticks: Sequence[int]) -> NDArray[np.float64]:
        pairs = zip(rows.media_ids, ticks, strict=True)
        return np.array([float(media[m].scale.seconds(tick)) for m, tick in pairs])

    def texts(values: Sequence[str]) -> NDArray[np.str_]:
        return np.array(values, dtype=np.str_)

    return Embeddings(
        level=texts([level])[0],
        made_by=texts([rows.made_by])[0],
        ids=texts(ids),
        media_ids=texts(rows.media_ids),
        media=texts([media[m].name for m in rows.media_ids]),
        class_ids=texts(rows.class_ids),
        classes=texts([classes.get(c, "") for c in rows.class_ids]),
        start=rows.start,
        end=rows.end,
        start_s=seconds(starts),
        end_s=seconds(ends),
        vectors=rows.vectors,
    )

"""Vectors of steps, labels or films as a file for other tools: one npz of plain arrays, no pickle."""

from __future__ import annotations

import os
import zipfile
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from sora_model.contract.errors import SoraError

Level = Literal["frame", "segment", "film"]
LEVELS: tuple[Level, ...] = ("frame", "segment", "film")
Texts = NDArray[np.str_]


@dataclass(frozen=True)
class Embeddings:
    """`N` rows: `vectors (N, K) float32` of length 1, whose dot product says how alike two are.

    Each row is about `[start, end)` in ticks of its medium's own time base, and the same in seconds of its
    container: `start_s`, `end_s`. `ids`: of the label at level segment, else of the medium. `media`: names.
    `classes`: names, empty but at level segment. `made_by`: what the vectors are made of, in words.
    """

    level: Texts
    made_by: Texts
    ids: Texts
    media_ids: Texts
    media: Texts
    class_ids: Texts
    classes: Texts
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    start_s: NDArray[np.float64]
    end_s: NDArray[np.float64]
    vectors: NDArray[np.float32]

    def save(self, path: Path) -> None:
        """Write the npz atomically (temporary name, then rename); the file is named as told. `OSError`."""
        temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
        arrays: dict[str, NDArray[Any]] = {f.name: getattr(self, f.name) for f in fields(self)}
        try:
            with open(temporary, "wb") as file:
                np.savez_compressed(file, allow_pickle=False, **arrays)
            os.replace(temporary, path)
        finally:
            temporary.unlink(missing_ok=True)

    @staticmethod
    def load(path: Path) -> Embeddings:
        """Raises `SoraError` where the file is no such archive."""
        names = [f.name for f in fields(Embeddings)]
        try:
            with open(path, "rb") as file, np.load(file, allow_pickle=False) as data:
                return Embeddings(**{name: data[name] for name in names})
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
            raise SoraError(
                "{path}: the embeddings cannot be read ({reason}).", path=path, reason=error
            ) from error

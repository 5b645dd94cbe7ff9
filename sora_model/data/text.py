"""What is written about a medium → a vector per step: hashed n-grams, no language model.

Feature hashing with signs after Weinberger et al., "Feature Hashing for Large Scale Multitask Learning" (ICML
2009).
"""

from __future__ import annotations

import hashlib
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sora_model.contract.manifest import MediaSpec
from sora_model.data.sampling import StepGrid

TEXT_CHANNELS = 256

# Scripts that are written without spaces between words: kana, Han, Hangul, and their extensions.
_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0002fa1f"
_WORD = re.compile(rf"[{_UNSPACED}]+|[^\W_{_UNSPACED}]+")
_IS_UNSPACED = re.compile(rf"[{_UNSPACED}]")


def hashed_ngrams(text: str) -> NDArray[np.float32]:
    """`(TEXT_CHANNELS,)`: signed logarithmic counts of words and 3-grams of characters, of length 1; zero
    where there is no word. The same on every machine.
    """
    out = np.zeros(TEXT_CHANNELS, np.float32)
    for gram, count in Counter(_ngrams(text)).items():
        number = int.from_bytes(hashlib.blake2b(gram.encode(), digest_size=8).digest(), "little")
        sign = 1.0 if number >> 63 else -1.0
        out[number % TEXT_CHANNELS] += sign * math.log1p(count)
    norm = float(np.linalg.norm(out))
    return out / norm if norm > 0 else out


def _ngrams(text: str) -> Iterator[str]:
    """Words with the 3-grams of “<word>”; where words are not spaced, characters and pairs of them."""
    for word in _WORD.findall(unicodedata.normalize("NFKC", text).casefold()):
        if _IS_UNSPACED.match(word):
            yield from (f"c{character}" for character in word)
            yield from (f"p{word[i : i + 2]}" for i in range(len(word) - 1))
        else:
            yield f"w{word}"
            framed = f"<{word}>"
            yield from (f"g{framed[i : i + 3]}" for i in range(len(framed) - 2))


@dataclass(frozen=True)
class TextTrack:
    """The texts of one medium by step: `spans (N, 2)` half-open in steps, `vectors (N, TEXT_CHANNELS)`."""

    count: int
    spans: NDArray[np.int64]
    vectors: NDArray[np.float32]

    @staticmethod
    def of(medium: MediaSpec, grid: StepGrid) -> TextTrack:
        spans = [grid.steps(item.start, item.end) for item in medium.texts]
        vectors = [hashed_ngrams(item.text) for item in medium.texts]
        return TextTrack(
            grid.count,
            np.array(spans, np.int64).reshape(-1, 2),
            np.array(vectors, np.float32).reshape(-1, TEXT_CHANNELS),
        )

    def block(self, first: int, last: int) -> NDArray[np.float32]:
        """`(last - first, TEXT_CHANNELS)`: the sum of the texts that hold at each step, of length 1; zero
        where there are none.
        """
        out = np.zeros((last - first, TEXT_CHANNELS), np.float32)
        for (low, high), vector in zip(self.spans, self.vectors, strict=True):
            if low < last and high > first:
                out[max(low - first, 0) : high - first] += vector
        length = np.linalg.norm(out, axis=1, keepdims=True)
        return np.asarray(np.divide(out, length, out=out, where=length > 0), dtype=np.float32)

"""What commands print: one JSON object on stdout with `--json`, progress and faults on stderr."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Mapping
from typing import Any


def show(result: Mapping[str, Any], *, as_json: bool, lines: list[str] | None = None) -> None:
    """Exactly one JSON object, or `lines` for people (default: the object's items, one a line)."""
    if as_json:
        print(json.dumps(result, ensure_ascii=False, default=str))
        return
    for line in lines if lines is not None else [f"{key}: {value}" for key, value in result.items()]:
        print(line)


class Progress:
    """Progress on stderr: a line that is rewritten on a terminal, a new line at most every 5 s elsewhere."""

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()
        self._last = 0.0
        self._shown = ""

    def __call__(self, what: str, done: int, total: int, eta_s: float | None = None) -> None:
        now = time.monotonic()
        if now - self._last < (0.1 if self._terminal else 5.0) and done < total:
            return
        self._last = now
        share = f"{done}/{total}" if total else f"{done}"
        rest = f", {eta_s:.0f} s left" if eta_s is not None else ""
        text = f"{what} {share}{rest}"
        if text == self._shown:
            return
        self._shown = text
        if self._terminal:
            print(f"\r\033[K{text}", end="\n" if done >= total else "", file=sys.stderr, flush=True)
        else:
            print(text, file=sys.stderr, flush=True)

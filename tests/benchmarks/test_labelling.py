"""The labelling bench: a part that fails or hangs leaves what the others found."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import labelling
import pytest
from labelling import PARTS, Part, measured, output

FOUND = """
print("on the way")
print('{"rows": [{"name": "labels", "value": 20}]}')
raise SystemExit(%d)
"""


@pytest.mark.parametrize(("code", "sound"), [(0, True), (1, False)])
def test_rows_stand_whether_the_part_found_a_fault_or_not_and_name_the_screen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, sound: bool
) -> None:
    script = tmp_path / "part.py"
    script.write_text(FOUND % code, "utf-8")
    monkeypatch.setattr(labelling, "PARTS", {"part": Part(str(script), 60)})
    rows = [{"name": "offscreen: labels", "value": 20}]
    assert measured("part", "offscreen", 60) == (rows, sound)


def test_a_part_that_breaks_has_no_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(labelling, "PARTS", {"part": Part(str(tmp_path / "gone.py"), 60)})
    assert measured("part", "", 60) == ([], False)


def test_what_hangs_is_ended() -> None:
    hangs = "import time; time.sleep(600)"
    assert output([sys.executable, "-c", hangs], os.environ, 0.5) == ("", False)


def test_every_part_is_there() -> None:
    assert all((labelling.HERE / part.script).is_file() for part in PARTS.values())

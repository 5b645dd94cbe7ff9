"""Work on very many labels: how long it takes, and the longest that the window stands still meanwhile.

In the project of 100,000 labels and 1,000,000 boxes. The window's event loop is asked for a turn every two
milliseconds; the longest time between two of them is how long a key press could have waited.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from big_project import copy_of, make_big_project
from open_window import OpenWindow
from PySide6.QtCore import QTimer
from table import Row, show

from app.domain.segments import Segment
from app.session.label_records import with_class

LONGEST_S = 240
ASKED_EVERY_MS = 2


class LongWork:
    def __init__(self, window: OpenWindow) -> None:
        self._window = window
        self._turn = self._longest = 0.0
        self._timer = QTimer(window.application)
        self._timer.setInterval(ASKED_EVERY_MS)
        self._timer.timeout.connect(self._beat)

    def _beat(self) -> None:
        now = time.perf_counter()
        self._longest = max(self._longest, now - self._turn)
        self._turn = now

    def rows(self, name: str, begin: Callable[[], object], until: Callable[[], object]) -> list[Row]:
        """Measure one deed from the wish until it is seen."""
        self._window.settle(1.0)
        began = self._turn = time.perf_counter()
        self._longest = 0.0
        self._timer.start()
        begin()
        self._window.wait(until, LONGEST_S, name)
        took = time.perf_counter() - began
        self._window.settle(0.3)  # what follows from it
        self._timer.stop()
        print(f"{name}: {took:.1f} s, {1000 * self._longest:.0f} ms", file=sys.stderr)
        return [
            Row(f"{name}: until it is seen", took, "s"),
            Row(f"{name}: longest the window stood still", 1000 * self._longest, "ms"),
        ]


def measured(project: Path, home: Path) -> list[Row]:
    """Every kind of work, one after another, in one window."""
    window = OpenWindow(home)
    studio = window.studio
    try:
        studio.change_settings(train_automatically=False, thumbnails=False, quick_copies=False)
        window.open(project)
        window.settle(3.0)
        work, workspace = LongWork(window), studio.workspace
        assert workspace is not None
        classes = [c for c in workspace.project.catalogue.ontology if c.kind.value == "segment"]
        count = workspace.tally.by_class

        def idle() -> bool:
            return not workspace.editing.held and not studio.board.running

        rows = work.rows(
            "table of all labels",
            lambda: studio.act("label_table"),
            lambda: studio.label_table.dialog is not None and len(studio.label_table.dialog.records) > 90_000,
        )
        table = studio.label_table.dialog
        assert table is not None
        first = table.records[0]
        rows += work.rows(
            "table sorted the other way",
            lambda: table.sort_wished.emit(2, True),
            lambda: table.records[0] is not first,
        )
        labels = [r for r in table.records if isinstance(r.label, Segment)]
        ontology = workspace.project.catalogue.ontology
        rows += work.rows(
            f"class of {len(labels):,} labels",
            lambda: studio.label_table._perform(
                "class", labels, lambda: with_class(labels, classes[0].id, ontology)
            ),
            lambda: count().get(classes[0].id, 0) > 90_000 and idle(),
        )
        rows += work.rows(
            "its undo",
            lambda: studio.act("undo"),
            lambda: count().get(classes[0].id, 0) < 90_000 and idle(),
        )
        table.close()
        merged = classes[0].id, classes[1].id
        rows += work.rows(
            f"class of {count().get(merged[0], 0):,} labels merged",
            lambda: studio.classes._merge(*merged, True),
            lambda: merged[0] not in workspace.project.catalogue.ontology and idle(),
        )
        rows += work.rows("what changed since", lambda: studio.act("changed_session"), idle)
        return rows
    finally:
        window.close()


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    parser.add_argument("--keep", type=Path, help="folder to keep the generated project in")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sora-long-") as own:
        place = Path(own)
        big = make_big_project((options.keep or place / "big").resolve())
        rows = measured(copy_of(big, place / "copy"), place / "home")
    show(rows, options.json)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

"""The peers' actions are counted from what is to be labelled, by the ways that their manuals name."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).resolve().parents[2] / "script" / "benchmarks"
if str(BENCHMARKS) not in sys.path:
    sys.path.append(str(BENCHMARKS))

from label_actions import Wanted, boris, elan, missed, wanted  # noqa: E402

SERVE, HIT = Wanted("serve", 1.0, 3.0, "net"), Wanted("hit", 4.0, 4.0)


def test_there_are_twenty_labels_none_of_which_begins_where_one_ends() -> None:
    labels = wanted()
    assert len(labels) == 20
    ends = {w.end for w in labels if w.end > w.start}
    assert not ends & {w.start for w in labels}


def test_each_way_counts_its_keys() -> None:
    assert boris([SERVE, HIT]) == 2 + 2 + 2 + 1  # play, pause; begin, end; modifier, Enter; a point
    actions, again = elan([SERVE, HIT])
    assert actions == 2 + 4 + 1 + 2 + 2  # play, pause; Enter twice each; another tier; the value; the mode
    assert again == pytest.approx(2.0)


def test_a_label_of_other_words_or_another_place_counts_as_missed() -> None:
    assert missed([SERVE, HIT], [Wanted("serve", 1.1, 3.1, "net"), HIT], 1.0) == 0
    assert missed([SERVE, HIT], [Wanted("serve", 1.1, 3.1), Wanted("hit", 6.0, 6.0)], 1.0) == 2

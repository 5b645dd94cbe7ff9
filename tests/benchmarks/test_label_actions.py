"""The peers' actions are counted from what is to be labelled, by the ways that their manuals name."""

from __future__ import annotations

from label_actions import Wanted, boris, elan, missed, wanted

SERVE, HIT = Wanted("serve", 1.0, 3.0, "net"), Wanted("hit", 4.0, 4.0)


def test_there_are_twenty_labels_none_of_which_begins_where_one_ends() -> None:
    labels = wanted()
    assert len(labels) == 20
    ends = {w.end for w in labels if w.end > w.start}
    assert not ends & {w.start for w in labels}


def test_each_way_counts_its_keys() -> None:
    assert boris([SERVE, HIT]) == 2 + 2 * 2 + 1  # play, pause; begin and end, a modifier at each; a point
    assert (
        elan([SERVE, HIT]) == 2 + 4 + 1 + 2 + 2
    )  # play, pause; Enter twice each; a tier; the mode; the value


def test_a_label_of_other_words_or_another_place_counts_as_missed() -> None:
    assert missed([SERVE, HIT], [Wanted("serve", 1.1, 3.1, "net"), HIT], 1.0) == 0
    assert missed([SERVE, HIT], [Wanted("serve", 1.1, 3.1), Wanted("hit", 6.0, 6.0)], 1.0) == 2

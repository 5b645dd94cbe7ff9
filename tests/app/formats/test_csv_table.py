from __future__ import annotations

import csv
import os
import sys
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import UserError
from app.formats import FORMATS, Row, csv_table

HEADER = "media,class,start_s,end_s,start_frame,end_frame,score,source\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "labels.csv"


def read(path: Path, text: str | bytes) -> list[Row]:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return csv_table.read(path)


def refusal(path: Path, text: str | bytes) -> str:
    with pytest.raises(UserError) as caught:
        read(path, text)
    assert path.name in caught.value.message, "a message names the file"
    assert caught.value.way_out
    return str(caught.value)


def test_it_is_one_of_the_formats() -> None:
    (csv_format,) = (f for f in FORMATS if f.name == "csv")
    assert (csv_format.read, csv_format.write, csv_format.suffixes) == (
        csv_table.read,
        csv_table.write,
        (".csv",),
    )


# --- reading ------------------------------------------------------------------------------------


def test_rows_by_seconds_by_frames_by_both_and_for_the_whole_film(path: Path) -> None:
    rows = read(
        path,
        HEADER + "a.mp4,serve,1.5,2.25,,,0.75,sora\n"
        "a.mp4,serve,,,10,20,,\n"
        "a.mp4,serve,1e0,.5e1,10,20.0,1,\n"
        "b.mp4,rally,,,,,,\n",
    )
    assert rows == [
        Row("a.mp4", "serve", 1.5, 2.25, None, None, 0.75, "sora", "", 2),
        Row("a.mp4", "serve", None, None, 10, 20, None, "", "", 3),
        Row("a.mp4", "serve", 1.0, 5.0, 10, 20, 1.0, "", "", 4),
        Row("b.mp4", "rally", line=5),
    ]


def test_a_point_starts_where_it_ends(path: Path) -> None:
    assert read(path, HEADER + "a,hit,2,2,50,50,,\n")[0] == Row("a", "hit", 2.0, 2.0, 50, 50, line=2)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("last", ["", "\n"])
def test_marks_and_line_ends_of_every_system(path: Path, encoding: str, newline: str, last: str) -> None:
    text = (HEADER + 'ü, 1.mp4,"x ""y"", z",0,1,,,,' + last).replace("\n", newline)
    text = text.replace("ü, 1.mp4", '"ü, 1.mp4"')
    (row,) = read(path, text.encode(encoding))
    assert row == Row("ü, 1.mp4", 'x "y", z', 0.0, 1.0, line=2)


def test_columns_in_any_order_and_others_ignored(path: Path) -> None:
    (row,) = read(path, "Colour,CLASS, group ,end_s,start_s,media\nred,serve,court 1,2,1,a.mp4\n")
    assert row == Row("a.mp4", "serve", 1.0, 2.0, group="court 1", line=2)


def test_empty_lines_are_skipped_and_lines_are_counted_as_an_editor_does(path: Path) -> None:
    rows = read(path, HEADER + '\n"a\nb.mp4",serve,,,,,,\n,,,,,,,\nc.mp4,serve,,,,,,\n')
    assert [(row.media, row.line) for row in rows] == [("a\nb.mp4", 3), ("c.mp4", 6)]


def test_spaces_after_commas_are_forgiven_and_quoted_ones_kept(path: Path) -> None:
    (row,) = read(path, HEADER + 'a.mp4, serve, 1 , 2 ,,,, " both "\n')
    assert row == Row("a.mp4", "serve", 1.0, 2.0, source=" both ", line=2)


def test_a_table_with_a_header_only_has_no_rows(path: Path) -> None:
    assert read(path, HEADER) == []


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("a,serve,2,1,,,,", "line 2: it ends before it starts (start_s 2, end_s 1)"),
        ("a,serve,,,9,3,,", "line 2: it ends before it starts (start_frame 9, end_frame 3)"),
        ("a,serve,1,,,,,", "line 2: start_s is given and end_s is empty"),
        ("a,serve,,1,,,,", "line 2: end_s is given and start_s is empty"),
        ("a,serve,,,1,,,", "line 2: start_frame is given and end_frame is empty"),
        ("a,serve,one,2,,,,", "line 2: start_s is not a number: one"),
        ("a,serve,1,nan,,,,", "line 2: end_s is not a number: nan"),
        ("a,serve,1,inf,,,,", "line 2: end_s is not a number: inf"),
        ("a,serve,1,1e999,,,,", "line 2: end_s is not a number: 1e999"),
        ("a,serve,1,1_0,,,,", "line 2: end_s is not a number: 1_0"),
        ('a,serve,"1,5",2,,,,', "line 2: start_s is not a number: 1,5"),
        ("a,serve,,,1.5,2,,", "line 2: start_frame is not a whole number from 0 on: 1.5"),
        ("a,serve,,,-1,2,,", "line 2: start_frame is not a whole number from 0 on: -1"),
        ("a,serve,,,1," + "9" * 5000 + ",,", "line 2: end_frame is not a whole number"),
        ("a,serve,,,٣,٤,,", "line 2: start_frame is not a whole number"),
        ("a,serve,,,,,high,", "line 2: score is not a number: high"),
        ("a,serve,,,,,1.5,", "line 2: score must lie between 0 and 1: 1.5"),
        ("a,serve,,,,,-0.1,", "line 2: score must lie between 0 and 1"),
        (",serve,,,,,,x", "line 2: media is empty"),
        ("a,  ,,,,,,", "line 2: class is empty"),
        ("a,serve", "line 2: it has 2 fields, the first line has 8"),
        ("a,serve,,,,,,,,", "line 2: it has 10 fields"),
        ('a,"serve"x,,,,,,', "line 2: the quotes are wrong"),
        ('a,"serve,,,,,,\nb,serve,,,,,,', "line 2: the quotes are wrong"),
    ],
)
def test_a_line_that_breaks_a_rule_is_named(path: Path, line: str, words: str) -> None:
    good = "z.mp4,serve,,,,,,\n"
    message = refusal(path, HEADER + line + "\n" + good)
    assert words in message
    assert "nothing was imported" in message
    assert len(message) < 300


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty"),
        ("\n\n", "is empty"),
        ("media,start_s\n", "line 1: these columns are missing: class"),
        ("file,label\n", "these columns are missing: media, class"),
        ("media;class;start_s\na;b;1\n", "separated by commas"),
        ("media\tclass\n", "separated by commas"),
        ("media,class,media\n", "line 1: the column media is there twice"),
        ("media,class\na,b\n" + "ü,b\n", ""),
    ],
)
def test_a_first_line_that_breaks_a_rule_is_named(path: Path, text: str, words: str) -> None:
    if words:
        assert words in refusal(path, text)
    else:
        assert len(read(path, text)) == 2


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (HEADER.encode() + b"a,serve,,,,,,\nf\xfcr.mp4,serve,,,,,,\n", "line 3: the text is not UTF-8"),
        (HEADER.encode("utf-16"), "line 1: this is not text"),
        (b"\x00\x00\x00\x18ftypmp42", "line 1: this is not text"),
    ],
)
def test_what_is_not_utf_8_is_said_with_its_line(path: Path, data: bytes, words: str) -> None:
    assert words in refusal(path, data)


def test_a_file_too_large_is_not_taken_into_memory(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_table, "MAX_BYTES", 3 * 2**20)
    with path.open("wb") as file:
        file.truncate(2**31)
    assert "larger than 3 MB" in refusal(path, HEADER + "a,serve,,,,,,\n" * 300_000)


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="does not exist"):
        csv_table.read(tmp_path / "none.csv")
    with pytest.raises(UserError, match="cannot be read"):
        csv_table.read(tmp_path)


# --- writing ------------------------------------------------------------------------------------

names = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=12)
seconds = st.floats(-1e6, 1e6).filter(lambda x: x == x)


def in_order(pair: tuple[float, float] | None) -> tuple[float | None, float | None]:
    return (min(pair), max(pair)) if pair else (None, None)


row_values = st.builds(
    lambda media, name, by_s, by_frame, score, source, group: Row(
        media, name, *in_order(by_s), *in_order(by_frame), score, source, group
    ),
    names.filter(str.strip),
    names.filter(str.strip),
    st.none() | st.tuples(seconds, seconds),
    st.none() | st.tuples(st.integers(0, 10**9), st.integers(0, 10**9)),
    st.none() | st.floats(0, 1),
    st.just("") | names,
    st.just("") | names,
)


@given(st.lists(row_values, max_size=5))
def test_what_is_written_is_read_again_to_the_last_bit(
    tmp_path_factory: pytest.TempPathFactory, rows: list[Row]
) -> None:
    path = tmp_path_factory.getbasetemp() / "round.csv"
    csv_table.write(path, rows)
    assert [replace(row, line=0) for row in csv_table.read(path)] == rows


ROWS = [
    Row("a, b.mp4", 'the "best"', 1 / 3, 2.0, 8, 50, 0.125, "sora\nrun 1", "court 1"),
    Row("ü.mp4", " hit ", group="court 2"),
]


def test_python_s_csv_reads_our_file_the_same(path: Path) -> None:
    csv_table.write(path, ROWS)
    with path.open(newline="", encoding="utf-8") as file:
        records = list(csv.DictReader(file, strict=True))
    assert list(records[0]) == [
        "media",
        "class",
        "start_s",
        "end_s",
        "start_frame",
        "end_frame",
        "score",
        "source",
        "group",
    ]
    for record, row in zip(records, ROWS, strict=True):
        assert (record["media"], record["class"], record["source"]) == (row.media, row.class_name, row.source)
        assert (record["start_s"] == "") == (row.start_s is None)
        assert record["start_s"] == "" or float(record["start_s"]) == row.start_s
    assert path.read_bytes().count(b"\r\n") == 3


if find_spec("pandas"):  # the extra `export-check`

    def test_pandas_reads_our_file_the_same_and_we_read_its(path: Path) -> None:
        import pandas

        csv_table.write(path, ROWS)
        frame = pandas.read_csv(path)
        assert list(frame["media"]) == ["a, b.mp4", "ü.mp4"]
        assert frame["start_s"][0] == 1 / 3
        assert frame["end_frame"].isna().tolist() == [False, True]
        frame.to_csv(path, index=False)
        again = [replace(row, line=0) for row in csv_table.read(path)]
        assert again == [ROWS[0], ROWS[1]] or again == [ROWS[0], replace(ROWS[1], class_name="hit ")]


def test_a_failing_write_leaves_the_old_file_and_nothing_else(path: Path) -> None:
    path.write_text("old")

    def rows() -> object:
        yield ROWS[0]
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        csv_table.write(path, rows())  # type: ignore[arg-type]
    assert path.read_text() == "old"
    assert os.listdir(path.parent) == [path.name]


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be written"):
        csv_table.write(tmp_path / "no folder" / "x.csv", ROWS)
    (tmp_path / "folder").mkdir()
    with pytest.raises(UserError, match="cannot be written"):
        csv_table.write(tmp_path / "folder", ROWS)
    assert os.listdir(tmp_path) == ["folder"]


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX only: rights of files")
def test_the_file_has_the_rights_that_the_person_gives_new_files(path: Path) -> None:
    before = os.umask(0o027)
    try:
        csv_table.write(path, ROWS)
    finally:
        os.umask(before)
    assert path.stat().st_mode & 0o777 == 0o640

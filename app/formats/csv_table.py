"""CSV: one label or proposal per row.

`media,class,start_s,end_s,start_frame,end_frame,score,source` and optionally `group`; a header, UTF-8
(a byte order mark is welcome), RFC 4180. Half-open, frames 0-based. Frames or seconds may be empty, the
other pair then counts; both empty mean the whole film. Columns may come in any order, others are ignored.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NoReturn

from app.domain.errors import UserError
from app.domain.texts import Text
from app.formats.row import Row
from app.formats.whole_file import whole_file

REQUIRED = ("media", "class")
COLUMNS = ("media", "class", "start_s", "end_s", "start_frame", "end_frame", "score", "source", "group")
MAX_BYTES = 64 * 1024 * 1024

_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
_WHOLE = re.compile(r"([0-9]{1,15})(\.0*)?")


def read(path: Path) -> list[Row]:
    """Every row of the table. Raises UserError naming file, line and rule; then nothing is returned."""
    lines = _records(path, _text(path))
    first = next(lines, None)
    if first is None:
        raise UserError(
            "{file} is empty.",
            way_out="Its first line must be: {columns}",
            file=path.name,
            columns=",".join(COLUMNS),
        )
    header = _header(path, first[1])
    return [_row(_Place(path, line), header, fields) for line, fields in lines]


def write(path: Path, rows: Iterable[Row]) -> None:
    """Write the table; the file under this name is whole at every moment. Raises UserError."""
    with whole_file(path) as file:
        file.write(_record(COLUMNS))
        file.writelines(_record(_fields(row)) for row in rows)


class _Place:
    """Where in the file we are, for messages."""

    def __init__(self, path: Path, line: int) -> None:
        self.path, self.line = path, line

    def refuse(self, rule: Text) -> NoReturn:
        raise _refusal(self.path, self.line, rule)


def _refusal(path: Path, line: int, rule: Text) -> UserError:
    return UserError(
        "{file}, line {line}: {rule}.",
        way_out="Correct it there and import again; nothing was imported.",
        file=path.name,
        line=line,
        rule=rule,
    )


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise UserError(
            "{path} does not exist.", way_out="Check the name and the folder.", path=path
        ) from None
    except OSError as error:
        raise UserError(
            "{path} cannot be read: {reason}.",
            way_out="Choose a file that you may read.",
            path=path,
            reason=error.strerror,
        ) from error
    if len(data) > MAX_BYTES:
        raise UserError(
            "{file} is larger than {size} MB.",
            way_out="Split it and import the parts.",
            file=path.name,
            size=MAX_BYTES // 2**20,
        )
    if (nul := data.find(b"\0")) >= 0:
        raise _refusal(path, data.count(b"\n", 0, nul) + 1, Text("this is not text, or not in UTF-8"))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refusal(path, data.count(b"\n", 0, error.start) + 1, Text("the text is not UTF-8")) from error


def _records(path: Path, text: str) -> Iterator[tuple[int, list[str]]]:
    """Non-empty records, each with the number of its first line."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, skipinitialspace=True)
    line = 1
    while True:
        try:
            fields = next(reader, None)
        except csv.Error as error:
            raise _refusal(path, line, Text("the quotes are wrong ({reason})", reason=error)) from error
        if fields is None:
            return
        if any(fields):
            yield line, fields
        line = reader.line_num + 1


def _header(path: Path, fields: list[str]) -> list[str]:
    header = [name.strip().lower() for name in fields]
    missing = [name for name in REQUIRED if name not in header]
    if missing:
        unseparated = len(header) == 1 and any(sign in header[0] for sign in ";\t")
        raise UserError(
            "{file}, line 1: these columns are missing: {columns}.",
            way_out="The columns must be separated by commas. Nothing was imported."
            if unseparated
            else "Name it in the first line. Nothing was imported.",
            file=path.name,
            columns=", ".join(missing),
        )
    for name in COLUMNS:
        if header.count(name) > 1:
            raise _refusal(path, 1, Text("the column {name} is there twice", name=name))
    return header


def _row(place: _Place, header: list[str], fields: list[str]) -> Row:
    if len(fields) != len(header):
        place.refuse(
            Text(
                "it has {found} fields, the first line has {expected}",
                found=len(fields),
                expected=len(header),
            )
        )
    cells = dict(zip(header, fields, strict=True))
    for name in REQUIRED:
        if not cells[name].strip():
            place.refuse(Text("{name} is empty", name=name))
    start_s, end_s = (_number(place, name, cells) for name in ("start_s", "end_s"))
    start_frame, end_frame = (_frame(place, name, cells) for name in ("start_frame", "end_frame"))
    _check_pair(place, "_s", start_s, end_s)
    _check_pair(place, "_frame", start_frame, end_frame)
    return Row(
        cells["media"],
        cells["class"],
        start_s,
        end_s,
        start_frame,
        end_frame,
        _score(place, cells),
        cells.get("source", ""),
        cells.get("group", ""),
        place.line,
    )


def _check_pair(place: _Place, unit: str, start: float | None, end: float | None) -> None:
    """Both or neither; the same twice is a point."""
    if (start is None) != (end is None):
        given, empty = ("start", "end") if end is None else ("end", "start")
        place.refuse(
            Text("{given}{unit} is given and {empty}{unit} is empty", given=given, unit=unit, empty=empty)
        )
    if start is not None and end is not None and end < start:
        place.refuse(
            Text(
                "it ends before it starts (start{unit} {start:g}, end{unit} {end:g})",
                unit=unit,
                start=start,
                end=end,
            )
        )


def _score(place: _Place, cells: dict[str, str]) -> float | None:
    value = _number(place, "score", cells)
    if value is not None and not 0 <= value <= 1:
        place.refuse(Text("score must lie between 0 and 1: {value:g}", value=value))
    return value


def _number(place: _Place, name: str, cells: dict[str, str]) -> float | None:
    cell = cells.get(name, "").strip()
    if not cell:
        return None
    value = float(cell) if _NUMBER.fullmatch(cell) else math.nan
    if not math.isfinite(value):
        place.refuse(Text("{name} is not a number: {value}", name=name, value=_short(cell)))
    return value


def _frame(place: _Place, name: str, cells: dict[str, str]) -> int | None:
    cell = cells.get(name, "").strip()
    if not cell:
        return None
    # Spreadsheets and pandas write whole numbers as 12.0 where a column has gaps.
    whole = _WHOLE.fullmatch(cell)
    if whole is None:
        place.refuse(Text("{name} is not a whole number from 0 on: {value}", name=name, value=_short(cell)))
    return int(whole[1])


def _short(cell: str) -> str:
    return cell if len(cell) <= 40 else f"{cell[:40]}…"


def _fields(row: Row) -> list[str]:
    return [
        row.media,
        row.class_name,
        *(_decimal(value) for value in (row.start_s, row.end_s)),
        *("" if value is None else str(value) for value in (row.start_frame, row.end_frame)),
        _decimal(row.score),
        row.source,
        row.group,
    ]


def _decimal(value: float | None) -> str:
    """The shortest text that reads back as the same number."""
    return "" if value is None else repr(float(value))


def _record(fields: Iterable[str]) -> str:
    """RFC 4180; spaces at the edges are quoted too, because `read` forgives them outside quotes."""
    return ",".join(_quoted(field) for field in fields) + "\r\n"


def _quoted(field: str) -> str:
    if field == field.strip() and not any(sign in field for sign in ',"\r\n'):
        return field
    escaped = field.replace('"', '""')
    return f'"{escaped}"'

"""Typed look-ups in parsed JSON, so that a wrong document is refused with the place that is wrong."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from sora_model.contract.errors import SoraError


class Fields:
    """Typed view of one JSON object; `where` names it in error messages.

    Every getter raises `SoraError` when the key is missing or its value has another type.
    """

    def __init__(self, data: object, where: str) -> None:
        if not isinstance(data, Mapping):
            raise SoraError(
                "{where}: a JSON object was expected, found {found}.", where=where, found=_kind(data)
            )
        self._data = data
        self.where = where

    @staticmethod
    def parse(text: str, where: str) -> Fields:
        """`Fields` of a JSON text; `SoraError` where the text is not JSON."""
        try:
            return Fields(json.loads(text), where)
        except ValueError as error:
            raise SoraError(
                "{where}: this is not valid JSON ({reason}).", where=where, reason=error
            ) from error

    def has(self, key: str) -> bool:
        return self._data.get(key) is not None

    def raw(self, key: str) -> Any:
        if key not in self._data:
            raise SoraError("{where}: “{key}” is missing.", where=self.where, key=key)
        return self._data[key]

    def version(self, supported: int) -> int:
        found = self.integer("version")
        if found > supported:
            raise SoraError(
                "{where}: version {found} was written by a newer Sora Studio (this one reads up to "
                "{supported}). Update the program.",
                where=self.where,
                found=found,
                supported=supported,
            )
        if found < 1:
            raise SoraError("{where}: version {found} does not exist.", where=self.where, found=found)
        return found

    def text(self, key: str) -> str:
        value = self.raw(key)
        if not isinstance(value, str):
            raise self._wrong(key, "text", value)
        return value

    def optional_text(self, key: str) -> str | None:
        return self.text(key) if self.has(key) else None

    def integer(self, key: str, least: float = -math.inf, most: float = math.inf) -> int:
        value = self.raw(key)
        if isinstance(value, bool) or not isinstance(value, int):
            raise self._wrong(key, "a whole number", value)
        if not least <= value <= most:
            raise self._wrong(key, f"from {least:g} to {most:g}", value)
        return value

    def number(self, key: str, least: float = -math.inf, most: float = math.inf) -> float:
        value = self.raw(key)
        if not _is_number(value):
            raise self._wrong(key, "a number", value)
        if not least <= value <= most:
            raise self._wrong(key, f"from {least:g} to {most:g}", value)
        return float(value)

    def flag(self, key: str) -> bool:
        value = self.raw(key)
        if not isinstance(value, bool):
            raise self._wrong(key, "true or false", value)
        return value

    def items(self, key: str) -> Sequence[Any]:
        value = self.raw(key)
        if not isinstance(value, list | tuple):
            raise self._wrong(key, "a list", value)
        return value

    def numbers(self, key: str) -> tuple[float, ...]:
        values = self.items(key)
        if not all(map(_is_number, values)):
            raise self._wrong(key, "a list of numbers", values)
        return tuple(map(float, values))

    def table(self, key: str, columns: int) -> tuple[tuple[float, ...], ...]:
        """Rows of `columns` numbers each."""
        rows = self.items(key)
        for row in rows:
            if not isinstance(row, list | tuple) or len(row) != columns or not all(map(_is_number, row)):
                raise self._wrong(key, f"rows of {columns} numbers", row)
        return tuple(tuple(float(value) for value in row) for row in rows)

    def mapping(self, key: str) -> Mapping[str, Any]:
        value = self.raw(key)
        if not isinstance(value, Mapping):
            raise self._wrong(key, "an object", value)
        return value

    def objects(self, key: str) -> list[Fields]:
        return [Fields(item, f"{self.where}, {key}[{i}]") for i, item in enumerate(self.items(key))]

    def texts(self, key: str) -> tuple[str, ...]:
        values = self.items(key)
        for value in values:
            if not isinstance(value, str):
                raise self._wrong(key, "a list of texts", value)
        return tuple(values)

    def ratio(self, key: str) -> tuple[int, int]:
        values = self.items(key)
        if len(values) != 2 or any(isinstance(v, bool) or not isinstance(v, int) for v in values):
            raise self._wrong(key, "a pair of whole numbers [numerator, denominator]", values)
        if values[1] <= 0:
            raise SoraError(
                "{where}: the denominator of “{key}” must be positive, found {values}.",
                where=self.where,
                key=key,
                values=values[1],
            )
        return int(values[0]), int(values[1])

    def _wrong(self, key: str, expected: str, value: object) -> SoraError:
        return SoraError(
            "{where}: “{key}” must be {expected}, found {found}.",
            where=self.where,
            key=key,
            expected=expected,
            found=_kind(value),
        )


def _is_number(value: object) -> bool:
    # Whole numbers that no float can hold are none here.
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= sys.float_info.max


def _kind(value: object) -> str:
    if value is None:
        return "nothing"
    text = repr(value)
    return text if len(text) <= 40 else f"{type(value).__name__} {text[:37]}…"

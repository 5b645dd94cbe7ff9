"""Texts for people: an English sentence and what was put into it, to be told in other languages too."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache

_LONGEST = 500
_GAP = re.compile(r"\{([A-Za-z_]\w*)(?::([^{}]*))?\}")


class Text(str):
    """An English text that remembers its sentence and its values; everywhere else it is a plain `str`.

    `Text("{film} has no picture.", film=medium.name)`. What names people, files or classes is given as it is;
    a value that is itself English is a `Text`, and told in the other language with the rest. Joining or
    cutting gives a plain `str`, which stays English: make sentences whole.
    """

    template: str
    values: Mapping[str, object]

    def __new__(cls, template: str, /, **values: object) -> Text:
        if isinstance(template, Text):
            values = {**template.values, **values}
            template = template.template
        text = super().__new__(cls, filled(template, values))
        text.template, text.values = str(template), values
        return text

    def __getnewargs_ex__(self) -> tuple[tuple[str], Mapping[str, object]]:
        return (self.template,), self.values

    def to_json(self) -> dict[str, object]:
        """For `from_json`; what JSON does not know becomes text."""
        return {"template": self.template, "values": {n: _plain(v) for n, v in self.values.items()}}

    @staticmethod
    def from_json(stored: object) -> Text | None:
        """What `to_json` gave; None for anything else."""
        template, values = (
            (stored.get("template"), stored.get("values")) if isinstance(stored, dict) else (None, None)
        )
        if not isinstance(template, str) or not isinstance(values, dict):
            return None
        found = {str(n): (v, Text.from_json(v)) for n, v in values.items()}
        return Text(template, **{n: plain if text is None else text for n, (plain, text) in found.items()})

    def told(self, translated: Callable[[str], str]) -> str:
        """In the language of `translated`, which gives a sentence for an English one."""
        values = {n: v.told(translated) if isinstance(v, Text) else v for n, v in self.values.items()}
        return filled(translated(self.template), values)


def filled(template: str, values: Mapping[str, object]) -> str:
    """`template` with each `{name}` or `{name:format}` replaced by its value.

    Never fails, whatever the template: a name that has no value stays as it is written, and a value that
    cannot be written in the format is written plainly. Braces in values are only text.
    """

    def put(gap: re.Match[str]) -> str:
        name, form = gap[1], gap[2] or ""
        if name not in values:
            return gap[0]
        try:
            return format(values[name], form)
        except (ValueError, TypeError):
            return str(values[name])

    return _GAP.sub(put, template)


def _plain(value: object) -> object:
    if isinstance(value, Text):
        return value.to_json()
    return value if isinstance(value, str | int | float) else str(value)


def listed(parts: Iterable[str], between: str = ", ") -> Text:
    """Texts one after another, each told in the other language."""
    named = {f"part_{n}": part for n, part in enumerate(parts)}
    return Text(between.join(f"{{{name}}}" for name in named), **named)


def names_in(template: str) -> set[str]:
    """The names that a template wants values for."""
    return {gap[1] for gap in _GAP.finditer(template)}


def recognised(text: str, templates: Iterable[str]) -> str:
    """A stored English text as the `Text` it once was, where one of `templates` makes it; else as it is.

    What stands where a value was is looked at in the same way. A text longer than any of ours stays as it is:
    it may have been made to keep the search busy.
    """
    templates = tuple(templates)
    if len(text) > _LONGEST:
        return text
    for template in templates:
        found = _pattern(template).fullmatch(text)
        if found is not None:
            return Text(template, **{n: recognised(v, templates) for n, v in found.groupdict().items()})
    return text


@cache
def _pattern(template: str) -> re.Pattern[str]:
    parts, end, seen = [], 0, set[str]()
    for gap in _GAP.finditer(template):
        name = gap[1]
        parts += [
            re.escape(template[end : gap.start()]),
            f"(?P={name})" if name in seen else f"(?P<{name}>.+?)",
        ]
        end = gap.end()
        seen.add(name)
    return re.compile("".join(parts) + re.escape(template[end:]), re.DOTALL)

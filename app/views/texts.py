"""Text that people read, in their language."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QCoreApplication

from app.domain.texts import Text, filled
from app.media.failures import words

CONTEXT = "Sora Studio"
Texts = TypeVar("Texts")


def tr(text: str, /, **values: object) -> str:
    """`text`, an English sentence with `{names}`, in the person's language and with the `values` filled in.

    Sentences are looked up whole, so that other languages may order them otherwise. A `Text` brings its
    values along. `script/translate` collects the texts: give a literal, or one of a `marked` table.
    """
    if isinstance(text, Text):
        return text.told(_translated)
    told = {name: tr(value) if isinstance(value, Text) else value for name, value in values.items()}
    return filled(_translated(text), told)


def told(text: str | Exception, /) -> str:
    """What comes from below the window, a `Text` or an error, in the person's language; a plain `str`, a
    name or what is told already, stays as it is.
    """
    if isinstance(text, Exception):
        text = words(text)
    return text.told(_translated) if isinstance(text, Text) else text


def marked(texts: Texts, /) -> Texts:
    """`texts` themselves: a text, or a table of texts, that `tr` translates where it is shown."""
    return texts


def tr_of_template(template: str, text: str) -> str:
    """A name of a class, an attribute or a choice in a template of classes; `template`: its file's name.

    Apart from the program's texts and from each other: a “set” of tennis is none of volleyball's.
    """
    return QCoreApplication.translate(template, text) if text else ""


def _translated(text: str) -> str:
    return QCoreApplication.translate(CONTEXT, text) if text else ""

"""Text that people read, in their language."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

CONTEXT = "Sora Studio"


def tr(text: str, /, **values: object) -> str:
    """`text`, an English sentence with `{names}`, in the person's language and with the `values` filled in.

    Sentences are looked up whole, so that other languages may order them otherwise.
    """
    return QCoreApplication.translate(CONTEXT, text).format(**values)

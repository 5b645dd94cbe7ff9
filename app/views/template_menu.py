"""The menu of the classes that come with the program."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QMenu

Template = tuple[str, str, str]
"""Its id, its name, and what it is for."""


def fill_templates(menu: QMenu, templates: Sequence[Template], choose: Callable[[str], object]) -> None:
    """`choose` is called with the id of the one that is chosen."""
    menu.clear()
    menu.setToolTipsVisible(True)
    for template_id, name, about in templates:
        menu.addAction(name, partial(choose, template_id)).setToolTip(about)

"""Dialogs that fit their size to what they show."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog


def resize_about_centre(dialog: QDialog, width: int, height: int) -> None:
    """The dialog's middle stays where it is, as far as all of it is then on the screen. Shown anew it is
    centred on its parent again, as Qt does with a dialog that was never moved.
    """
    centre, room = dialog.frameGeometry().center(), dialog.screen().availableGeometry()
    dialog.resize(width, height)
    frame = dialog.frameGeometry()
    frame.moveCenter(centre)
    frame.moveRight(min(frame.right(), room.right()))
    frame.moveBottom(min(frame.bottom(), room.bottom()))
    frame.moveLeft(max(frame.left(), room.left()))
    frame.moveTop(max(frame.top(), room.top()))
    dialog.move(frame.topLeft())
    dialog.setAttribute(Qt.WidgetAttribute.WA_Moved, False)

"""Which of several films and sounds of one file are meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QIcon, QPixmap
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from app.media.media_facts import StreamFacts
from app.views import theme
from app.views.picture_image import image_of
from app.views.scroll_column import ScrollColumn
from app.views.texts import marked, told, tr

WIDTH = 560
THUMBNAIL = QSize(112, 63)
TITLES = marked({True: "Picture", False: "Sound"})


class StreamsDialog(QDialog):
    """`chosen` carries the container's numbers of the film and the sound, -1 where the file has none."""

    chosen = Signal(int, int)

    def __init__(
        self,
        name: str,
        streams: Sequence[StreamFacts],
        film: int,
        sound: int,
        *,
        fixed_film: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """`film`, `sound`: those in use. `fixed_film`: why the film cannot be changed, empty where it can."""
        super().__init__(parent)
        self.setWindowTitle(tr("Which picture, which sound?"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._pictures: dict[int, QLabel] = {}
        self._groups = {True: QButtonGroup(self), False: QButtonGroup(self)}
        heading = QLabel(QFontMetrics(self.font()).elidedText(name, Qt.TextElideMode.ElideMiddle, WIDTH - 60))
        heading.setProperty("role", "title")
        heading.setToolTip(name)
        heading.setTextFormat(Qt.TextFormat.PlainText)
        hint = QLabel(
            tr("The file holds several. Labels, Sora and exports use the ones that are chosen here.")
        )
        hint.setProperty("role", "secondary")
        hint.setWordWrap(True)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_S)
        for is_film, used in ((True, film), (False, sound)):
            usable = [s for s in streams if s.is_film is is_film and s.usable]
            if not usable:
                continue
            title = QLabel(tr(TITLES[is_film]))
            title.setProperty("role", "title")
            column.addWidget(title)
            for stream in usable:
                column.addWidget(self._row(stream, used, bool(is_film and fixed_film)))
            if is_film and fixed_film:
                why = QLabel(fixed_film)
                why.setProperty("role", "secondary")
                why.setWordWrap(True)
                column.addWidget(why)
            column.addSpacing(theme.SPACE_M)
        column.addStretch(1)
        self._scroll = ScrollColumn()
        self._scroll.setAccessibleName(tr("Pictures and sounds of the file"))
        self._scroll.setWidget(body)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.SPACE_XL, theme.SPACE_XL, theme.SPACE_XL, theme.SPACE_L)
        layout.setSpacing(theme.SPACE_S)
        layout.addWidget(heading)
        layout.addWidget(hint)
        layout.addSpacing(theme.SPACE_M)
        layout.addWidget(self._scroll, 1)
        layout.addLayout(self._buttons())
        room = self.screen().availableGeometry()
        chrome = self.sizeHint().height() - self._scroll.sizeHint().height()
        height = chrome + body.sizeHint().height() + theme.SPACE_M
        self.resize(min(WIDTH, room.width() - 40), min(height, round(room.height() * 0.8)))

    def choice(self) -> tuple[int, int]:
        """Numbers of the film and the sound that are marked."""
        return self._groups[True].checkedId(), self._groups[False].checkedId()

    def show_pictures(self, pictures: Mapping[int, NDArray[np.uint8]]) -> None:
        """`(H, W, 3)` RGB pictures of films, by their numbers."""
        for number, picture in pictures.items():
            label = self._pictures.get(number)
            if label is None:
                continue
            label.setPixmap(
                QPixmap.fromImage(image_of(picture)).scaled(
                    THUMBNAIL,
                    Qt.AspectRatioMode.KeepAspectRatio,
                    Qt.TransformationMode.SmoothTransformation,
                )
            )

    def _row(self, stream: StreamFacts, used: int, fixed: bool) -> QWidget:
        frame = QFrame()
        frame.setProperty("panel", "surface")
        line = QHBoxLayout(frame)
        line.setContentsMargins(theme.SPACE_L, theme.SPACE_S, theme.SPACE_M, theme.SPACE_S)
        line.setSpacing(theme.SPACE_L)
        words, called = told(stream.words()), stream.called()
        metrics = QFontMetrics(self.font())
        room = WIDTH - 110 - (THUMBNAIL.width() if stream.is_film else 0)
        lines = [metrics.elidedText(text, Qt.TextElideMode.ElideRight, room) for text in (words, called)]
        button = QRadioButton("\n".join(filter(None, lines)))
        button.setToolTip(called or words)
        button.setChecked(stream.number == used)
        button.setEnabled(not fixed)
        self._groups[stream.is_film].addButton(button, stream.number)
        line.addWidget(button, 1)
        if stream.is_film:
            picture = QLabel()
            picture.setFixedSize(THUMBNAIL)
            picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
            picture.setStyleSheet(f"background: {theme.tokens(self).picture}")
            picture.setAccessibleName(tr("First picture of {stream}", stream=words))
            self._pictures[stream.number] = picture
            line.addWidget(picture)
        return frame

    def _buttons(self) -> QHBoxLayout:
        cancel = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        cancel.button(QDialogButtonBox.StandardButton.Cancel).setIcon(QIcon())
        cancel.rejected.connect(self.reject)
        use = QPushButton(tr("Use these"))
        use.setProperty("role", "primary")
        use.setDefault(True)
        use.clicked.connect(self._use)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(cancel)
        line.addWidget(use)
        return line

    def _use(self) -> None:
        self.chosen.emit(*self.choice())
        self.accept()

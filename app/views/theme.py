"""Every colour, distance and size of the window, for dark and for light, and the one stylesheet made of them.

A view asks `tokens(widget)` whenever it paints and repaints on `QEvent.PaletteChange`; nobody keeps a colour.
`Theme` puts the tokens on the application and follows the system's colour scheme.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from app.resource_files import resource_file

# Distances in logical pixels: one scale for margins, gaps and paddings.
SPACE_XS, SPACE_S, SPACE_M, SPACE_L, SPACE_XL = 2, 4, 8, 12, 20
RADIUS = 4
CONTROL_HEIGHT = 28

# Sizes of type as shares of the platform's own size.
TYPE_SMALL, TYPE_NORMAL, TYPE_LARGE, TYPE_TITLE = 0.88, 1.0, 1.15, 1.5

# WCAG 2.2: text (1.4.3) and parts of the interface that carry meaning (1.4.11).
TEXT_CONTRAST = 4.5
MARK_CONTRAST = 3.0


class ThemeChoice(StrEnum):
    SYSTEM = "system"
    DARK = "dark"
    LIGHT = "light"


@dataclass(frozen=True, slots=True)
class Palette:
    """The tokens of one theme, as `#rrggbb`. Class colours are not among them: they belong to the classes."""

    name: str
    window: str  # behind everything
    surface: str  # panels, lists, fields
    raised: str  # buttons, headers
    hover: str
    sunken: str  # wells: lanes, the inside of a field
    border: str  # separates; carries no meaning
    border_strong: str  # the edge of a control
    text: str
    text_secondary: str
    text_disabled: str
    accent: str  # the primary action, progress, the active tab
    accent_hover: str
    accent_text: str
    focus: str
    selection: str  # the background of a chosen row
    selection_text: str
    danger: str
    warning: str
    success: str
    picture: str  # around the film: dark in both themes, so that the eye judges the film alike
    picture_text: str
    lane: str
    lane_alternate: str
    grid: str
    grid_strong: str
    waveform: str
    waveform_loud: str
    play_head: str
    play_head_halo: str
    seen: str
    unseen: str
    selected_edge: str

    @property
    def is_dark(self) -> bool:
        return self.name == "dark"


DARK = Palette(
    name="dark",
    window="#1e2023",
    surface="#26292d",
    raised="#33373d",
    hover="#3e434a",
    sunken="#17191b",
    border="#3b4047",
    border_strong="#8b939e",
    text="#eceef0",
    text_secondary="#b0b7c0",
    text_disabled="#777f89",
    accent="#2a73d0",
    accent_hover="#1f5fb0",
    accent_text="#ffffff",
    focus="#6cb0ff",
    selection="#2b4a73",
    selection_text="#ffffff",
    danger="#ff8a80",
    warning="#f5c451",
    success="#67d495",
    picture="#0e0f10",
    picture_text="#d9dde2",
    lane="#17191b",
    lane_alternate="#1b1d20",
    grid="#2b2f34",
    grid_strong="#454b53",
    waveform="#7f8b99",
    waveform_loud="#b7c2ce",
    play_head="#ffffff",
    play_head_halo="#000000",
    seen="#7f8b99",
    unseen="#2b2f34",
    selected_edge="#ffffff",
)

LIGHT = Palette(
    name="light",
    window="#f3f4f6",
    surface="#ffffff",
    raised="#e7e9ed",
    hover="#dbdfe5",
    sunken="#ffffff",
    border="#cdd2d9",
    border_strong="#666e79",
    text="#1a1c1f",
    text_secondary="#4d555f",
    text_disabled="#868e98",
    accent="#1c63bd",
    accent_hover="#1656a8",
    accent_text="#ffffff",
    focus="#1c63bd",
    selection="#cfe2fb",
    selection_text="#10233b",
    danger="#b3261e",
    warning="#7f5200",
    success="#17713d",
    picture="#141516",
    picture_text="#d9dde2",
    lane="#ffffff",
    lane_alternate="#f7f8fa",
    grid="#e4e7eb",
    grid_strong="#b4bac3",
    waveform="#6b7683",
    waveform_loud="#3d4651",
    play_head="#000000",
    play_head_halo="#ffffff",
    seen="#6b7683",
    unseen="#dfe3e8",
    selected_edge="#000000",
)

# ------------------------------------------------------------------------------------------------ contrast


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def luminance(colour: str | QColor) -> float:
    """Relative luminance, 0 black to 1 white (WCAG 2.2)."""
    c = QColor(colour)
    return 0.2126 * _linear(c.redF()) + 0.7152 * _linear(c.greenF()) + 0.0722 * _linear(c.blueF())


def contrast(one: str | QColor, other: str | QColor) -> float:
    """Contrast ratio, 1 to 21 (WCAG 2.2)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def text_on(colour: str | QColor) -> QColor:
    """Black or white, whichever reads better on `colour`; one of them always has 4.5."""
    return max((QColor("#000000"), QColor("#ffffff")), key=lambda ink: contrast(ink, colour))


def legible(colour: str | QColor, background: str | QColor, ratio: float = MARK_CONTRAST) -> QColor:
    """`colour`, moved towards black or white just as far as `ratio` against `background` asks for."""
    start = QColor(colour)
    if contrast(start, background) >= ratio:
        return start
    end = text_on(background)
    low, high = 0.0, 1.0
    for _ in range(12):
        middle = (low + high) / 2
        if contrast(mixed(start, end, middle), background) >= ratio:
            high = middle
        else:
            low = middle
    return mixed(start, end, high)


def mixed(one: str | QColor, other: str | QColor, share: float) -> QColor:
    """From `one` (share 0) to `other` (share 1)."""
    a, b = QColor(one), QColor(other)
    return QColor.fromRgbF(
        *(
            min(1.0, max(0.0, p + (q - p) * share))
            for p, q in ((a.redF(), b.redF()), (a.greenF(), b.greenF()), (a.blueF(), b.blueF()))
        )
    )


def with_alpha(colour: str | QColor, alpha: float) -> QColor:
    result = QColor(colour)
    result.setAlphaF(alpha)
    return result


# ------------------------------------------------------------------------------------------- tokens in use


def palette_for(scheme: Qt.ColorScheme) -> Palette:
    """Dark unless the system says light: the eye is adapted to a film."""
    return LIGHT if scheme == Qt.ColorScheme.Light else DARK


CHINESE_FAMILIES = ("Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei")


def tokens(widget: QWidget) -> Palette:
    """The tokens that `widget` shall paint with now: those of the palette that it has inherited."""
    return DARK if luminance(widget.palette().color(QPalette.ColorRole.Window)) < 0.2 else LIGHT


def font(base: QFont, scale: float = TYPE_NORMAL, *, bold: bool = False, tabular: bool = False) -> QFont:
    """`base` scaled; `tabular` digits do not jump while a time runs."""
    result = QFont(base)
    if base.pointSizeF() > 0:
        result.setPointSizeF(base.pointSizeF() * scale)
    else:
        result.setPixelSize(max(1, round(base.pixelSize() * scale)))
    result.setBold(bold)
    if tabular:
        result.setFeature(QFont.Tag("tnum"), 1)
    return result


def with_chinese(base: QFont) -> QFont:
    """`base` with families for the characters that it lacks: left to itself, Qt may take Japanese forms of
    them on Linux. Where none of the families is there, nothing changes.
    """
    result = QFont(base)
    own = QFontInfo(base).family()  # behind “Sans Serif” they would come before it
    result.setFamilies([own, *CHINESE_FAMILIES])
    return result


def qt_palette(p: Palette) -> QPalette:
    """The tokens as Qt's own roles, for everything that a style paints by itself."""
    role = QPalette.ColorRole
    result = QPalette()
    for where, colour in {
        role.Window: p.window,
        role.WindowText: p.text,
        role.Base: p.sunken,
        role.AlternateBase: p.lane_alternate,
        role.Text: p.text,
        role.Button: p.raised,
        role.ButtonText: p.text,
        role.BrightText: p.danger,
        role.ToolTipBase: p.raised,
        role.ToolTipText: p.text,
        role.PlaceholderText: p.text_secondary,
        role.Highlight: p.selection,
        role.HighlightedText: p.selection_text,
        role.Link: p.focus,
        role.Light: p.hover,
        role.Midlight: p.raised,
        role.Mid: p.border,
        role.Dark: p.border_strong,
        role.Shadow: "#000000",
        role.Accent: p.accent,
    }.items():
        result.setColor(where, QColor(colour))
    for where in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, where, QColor(p.text_disabled))
    return result


# ---------------------------------------------------------------------------------------------- stylesheet


def stylesheet(p: Palette) -> str:
    """The one stylesheet.

    Properties that views may set: `role` on buttons (`primary`, `flat`, `danger`) and on labels
    (`secondary`, `title`, `error`, `warning`), `panel` = `surface` on frames.
    """
    return "\n".join((_base_rules(p), _button_rules(p), _field_rules(p), _list_rules(p), _chrome_rules(p)))


def _base_rules(p: Palette) -> str:
    return f"""
QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
QToolTip {{ background: {p.raised}; color: {p.text}; border: 1px solid {p.border_strong};
    padding: {SPACE_S}px {SPACE_M}px; }}
QLabel[role="secondary"] {{ color: {p.text_secondary}; }}
QLabel[role="title"] {{ color: {p.text}; font-weight: 600; }}
QLabel[role="error"] {{ color: {p.danger}; }}
QLabel[role="warning"] {{ color: {p.warning}; }}
QFrame[panel="surface"] {{ background: {p.surface}; border: 0; }}
"""


def _button_rules(p: Palette) -> str:
    return f"""
QPushButton {{ background: {p.raised}; color: {p.text}; border: 1px solid {p.border_strong};
    border-radius: {RADIUS}px; padding: {SPACE_S}px {SPACE_L}px; min-height: {CONTROL_HEIGHT - 10}px; }}
QPushButton:hover {{ background: {p.hover}; }}
QPushButton:pressed {{ background: {p.sunken}; }}
QPushButton:focus {{ border: 1px solid {p.focus}; }}
QPushButton:disabled {{ color: {p.text_disabled}; border-color: {p.border}; }}
QPushButton:checked {{ background: {p.selection}; color: {p.selection_text}; }}
QPushButton[role="primary"] {{ background: {p.accent}; color: {p.accent_text}; border-color: {p.accent};
    font-weight: 600; padding: {SPACE_S}px {SPACE_XL}px; }}
QPushButton[role="primary"]:hover {{ background: {p.accent_hover}; }}
QPushButton[role="primary"]:focus {{ border: 2px solid {p.text}; }}
QPushButton[role="primary"]:disabled {{ background: {p.raised}; color: {p.text_disabled};
    border-color: {p.border}; }}
QPushButton[role="danger"] {{ color: {p.danger}; border-color: {p.danger}; }}
QPushButton[role="flat"], QToolButton {{ background: transparent; color: {p.text};
    border: 1px solid transparent; border-radius: {RADIUS}px; padding: {SPACE_S}px; }}
QPushButton[role="flat"]:hover, QToolButton:hover {{ background: {p.hover}; }}
QToolButton:pressed, QToolButton:checked {{ background: {p.selection}; color: {p.selection_text}; }}
QPushButton[role="flat"]:focus, QToolButton:focus {{ border: 1px solid {p.focus}; }}
QToolButton:disabled {{ color: {p.text_disabled}; }}
QToolButton::menu-indicator {{ image: none; }}
"""


def _field_rules(p: Palette) -> str:
    return f"""
QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDoubleSpinBox, QComboBox, QDateTimeEdit {{
    background: {p.sunken}; color: {p.text}; border: 1px solid {p.border_strong}; border-radius: {RADIUS}px;
    padding: {SPACE_XS}px {SPACE_M - 2}px; min-height: {CONTROL_HEIGHT - 8}px;
    selection-background-color: {p.accent}; selection-color: {p.accent_text};
    placeholder-text-color: {p.text_secondary}; }}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus,
QComboBox:focus {{ border: 1px solid {p.focus}; }}
QComboBox {{ background: {p.raised}; combobox-popup: 0; }}
QComboBox:hover {{ background: {p.hover}; }}
QComboBox::drop-down {{ subcontrol-origin: padding; subcontrol-position: center right; border: 0;
    width: {SPACE_XL}px; }}
QCheckBox::indicator, QRadioButton::indicator {{ width: 14px; height: 14px; background: {p.sunken};
    border: 1px solid {p.border_strong}; }}
QCheckBox::indicator {{ border-radius: 3px; }}
QRadioButton::indicator {{ border-radius: 8px; }}
QCheckBox, QRadioButton {{ border: 1px solid transparent; border-radius: {RADIUS}px; padding: 2px; }}
QCheckBox:focus, QRadioButton:focus {{ border-color: {p.focus}; }}
QCheckBox::indicator:checked {{ background: {p.accent}; border-color: {p.accent};
    image: url("{resource_file("icons/check.svg").as_posix()}"); }}
QRadioButton::indicator:checked {{ width: 6px; height: 6px; background: {p.accent_text};
    border: 5px solid {p.accent}; }}
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled {{ border-color: {p.border}; }}
QRadioButton::indicator:checked:disabled {{ border-color: {p.border_strong}; }}
QComboBox::down-arrow {{ image: url("{resource_file("icons/chevron.svg").as_posix()}"); width: 10px;
    height: 10px; }}
QLineEdit:disabled, QComboBox:disabled, QSpinBox:disabled {{ color: {p.text_disabled};
    border-color: {p.border}; }}
QComboBox QAbstractItemView {{ background: {p.surface}; color: {p.text}; border: 1px solid {p.border_strong};
    selection-background-color: {p.selection}; selection-color: {p.selection_text}; }}
QProgressBar {{ background: {p.sunken}; color: {p.text}; border: 1px solid {p.border};
    border-radius: {RADIUS}px; text-align: center; min-height: 14px; }}
QProgressBar::chunk {{ background: {p.accent}; border-radius: {RADIUS - 1}px; }}
QSlider::groove:horizontal {{ height: 4px; background: {p.border}; border-radius: 2px; }}
QSlider::sub-page:horizontal {{ background: {p.border_strong}; border-radius: 2px; }}
QSlider::handle:horizontal {{ width: 12px; height: 12px; margin: -4px 0; border-radius: 6px;
    background: {p.text}; }}
QSlider::handle:horizontal:focus {{ background: {p.focus}; }}
"""


def _list_rules(p: Palette) -> str:
    return f"""
QAbstractItemView {{ background: {p.surface}; alternate-background-color: {p.lane_alternate}; color: {p.text};
    border: 1px solid transparent; outline: 0; selection-background-color: {p.selection};
    selection-color: {p.selection_text}; }}
QAbstractItemView:focus {{ border: 1px solid {p.focus}; }}
ScrollColumn {{ border: 1px solid transparent; }}
ScrollColumn:focus {{ border: 1px solid {p.focus}; }}
QListView::item {{ padding: {SPACE_XS}px {SPACE_S}px; }}
QAbstractItemView::item:hover {{ background: {p.hover}; }}
QAbstractItemView::item:selected {{ background: {p.selection}; color: {p.selection_text}; }}
QHeaderView::section {{ background: {p.window}; color: {p.text_secondary}; border: 0;
    border-bottom: 1px solid {p.border}; padding: {SPACE_S}px 3px; }}
QTableCornerButton::section {{ background: {p.window}; border: 0; }}
QMenu {{ background: {p.surface}; color: {p.text}; border: 1px solid {p.border_strong};
    padding: {SPACE_S}px; }}
QMenu::item {{ padding: {SPACE_S}px {SPACE_XL}px; border-radius: {RADIUS}px; }}
QMenu::item:selected {{ background: {p.selection}; color: {p.selection_text}; }}
QMenu::item:disabled {{ color: {p.text_disabled}; }}
QMenu::separator {{ height: 1px; background: {p.border}; margin: {SPACE_S}px {SPACE_M}px; }}
"""


def _chrome_rules(p: Palette) -> str:
    return f"""
QMenuBar {{ background: {p.window}; color: {p.text}; }}
QMenuBar::item {{ padding: {SPACE_S}px {SPACE_M}px; background: transparent; }}
QMenuBar::item:selected {{ background: {p.hover}; }}
QStatusBar {{ background: {p.window}; color: {p.text_secondary}; }}
QStatusBar::item {{ border: 0; }}
QToolBar {{ background: {p.window}; border: 0; spacing: {SPACE_S}px; }}
QTabWidget::pane {{ border: 0; }}
QTabBar {{ background: {p.window}; }}
QTabBar::tab {{ background: transparent; color: {p.text_secondary}; padding: {SPACE_S}px {SPACE_L}px;
    border: 0; border-top: 2px solid transparent; border-bottom: 2px solid transparent; }}
QTabBar::tab:hover {{ color: {p.text}; }}
QTabBar::tab:selected {{ color: {p.text}; border-bottom: 2px solid {p.focus}; font-weight: 600; }}
QTabBar::tab:focus {{ color: {p.focus}; }}
QSplitter::handle {{ background: {p.border}; }}
QSplitter::handle:horizontal {{ width: 1px; }}
QSplitter::handle:vertical {{ height: 1px; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; }}
QScrollBar::handle {{ background: {p.border_strong}; border-radius: 4px; margin: 1px; }}
QScrollBar::handle:vertical {{ min-height: 24px; }}
QScrollBar::handle:horizontal {{ min-width: 24px; }}
QScrollBar::handle:hover {{ background: {p.text_secondary}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""


def theme_of(name: str) -> ThemeChoice:
    """The choice of this name; the system's where there is none."""
    return ThemeChoice(name) if name in set(ThemeChoice) else ThemeChoice.SYSTEM


class Theme(QObject):
    """Puts the tokens on an application and follows the system while the choice is `SYSTEM`.

    Widgets learn of it by `QEvent.PaletteChange`, which Qt delivers through the event loop.
    """

    changed = Signal(object)  # the new Palette

    def __init__(self, application: QApplication, choice: ThemeChoice = ThemeChoice.SYSTEM) -> None:
        super().__init__(application)
        self._application = application
        self._choice = choice
        self._palette: Palette | None = None
        # Fusion alone takes every colour from the palette on every platform.
        application.setStyle("Fusion")
        application.setFont(with_chinese(application.font()))
        application.styleHints().colorSchemeChanged.connect(self._apply)
        self._apply()

    @property
    def choice(self) -> ThemeChoice:
        return self._choice

    @property
    def palette(self) -> Palette:
        assert self._palette is not None
        return self._palette

    def choose(self, choice: ThemeChoice) -> None:
        self._choice = choice
        self._apply()

    def _apply(self) -> None:
        wanted = {
            ThemeChoice.DARK: DARK,
            ThemeChoice.LIGHT: LIGHT,
            ThemeChoice.SYSTEM: palette_for(self._application.styleHints().colorScheme()),
        }[self._choice]
        if wanted is self._palette:
            return
        self._palette = wanted
        self._application.setPalette(qt_palette(wanted))
        self._application.setStyleSheet(stylesheet(wanted))
        self.changed.emit(wanted)

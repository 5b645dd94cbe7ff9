"""Everything a person can do, as a table: what it is called, its keys, and in which modes they count."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from app.session.key_maps import Keys, in_force
from app.views.texts import marked, tr


class Mode(StrEnum):
    LABEL = "label"
    REVIEW = "review"
    EXPLAIN = "explain"


MODE_NAMES = {
    Mode.LABEL: marked("Label"),
    Mode.REVIEW: marked("Review"),
    Mode.EXPLAIN: marked("Explain"),
}
ALL = frozenset(Mode)
LABEL = frozenset({Mode.LABEL})
REVIEW = frozenset({Mode.REVIEW})
LABEL_REVIEW = frozenset({Mode.LABEL, Mode.REVIEW})


@dataclass(frozen=True, slots=True)
class Action:
    """`text` and `group` in English; `keys` as the platform writes them; `repeats`: counts again while the
    key is held down."""

    id: str
    text: str
    group: str
    keys: tuple[str, ...] = ()
    modes: frozenset[Mode] = ALL
    repeats: bool = False


_PLAY, _TIME, _LABELS = marked("Playing"), marked("Timeline"), marked("Labels")
_BOXES, _REVIEW, _MODEL = marked("Boxes"), marked("Review"), marked("Model")
_EDIT, _PROJECT, _VIEW = marked("Edit"), marked("Project"), marked("Window")

ACTIONS: tuple[Action, ...] = (
    Action("play", "Play or pause", _PLAY, ("Space",)),
    Action("step_back", "One frame back", _PLAY, ("Left",), repeats=True),
    Action("step_on", "One frame on", _PLAY, ("Right",), repeats=True),
    Action("second_back", "One second back", _PLAY, ("Shift+Left",), repeats=True),
    Action("second_on", "One second on", _PLAY, ("Shift+Right",), repeats=True),
    Action("jump_back", "Ten frames back", _PLAY, ("Ctrl+Left",), repeats=True),
    Action("jump_on", "Ten frames on", _PLAY, ("Ctrl+Right",), repeats=True),
    Action("shuttle_back", "Shuttle back (again: faster)", _PLAY, ("J",)),
    Action("shuttle_stop", "Shuttle: stop", _PLAY, ("K",)),
    Action("shuttle_on", "Shuttle on (again: faster)", _PLAY, ("L",)),
    Action("play_segment", "Play the selected label or suggestion", _PLAY, ("Shift+Space",)),
    Action("loop_segment", "Loop it", _PLAY, ("Shift+L",)),
    Action("leave_loop", "Play on past the loop", _PLAY),
    Action("views", "Show another film in step beside this one…", _PLAY),
    Action("swap_view", "Show the film beside large", _PLAY),
    Action("view_sound", "Line up the film beside by sound", _PLAY),
    Action("view_clock", "Line up the film beside by the time of day", _PLAY),
    Action("view_earlier", "The film beside: one frame earlier", _PLAY, ("Alt+,",), repeats=True),
    Action("view_later", "The film beside: one frame later", _PLAY, ("Alt+.",), repeats=True),
    Action("remove_view", "Remove the film beside", _PLAY),
    Action("mute", "Sound on or off", _PLAY),
    Action("skip_still", "Skip the still, on or off", _PLAY),
    Action("deinterlace", "Show interlaced film without combs, on or off", _PLAY),
    Action("hardware", "Decode on the graphics card, on or off", _PLAY),
    Action("sound_settings", "Sound: channel and offset…", _PLAY),
    Action("sound_earlier", "Sound 10 ms earlier", _PLAY, repeats=True),
    Action("sound_later", "Sound 10 ms later", _PLAY, repeats=True),
    Action("go_to", "Go to a time or a frame…", _PLAY, ("Ctrl+G",)),
    Action("time_of_day", "Time of day…", _PLAY),
    Action("match_clock", "Match clock…", _PLAY),
    Action("period_starts", "Match clock: the next period starts here", _PLAY),
    Action("period_ends", "Match clock: the period ends here", _PLAY),
    Action("match_clock_stands", "Match clock: it stands from here, or runs again", _PLAY),
    Action("previous_item", "Previous label or suggestion", _TIME, (",",), repeats=True),
    Action("next_item", "Next label or suggestion", _TIME, (".",), repeats=True),
    Action("previous_hole", "Previous place where time is missing", _TIME),
    Action("next_hole", "Next place where time is missing", _TIME),
    Action("zoom_in", "Zoom the timeline in", _TIME, ("Ctrl+=", "Ctrl++"), repeats=True),
    Action("zoom_out", "Zoom the timeline out", _TIME, ("Ctrl+-",), repeats=True),
    Action("fit", "Show the whole film in the timeline", _TIME, ("Ctrl+0",)),
    Action("sound_waveform", "Sound: waveform", _TIME),
    Action("sound_spectrogram", "Sound: spectrogram", _TIME),
    Action("sound_both", "Sound: waveform and spectrogram", _TIME),
    Action("sound_channels", "Sound: each channel on its own, or all mixed", _TIME),
    Action("sound_decibels", "Sound: waveform in decibels, or linear", _TIME),
    Action("thumbnails", "Thumbnails on the timeline, on or off", _TIME),
    Action("quick_copy", "Make a quick copy for scrubbing", _TIME),
    Action("no_quick_copy", "Remove the quick copy", _TIME),
    Action("quick_copies", "Quick copies made by themselves, on or off", _TIME),
    Action("cache_room", "Room on the disk for quick copies…", _TIME),
    Action("code", "Code: letters and digits belong to the classes", _LABELS, ("F2",), LABEL),
    Action("mark_in", "In mark here", _LABELS, ("I",), LABEL),
    Action("mark_out", "Out mark here", _LABELS, ("O",), LABEL),
    Action("go_in", "Go to the in mark", _LABELS, ("Shift+I",), LABEL),
    Action("go_out", "Go to the out mark", _LABELS, ("Shift+O",), LABEL),
    Action("split", "Split the segment or the track here", _LABELS, ("S",), LABEL),
    Action("merge", "Merge the selected segments or tracks", _LABELS, ("M",), LABEL),
    Action("nudge_back", "Nearest edge one frame back", _LABELS, ("Ctrl+[",), LABEL_REVIEW, repeats=True),
    Action("nudge_on", "Nearest edge one frame on", _LABELS, ("Ctrl+]",), LABEL_REVIEW, repeats=True),
    Action("move_back", "Move the selected labels one frame back", _LABELS, ("Ctrl+{",), LABEL, repeats=True),
    Action("move_on", "Move the selected labels one frame on", _LABELS, ("Ctrl+}",), LABEL, repeats=True),
    Action("extend", "Extend the selected or the previous label to here", _LABELS, ("Shift+E",), LABEL),
    Action("from_previous", "Begin where the previous label ended", _LABELS, ("Shift+B",), LABEL),
    Action("select_all", "Select all labels", _LABELS, ("Ctrl+A",), LABEL),
    Action("copy", "Copy the selected labels", _LABELS, ("Ctrl+C",), LABEL),
    Action("cut", "Cut the selected labels out", _LABELS, ("Ctrl+X",), LABEL),
    Action("paste", "Paste labels here", _LABELS, ("Ctrl+V",), LABEL),
    Action("duplicate", "Duplicate the selected labels behind them", _LABELS, ("Ctrl+D",), LABEL),
    Action("remove", "Remove the selected labels", _LABELS, ("Delete",), LABEL),
    Action("cancel", "Cancel what was begun", _LABELS, ("Esc",)),
    Action("complete", "Mark the range between the marks complete", _LABELS, (), LABEL),
    Action("complete_class", "Mark it complete for the chosen class only", _LABELS, (), LABEL),
    Action("complete_all", "Mark the whole film complete", _LABELS, (), LABEL),
    Action("not_complete", "No longer complete here", _LABELS, (), LABEL),
    Action("new_class", "New class…", _LABELS),
    Action("classes", "Edit the classes…", _LABELS),
    Action("import_classes", "Import classes…", _LABELS),
    Action("export_classes", "Export classes…", _LABELS),
    Action("new_box", "New box", _BOXES, ("N",), LABEL),
    Action("key_frame", "Key frame here", _BOXES, ("F",), LABEL),
    Action("outside", "The track ends here (outside)", _BOXES, ("X",), LABEL),
    Action("occluded", "Occluded from here, or visible again", _BOXES, ("Q",), LABEL),
    Action("propagate", "Follow the box through the film (track it)", _BOXES, ("T",), LABEL),
    Action("propagate_back", "Follow the box back", _BOXES, ("Shift+T",), LABEL),
    Action("previous_key_frame", "Previous key frame", _BOXES, ("PgUp",), LABEL, repeats=True),
    Action("next_key_frame", "Next key frame", _BOXES, ("PgDown",), LABEL, repeats=True),
    Action("track_start", "Start of the track", _BOXES, ("Home",), LABEL),
    Action("track_end", "End of the track", _BOXES, ("End",), LABEL),
    Action("class_from_here", "Another class from here on…", _BOXES, ("Shift+C",), LABEL),
    Action("box_next", "Select the next box here", _BOXES, ("Shift+N",), LABEL, repeats=True),
    Action("box_previous", "Select the previous box here", _BOXES, ("Shift+P",), LABEL, repeats=True),
    Action("boxes_here", "Select all boxes here", _BOXES, ("Ctrl+Shift+A",), LABEL),
    Action("box_left", "Move the box left", _BOXES, ("Alt+Left",), LABEL, repeats=True),
    Action("box_right", "Move the box right", _BOXES, ("Alt+Right",), LABEL, repeats=True),
    Action("box_up", "Move the box up", _BOXES, ("Alt+Up",), LABEL, repeats=True),
    Action("box_down", "Move the box down", _BOXES, ("Alt+Down",), LABEL, repeats=True),
    Action("box_left_10", "Move the box left by ten", _BOXES, ("Alt+Shift+Left",), LABEL, repeats=True),
    Action("box_right_10", "Move the box right by ten", _BOXES, ("Alt+Shift+Right",), LABEL, repeats=True),
    Action("box_up_10", "Move the box up by ten", _BOXES, ("Alt+Shift+Up",), LABEL, repeats=True),
    Action("box_down_10", "Move the box down by ten", _BOXES, ("Alt+Shift+Down",), LABEL, repeats=True),
    Action("box_narrower", "Make the box narrower", _BOXES, ("Ctrl+Alt+Left",), LABEL, repeats=True),
    Action("box_wider", "Make the box wider", _BOXES, ("Ctrl+Alt+Right",), LABEL, repeats=True),
    Action("box_lower", "Make the box less high", _BOXES, ("Ctrl+Alt+Up",), LABEL, repeats=True),
    Action("box_higher", "Make the box higher", _BOXES, ("Ctrl+Alt+Down",), LABEL, repeats=True),
    Action("box_narrower_10", "Box narrower by ten", _BOXES, ("Ctrl+Alt+Shift+Left",), LABEL, repeats=True),
    Action("box_wider_10", "Box wider by ten", _BOXES, ("Ctrl+Alt+Shift+Right",), LABEL, repeats=True),
    Action("box_lower_10", "Box less high by ten", _BOXES, ("Ctrl+Alt+Shift+Up",), LABEL, repeats=True),
    Action("box_higher_10", "Box higher by ten", _BOXES, ("Ctrl+Alt+Shift+Down",), LABEL, repeats=True),
    Action("picture_in", "Zoom into the picture", _BOXES, ("+", "="), repeats=True),
    Action("picture_out", "Zoom out of the picture", _BOXES, ("-",), repeats=True),
    Action("picture_fit", "Show the whole picture", _BOXES, ("Alt+0",)),
    Action("picture_selection", "Zoom the picture to the selected box, or back", _BOXES, ("Shift+Z",)),
    Action("new_zone", "New zone: click its corners", _BOXES, (), LABEL),
    Action("new_line", "New line: click its corners", _BOXES, (), LABEL),
    Action("zones", "Zones and lines…", _BOXES),
    Action("accept", "Accept and go on", _REVIEW, ("Enter", "Return"), REVIEW),
    Action("reject", "Reject and go on", _REVIEW, ("Backspace",), REVIEW),
    Action("accept_above", "Accept all above a score…", _REVIEW),
    Action("provenance", "Where the chosen label comes from", _REVIEW),
    Action("second_pass", "Second pass: hide other people's labels, on or off", _REVIEW),
    Action("agreement", "Agreement of two people…", _REVIEW),
    Action("merge_copy", "Merge a colleague's copy…", _PROJECT),
    Action("accept_box", "Accept only the proposed box here", _REVIEW, ("B",), REVIEW),
    Action("attention", "Attention: hold to peek, tap to pin", _MODEL, ("A",)),
    Action("curves", "Class curves, on or off", _MODEL),
    Action("propose", "Propose: let Sora label ahead", _MODEL),
    Action("propose_all", "Propose for all films", _MODEL),
    Action("train", "Train now", _MODEL),
    Action("motion", "Propose what moves (fixed camera)", _MODEL),
    Action("doubts", "Look for doubtful labels", _MODEL),
    Action("cancel_jobs", "Cancel all jobs", _MODEL),
    Action("undo", "Undo", _EDIT, ("Ctrl+Z",), repeats=True),
    Action("redo", "Redo", _EDIT, ("Ctrl+Shift+Z", "Ctrl+Y"), repeats=True),
    Action("save", "Name this state, to come back to it…", _EDIT, ("Ctrl+S",)),
    Action("history", "History: what was done, and going back", _EDIT),
    Action("changed_session", "What changed since the project was opened", _EDIT),
    Action("changed_yesterday", "What changed since yesterday", _EDIT),
    Action("open", "Open a video or a project…", _PROJECT, ("Ctrl+O",)),
    Action("add_media", "Add films to the project…", _PROJECT, ("Ctrl+Shift+O",)),
    Action("import", "Import labels…", _PROJECT),
    Action("export", "Export labels…", _PROJECT, ("Ctrl+E",)),
    Action("film_facts", "About this film…", _PROJECT),
    Action("streams", "Choose picture and sound…", _PROJECT),
    Action("look_again", "Look again at the film's file", _PROJECT),
    Action("relink", "Find moved films…", _PROJECT),
    Action("rebuild", "Rebuild a film that was cut short…", _PROJECT),
    Action("person", "Your name…", _PROJECT),
    Action("settings", "Settings…", _PROJECT, ("Ctrl+,",)),
    Action("sample", "Open the sample film", _PROJECT),
    Action("quit", "Quit", _PROJECT, ("Ctrl+Q",)),
    Action("mode_label", "Mode: Label", _VIEW, ("Ctrl+1",)),
    Action("mode_review", "Mode: Review", _VIEW, ("Ctrl+2",)),
    Action("mode_explain", "Mode: Explain", _VIEW, ("Ctrl+3",)),
    Action("page_labels", "Drawer: labels", _VIEW),
    Action("page_suggestions", "Drawer: suggestions", _VIEW),
    Action("page_training", "Drawer: training", _VIEW),
    Action("page_details", "Drawer: details", _VIEW),
    Action("jobs", "Jobs", _VIEW),
    Action("keys", "Keys beside the timeline, on or off", _VIEW),
    Action("theme_system", "Colours: as the system", _VIEW),
    Action("theme_dark", "Colours: dark", _VIEW),
    Action("theme_light", "Colours: light", _VIEW),
    Action("float_picture", "Picture in a window of its own, on or off", _VIEW, ("F11",)),
    Action("label_table", "All labels of all films…", _VIEW, ("Ctrl+L",)),
    Action("key_map", "Change keys…", _VIEW),
    Action("commands", "All commands", _VIEW, ("Ctrl+Shift+P", "Ctrl+F")),
    Action("shortcuts", "Keys on one sheet", _VIEW, ("F1",)),
)


class KeyMap:
    """Which action a key means in a mode: the table in the person's language, with their changes over it.

    A key of the table twice in one mode is a bug and refused; of a person's changes see `key_maps.in_force`.
    """

    def __init__(self, actions: tuple[Action, ...] = ACTIONS, changes: Keys | None = None) -> None:
        self._table = tuple(replace(a, text=tr(a.text), group=tr(a.group)) for a in actions)
        _check_apart(actions)
        self.change(changes or {})

    def change(self, changes: Keys) -> None:
        """The person's keys from now on, for everyone who holds this map."""
        self.changes = changes
        keys = in_force(self._table, changes)
        self.actions = tuple(replace(action, keys=keys[action.id]) for action in self._table)
        self._by_id = {action.id: action for action in self.actions}
        self._by_key = {
            (mode, combination(key).toCombined()): action
            for action in self.actions
            for key in action.keys
            for mode in action.modes
        }

    @property
    def table(self) -> tuple[Action, ...]:
        """The actions with the keys that they have by default."""
        return self._table

    def __getitem__(self, action_id: str) -> Action:
        return self._by_id[action_id]

    def find(self, mode: Mode, keys: QKeyCombination) -> Action | None:
        return self._by_key.get((mode, keys.toCombined()))

    def letters(self, mode: Mode) -> frozenset[str]:
        """Letters and digits that alone mean an action, as the keys of classes are written."""
        keys = (key for a in self.actions if mode in a.modes for key in a.keys)
        return frozenset(key.lower() for key in keys if len(key) == 1 and key.isalnum())

    def native(self, action_id: str) -> str:
        """The action's first key as this platform writes it; empty where it has none."""
        keys = self[action_id].keys
        return native_text(keys[0]) if keys else ""


def _check_apart(actions: tuple[Action, ...]) -> None:
    holders: dict[tuple[Mode, int], str] = {}
    for action in actions:
        for keys in action.keys:
            for mode in sorted(action.modes):
                other = holders.setdefault((mode, combination(keys).toCombined()), action.id)
                if other != action.id:
                    raise ValueError(f"{keys} means {other} and {action.id} in {mode}")


def combination(keys: str) -> QKeyCombination:
    """The one key stroke that a text such as `Ctrl+Shift+P` names."""
    sequence = QKeySequence.fromString(keys, QKeySequence.SequenceFormat.PortableText)
    found: QKeyCombination = sequence[0]  # type: ignore[index]  # the stubs lack __getitem__
    return found


def portable_text(keys: QKeyCombination) -> str:
    """As the table of actions writes it."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.PortableText)


def native_text(keys: str) -> str:
    """The key stroke as this platform writes it."""
    return QKeySequence(combination(keys)).toString(QKeySequence.SequenceFormat.NativeText)


def stroke(event: QKeyEvent) -> QKeyCombination:
    """The key stroke of an event; the keypad's keys count as the others."""
    key = Qt.Key(event.key()) if event.key() in Qt.Key._value2member_map_ else Qt.Key.Key_unknown
    return settled(QKeyCombination(event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier, key))


def settled(keys: QKeyCombination) -> QKeyCombination:
    """The key stroke without the Shift that only made the character, as layouts differ in."""
    modifiers, shifted = keys.keyboardModifiers(), Qt.KeyboardModifier.ShiftModifier
    if modifiers & shifted and keys.key() in (Qt.Key.Key_Plus, Qt.Key.Key_BraceLeft, Qt.Key.Key_BraceRight):
        modifiers &= ~shifted
    return QKeyCombination(modifiers, keys.key())


# X11 and Wayland key codes (evdev + 8) of the letters' and digits' places on the keyboard.
_EVDEV = {
    **{10 + i: digit for i, digit in enumerate("1234567890")},
    **{24 + i: letter for i, letter in enumerate("qwertyuiop")},
    **{38 + i: letter for i, letter in enumerate("asdfghjkl")},
    **{52 + i: letter for i, letter in enumerate("zxcvbnm")},
}


def letter_or_digit(event: QKeyEvent) -> str:
    """`a`–`z` or `0`–`9` of a key stroke without Ctrl, Alt or Meta; empty for any other key.

    By key code, not by text: an input method or a Cyrillic layout must not swallow a class key. Where the
    code is not Latin, the key's place on the keyboard counts.
    """
    blocked = (
        Qt.KeyboardModifier.ControlModifier
        | Qt.KeyboardModifier.AltModifier
        | Qt.KeyboardModifier.MetaModifier
    )
    if event.modifiers() & blocked:
        return ""
    key = event.key()
    if Qt.Key.Key_A.value <= key <= Qt.Key.Key_Z.value or Qt.Key.Key_0.value <= key <= Qt.Key.Key_9.value:
        return chr(key).lower()
    if (key > 0x7F and key < Qt.Key.Key_Escape.value) or key == Qt.Key.Key_unknown.value:
        virtual = event.nativeVirtualKey()
        if 0x30 <= virtual <= 0x39 or 0x41 <= virtual <= 0x5A:  # Windows: the layout-independent key
            return chr(virtual).lower()
        return _EVDEV.get(event.nativeScanCode(), "")
    return ""

"""Class keys under an input method: a hundred of them typed by xdotool into the real window, with Pinyin on.

On an X server and a session bus of their own, with IBus and its Pinyin engine. As a proof that the engine is
at work the same letters are typed into a text field, where it must take them for its own. Keys that do not
arrive are counted: the goal is none, with the Code latch and without.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from open_window import on_screen
from table import Row, machine, show_report

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

KEYS = 100
ENGINE = "libpinyin"
CLASSES = {"serve": "b", "rally": "d", "net": "h", "out": "1", "pause": "2"}
NEEDED = ("xvfb-run", "dbus-run-session", "xdotool", "ibus-daemon", "ibus")
_WAIT_S = 20.0


def child(out: Path) -> int:
    """In the session of its own: the engine, the window, the keys."""
    os.environ["QT_IM_MODULE"] = "ibus"
    daemon = subprocess.Popen(["ibus-daemon", "--xim", "--panel", "disable", "--replace"])
    try:
        _until(_engine_on, "the engine starts")
        out.write_text(json.dumps(_type()), "utf-8")
    finally:
        daemon.terminate()
        daemon.wait(10)
    return 0


def _ibus(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["ibus", *arguments], capture_output=True, text=True, check=False)


def _engine_on() -> bool:
    _ibus("engine", ENGINE)  # its exit code says nothing: ask what is on
    return _ibus("engine").stdout.strip() == ENGINE


def _until(holds: Callable[[], bool], what: str) -> None:
    give_up = time.monotonic() + _WAIT_S
    while not holds():
        if time.monotonic() > give_up:
            raise SystemExit(f"labelling_ime: it never came to this: {what}")
        time.sleep(0.1)


def _type() -> dict[str, Any]:
    from PySide6.QtWidgets import QApplication, QLineEdit

    from tests.clips import clip
    from tests.studio_window import film, open_studio, settle, wait

    _application = QApplication([])
    with tempfile.TemporaryDirectory() as name, open_studio(Path(name), film(Path(name), clip("plain"))) as s:
        for class_name, key in CLASSES.items():
            s.labels.add_class(class_name)
            label_class = s.workspace.project.catalogue.ontology.named(class_name)
            s.classes.change(replace(label_class, key=key))
        letters = list(CLASSES.values())
        tapped: list[str] = []
        s.keyboard.class_tapped.connect(tapped.append)

        def type_keys(window: int, keys: list[str]) -> None:
            subprocess.run(["xdotool", "windowfocus", "--sync", str(window)], check=True)
            settle(300)
            done = subprocess.Popen(["xdotool", "key", "--delay", "30", *keys])
            wait(lambda: done.poll() is not None, timeout_ms=60_000)
            settle(500)

        typed = [letters[n % len(letters)] for n in range(KEYS)]
        found: dict[str, Any] = {"engine": _ibus("engine").stdout.strip()}
        for case, coding in (("plain", False), ("code", True)):
            s.window.code_button.setChecked(coding)
            s.window.canvas.setFocus()
            tapped.clear()
            type_keys(int(s.window.winId()), typed)
            found[case] = sum(a == b for a, b in zip(tapped, typed, strict=False))
        field = QLineEdit()
        field.show()
        settle(300)
        field.setFocus()
        type_keys(int(field.winId()), ["n", "i"])
        found["field"] = field.text()
        type_keys(int(field.winId()), ["space"])
        found["chosen"] = field.text()
        field.close()
    return found


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    options = parser.parse_args()
    missing = [name for name in NEEDED if shutil.which(name) is None]
    if missing:
        raise SystemExit(f"labelling_ime: install first: {', '.join(missing)} (ibus, ibus-libpinyin)")
    with tempfile.TemporaryDirectory(prefix="sora-ime-") as name:
        out = Path(name) / "found.json"
        own = ["dbus-run-session", "--", sys.executable, __file__, "--child", str(out)]
        command, environment = on_screen("xvfb", own)
        home = {"HOME": name, "XDG_CONFIG_HOME": f"{name}/config", "XDG_CACHE_HOME": f"{name}/cache"}
        subprocess.run(command, check=True, env=environment | home)
        found = json.loads(out.read_text("utf-8"))
    engine, as_they_are = found["engine"], sum(c in "ni" for c in found["field"])
    proof = f"xvfb: proof: letters of “ni” that a text field got as they are (chosen then: {found['chosen']})"
    rows = [
        Row(
            f"xvfb: class keys of {KEYS} that did not arrive under {engine}", KEYS - found["plain"], "keys", 0
        ),
        Row("xvfb: the same with the Code latch", KEYS - found["code"], "keys", 0),
        Row(proof, as_they_are, "letters", 0),
    ]
    show_report({"machine": machine(), "rows": [row.as_json() for row in rows]}, options.json)
    return 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        raise SystemExit(child(Path(sys.argv[2])))
    raise SystemExit(main())

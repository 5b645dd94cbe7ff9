"""`demo` and `open`, the commands that need the window; `demo` does the main job in it."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from app.cli.output import Progress, show
from app.cli.workplace import new_id, opened
from app.domain import edits as e
from app.domain.errors import UserError
from app.session.places import Places
from app.session.project import described_media
from app.session.settings import Settings, save_settings
from app.shell.screen import demand_screen, has_screen

if TYPE_CHECKING:
    from app.shell.demonstration import KnownFilm

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

SAMPLE = "sample.mp4"
PROJECT = "demo.sora"
REPORT = "report.json"
SIZE = (1600, 1000)


def add_to(commands: Commands) -> None:
    demo = commands.add_parser("demo", help="the main job on a film that is made for it, or on yours")
    demo.add_argument("media", type=Path, nargs="*", metavar="MEDIA")
    demo.add_argument("--headless", action="store_true", help="leave the window by itself, with a report")
    demo.add_argument("--out", type=Path, metavar="DIR", help="where the project, report and pictures go")
    demo.add_argument("--seconds", type=float, default=75.0, help="length of the film that is made")
    demo.add_argument("--seed", type=int, default=0)
    demo.add_argument("--json", action="store_true")
    demo.set_defaults(run=_demo)
    window = commands.add_parser("open", help="open the window")
    window.add_argument("path", type=Path, nargs="?", metavar="PROJECT or MEDIA")
    window.set_defaults(run=_open)


def _open(options: argparse.Namespace) -> int:
    demand_screen()
    from app.shell.startup import run

    return run(options.path)


def _demo(options: argparse.Namespace) -> int:
    if not options.headless:
        demand_screen()
    out: Path = (options.out or Path(tempfile.mkdtemp(prefix="sora-demo-"))).absolute()
    _clear(out)
    progress = Progress()
    if options.media:
        films = [_film_by_activity(path.absolute(), progress) for path in options.media]
        labels_by = "a rule: busy where more than usual moves, still elsewhere; no person labelled this film"
    else:
        films = [_generated(out / SAMPLE, options.seed, options.seconds, progress)]
        labels_by = "the generator of the film, which knows what it drew"
    report: dict[str, Any] = {
        "media": [str(film.path) for film in films],
        "synthetic": not options.media,
        "labels_by": labels_by,
    }
    _make_project(out / PROJECT, films)
    report.update(_perform(films, out, stay=not options.headless))
    (out / REPORT).write_text(json.dumps(report, indent=1, ensure_ascii=False), "utf-8")
    show({**report, "report": str(out / REPORT)}, as_json=options.json)
    return 0


def _clear(out: Path) -> None:
    """Make `out`, and remove what an earlier demonstration left there. Raises UserError."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        if (out / PROJECT).exists() and not (out / ".demonstration").exists():
            raise UserError(
                "{path} is there already and no demonstration made it.",
                way_out="Choose another folder by --out.",
                path=out / PROJECT,
            )
        for left in (*out.glob("demo.sora*"), out / SAMPLE, out / REPORT, *out.glob("[1-9]-*.png")):
            left.unlink(missing_ok=True)
        (out / ".demonstration").touch()
    except OSError as error:
        raise UserError(
            "{out} cannot be written: {reason}.",
            way_out="Choose another folder by --out.",
            out=out,
            reason=error.strerror,
        ) from error


def _generated(path: Path, seed: int, seconds: float, progress: Progress) -> KnownFilm:
    from app.media.sample_film import generate
    from app.shell.demonstration import Happening, KnownFilm

    film = generate(
        path,
        seed=seed,
        seconds=seconds,
        on_progress=lambda share: progress("making the film, per cent", round(100 * share), 100),
    )
    truth = tuple(Happening(*segment) for segment in film.segments)
    return KnownFilm(path, truth, tuple((name, dict(boxes)) for name, boxes in film.boxes))


def _film_by_activity(path: Path, progress: Progress) -> KnownFilm:
    from app.media.activity import activity, busy_and_still
    from app.media.library import FileLibrary
    from app.shell.demonstration import Happening, KnownFilm

    index = FileLibrary(Places.of_platform().cache).frame_times(path)
    if index is None:
        raise UserError(
            "{file} has no picture.", way_out="Give a film for the demonstration.", file=path.name
        )
    levels = activity(
        path, index, on_progress=lambda share: progress(f"watching {path.name}", round(100 * share), 100)
    )
    stretches = busy_and_still(*levels, index.seconds(index.end_pts))
    return KnownFilm(path, tuple(Happening(*stretch) for stretch in stretches))


def _make_project(path: Path, films: Sequence[KnownFilm]) -> None:
    with opened(path, create=True) as place:
        media = described_media([film.path for film in films], place.project, new_id)
        place.editing.perform(e.AddMedia(media))


def _perform(films: Sequence[KnownFilm], out: Path, *, stay: bool) -> dict[str, Any]:
    """Do the job in the window; with `stay` it then stays open for the person."""
    if not has_screen():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtWidgets import QApplication

    from app.shell.demonstration import Demonstration
    from app.shell.startup import Studio
    from app.views.texts import tr

    with tempfile.TemporaryDirectory(prefix="sora-demo-settings-") as folder:
        # The person's own settings are none of the demonstration's business.
        usual = Places.of_platform()
        places = Places(Path(folder) / "settings.json", usual.cache, out)
        save_settings(Settings(person="demonstration", train_automatically=False), places.settings)
        application = QApplication.instance() or QApplication(["sora-studio"])
        assert isinstance(application, QApplication)
        studio = Studio(application, places=places)
        studio.window.resize(*SIZE)
        show_step = lambda text: print(text, file=sys.stderr, flush=True)  # noqa: E731
        demonstration = Demonstration(studio, films, out, show_step)

        def note(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
            sys.__excepthook__(kind, error, trace)
            demonstration.note_fault(error)

        before, sys.excepthook = sys.excepthook, note
        try:
            outcome = demonstration.run(out / PROJECT)
            if stay:
                studio.feedback.fact(tr("The demonstration is over; the window is yours."))
                application.exec()
        finally:
            sys.excepthook = before
            studio.dispose()
    return asdict(outcome)

"""`probe` and `grab`: facts about a media file, and one of its frames."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.output import Progress, show
from app.session.places import Places

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def add_to(commands: Commands) -> None:
    probe = commands.add_parser("probe", help="what a media file holds, and what is odd about it")
    probe.add_argument("media", type=Path)
    probe.add_argument("--json", action="store_true")
    probe.add_argument("--quick", action="store_true", help="count packets instead of decoding every frame")
    probe.set_defaults(run=_probe)
    grab = commands.add_parser("grab", help="save one frame as a PNG file")
    grab.add_argument("media", type=Path)
    grab.add_argument("--frame", type=int, required=True, metavar="N", help="0-based")
    grab.add_argument(
        "--stream", type=int, metavar="S", help="of which film of the file (default: the first)"
    )
    grab.add_argument("-o", "--output", type=Path, required=True, metavar="F.png")
    grab.set_defaults(run=_grab)
    rebuild = commands.add_parser(
        "rebuild", help="make a new film from one that was cut short and lost its table of contents"
    )
    rebuild.add_argument("media", type=Path, help="the film that cannot be opened; it is only read")
    rebuild.add_argument(
        "--like", type=Path, required=True, metavar="GOOD", help="a film of the same camera that is whole"
    )
    rebuild.add_argument("-o", "--output", type=Path, required=True, metavar="F.mkv")
    rebuild.add_argument("--json", action="store_true")
    rebuild.set_defaults(run=_rebuild)


def _probe(options: argparse.Namespace) -> int:
    from app.media.probe import probe

    progress = Progress()
    facts = probe(
        options.media,
        quick=options.quick,
        cache_dir=Places.of_platform().cache,
        on_progress=lambda share: progress("decoding, per cent", round(100 * share), 100),
    )
    show(facts.to_json(), as_json=options.json, lines=facts.preflight())
    return 0


def _grab(options: argparse.Namespace) -> int:
    from app.media.grab import grab

    grab(
        options.media,
        options.frame,
        options.output,
        cache_dir=Places.of_platform().cache,
        stream=options.stream,
    )
    return 0


def _rebuild(options: argparse.Namespace) -> int:
    from app.media.repair import rebuild

    progress = Progress()
    made = rebuild(
        options.media,
        options.like,
        options.output,
        on_progress=lambda share: progress("looking for pictures, per cent", round(100 * share), 100),
    )
    result = {"path": str(made.path), "frames": made.frames, "seconds": round(made.seconds, 3)}
    lines = [f"{made.frames:,} frames ({made.seconds:.1f} s) without sound in {made.path}"]
    show(result, as_json=options.json, lines=lines)
    return 0

"""`pretrain`: learn from the films of a project before anything is labelled."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli.output import Progress, show
from app.cli.workplace import new_id, now, opened
from app.session.pretraining import PRESET, pretrain
from sora_model.contract import events
from sora_model.contract.manifest import MediaSpec

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

EPOCHS = 12
RATE = 4e-3


def add_to(commands: Commands) -> None:
    command = commands.add_parser("pretrain", help="learn from the films of a project, without labels")
    command.add_argument("project", type=Path, metavar="P.sora")
    command.add_argument("--epochs", type=int, default=EPOCHS)
    command.add_argument("--seed", type=int, default=0)
    command.add_argument("--device", default="auto")
    command.add_argument("--json", action="store_true")
    command.set_defaults(run=_pretrain)


def _pretrain(options: argparse.Namespace) -> int:
    progress = Progress()

    def report(event: events.Event) -> None:
        if isinstance(event, events.Progress):
            progress(event.phase, event.done, event.total, event.eta_s)
        elif isinstance(event, events.Epoch):
            progress("pre-training", event.epoch, event.epochs, event.eta_s)

    with opened(options.project) as place:

        def learn(run: str, media: Sequence[MediaSpec], folder: Path) -> Mapping[str, Any]:
            from sora_model import pretraining
            from sora_model.config import TrainConfig, preset

            config = TrainConfig(
                run,
                place.places.cache,
                preset(PRESET),
                seed=options.seed,
                device=options.device,
                epochs=options.epochs,
                learning_rate=RATE,
            )
            return pretraining.pretrain(config, media, folder, report, lambda: False)

        run = pretrain(place.project, place.editing, learn, now=now, new_id=new_id, seed=options.seed)
    show(
        {"run": run.id, "name": run.name, "reconstruction": run.metrics["reconstruction"]},
        as_json=options.json,
    )
    return 0

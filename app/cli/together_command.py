"""`merge` and `agreement`: the work of several people."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli.output import show
from app.cli.workplace import Workplace, new_id, opened
from app.domain.errors import UserError
from app.session.agreement import Agreement, Figure, agree
from app.session.merging import Merging, Side
from app.session.passes import compare, labeller_named, labellers, passes_between
from app.storage.project_store import ProjectStore

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def add_to(commands: Commands) -> None:
    merge = commands.add_parser("merge", help="a colleague's copy of a project into yours")
    merge.add_argument("project", type=Path, metavar="P.sora")
    merge.add_argument("theirs", type=Path, metavar="COPY.sora", help="is only read")
    merge.add_argument(
        "--prefer",
        choices=[s.value for s in Side],
        help="where both changed the same thing differently; without it nothing is merged then",
    )
    merge.add_argument("--dry-run", action="store_true", help="say what would be done")
    merge.add_argument("--json", action="store_true")
    merge.set_defaults(run=_merge)
    compared = commands.add_parser("agreement", help="how far two people agree")
    compared.add_argument("project", type=Path, metavar="P.sora")
    compared.add_argument(
        "other",
        type=Path,
        nargs="?",
        metavar="OTHER.sora",
        help="the second person's project; else both in P",
    )
    compared.add_argument("--people", nargs=2, default=(), metavar=("A", "B"))
    compared.add_argument("--seed", type=int, default=0, help="of the bootstrap")
    compared.add_argument("--json", action="store_true")
    compared.set_defaults(run=_agreement)


def _merge(options: argparse.Namespace) -> int:
    with (
        opened(options.project, read_only=options.dry_run) as place,
        ProjectStore.open(options.theirs, read_only=True) as theirs,
    ):
        merging = Merging(place.project, place.editing, new_id)
        plan = merging.look(theirs)
        if plan.conflicts and not options.prefer and not options.dry_run:
            first = plan.conflicts[0]
            raise UserError(
                "{count} things were changed differently in both, the first: {what} (yours: {ours}; "
                "theirs: {theirs}). Nothing was merged.",
                way_out="Say --prefer ours, theirs or both, or decide one by one in the window.",
                count=len(plan.conflicts),
                what=first.what,
                ours=first.ours,
                theirs=first.theirs,
            )
        result: dict[str, Any] = {
            "project": str(options.project),
            "theirs": str(options.theirs),
            "same_project": plan.same_project,
            "common_entries": plan.common,
            "merged": not options.dry_run,
            "brought": dict(plan.brings),
            "left": list(plan.left),
            "conflicts": [asdict(c) for c in plan.conflicts],
        }
        if not options.dry_run:
            report = merging.perform(plan, theirs, {}, Side(options.prefer or Side.OURS))
            result |= {"brought": dict(report.brought), "left": list(report.left)}
        result["log_head"] = place.project.store.head_hash()
    brought = ", ".join(f"{n} {what}" for what, n in result["brought"].items()) or "nothing new"
    verb = "would come" if options.dry_run else "came"
    lines = [f"From {options.theirs.name} {verb}: {brought}."]
    lines += [f"conflict: {c.what}. Yours: {c.ours}. Theirs: {c.theirs}." for c in plan.conflicts]
    lines += [f"stays in {options.theirs.name}: {sentence}" for sentence in result["left"]]
    show(result, as_json=options.json, lines=lines)
    return 0


def _agreement(options: argparse.Namespace) -> int:
    with opened(options.project, read_only=True) as place:
        if options.other is not None:
            found, names = _between(place, options)
        else:
            found, names = _within(place, options)
    result = {"project": str(options.project), "people": names, **asdict(found)}
    lines = [f"{names[0]} and {names[1]} on {found.films} films:"]
    lines += [
        f"  {c.class_name}: {c.first} and {c.second} labels, kappa {_said(c.kappa)}, F1 {_said(c.f1)}, "
        f"track IoU {_said(c.track_iou)}"
        for c in found.classes
    ]
    lines.append(f"F1 of all: {_said(found.overall_f1)}; {len(found.disagreements)} disagreements.")
    show(result, as_json=options.json, lines=lines)
    return 0


def _between(place: Workplace, options: argparse.Namespace) -> tuple[Agreement, list[str]]:
    with ProjectStore.open(options.other, read_only=True) as other:
        stores, ids = (place.project.store, other), ["", ""]
        names = [options.project.name, options.other.name]
        if options.people:
            chosen = [labeller_named(labellers(s), n) for s, n in zip(stores, options.people, strict=True)]
            ids, names = [c.actor.id for c in chosen], [c.actor.name for c in chosen]
        return agree(passes_between(*stores, *ids), options.seed), names


def _within(place: Workplace, options: argparse.Namespace) -> tuple[Agreement, list[str]]:
    known = labellers(place.project.store)
    if not options.people and len(known) != 2:
        said = ", ".join(x.actor.name for x in known) or "nobody"
        raise UserError(
            "{project} has labels by: {said}.",
            way_out="Say which two with --people A B.",
            project=options.project.name,
            said=said,
        )
    first, second = (labeller_named(known, n) for n in options.people) if options.people else known
    names = [first.actor.name, second.actor.name]
    return agree(compare(place.project, first, second), options.seed), names


def _said(figure: Figure | None) -> str:
    if figure is None:
        return "–"
    interval = "" if figure.low is None else f" ({figure.low:.2f} to {figure.high:.2f})"
    return f"{figure.value:.2f}{interval}"

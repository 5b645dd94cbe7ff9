"""`ontology export|import|templates`: classes of a project as a file, and those that come along."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.output import show
from app.cli.workplace import new_id, opened
from app.formats import ontology_json
from app.session.ontology_editing import OntologyEditing

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def add_to(commands: Commands) -> None:
    group = commands.add_parser("ontology", help="classes in and out of a project, and templates of them")
    actions = group.add_subparsers(metavar="export|import|templates", required=True)
    take = actions.add_parser("export", help="the classes of a project, with their attributes, as JSON")
    take.add_argument("project", type=Path, metavar="P.sora")
    take.add_argument("-o", "--output", type=Path, required=True, metavar="F.json")
    take.set_defaults(run=_export)
    bring = actions.add_parser(
        "import", help="add the classes of a file or a template that are not there yet"
    )
    bring.add_argument("project", type=Path, metavar="P.sora")
    source = bring.add_mutually_exclusive_group(required=True)
    source.add_argument("file", type=Path, nargs="?", metavar="F.json")
    source.add_argument("--template", choices=ontology_json.TEMPLATES, metavar="NAME")
    bring.set_defaults(run=_import)
    templates = actions.add_parser("templates", help="what comes with the program")
    templates.set_defaults(run=_templates)
    for parser in (take, bring, templates):
        parser.add_argument("--json", action="store_true")


def _export(options: argparse.Namespace) -> int:
    with opened(options.project, read_only=True) as place:
        ontology = place.project.catalogue.ontology
        ontology_json.write(options.output, ontology, name=options.project.stem)
        report = {"file": str(options.output), "classes": len(ontology)}
    show(report, as_json=options.json)
    return 0


def _import(options: argparse.Namespace) -> int:
    found = ontology_json.template(options.template) if options.template else ontology_json.read(options.file)
    with opened(options.project) as place:
        classes = OntologyEditing(place.project, place.editing, new_id)
        brought = classes.bring(found.classes, f"import classes of {found.name or options.file.name}")
    show(asdict(brought), as_json=options.json)
    return 0


def _templates(options: argparse.Namespace) -> int:
    found = {name: ontology_json.template(name) for name in ontology_json.TEMPLATES}
    result = {
        "templates": [
            {"id": id_, "name": t.name, "about": t.about, "classes": [c.name for c in t.classes]}
            for id_, t in found.items()
        ]
    }
    lines = [f"{id_}: {t.name}. {t.about}" for id_, t in found.items()]
    show(result, as_json=options.json, lines=lines)
    return 0

"""Where a label comes from, in words."""

from __future__ import annotations

from datetime import datetime

from app.domain.ontology import Ontology
from app.domain.segments import Origin
from app.domain.timebase import TimeScale, clock_text
from app.session.chronicle import Happening
from app.session.provenance import Provenance
from app.session.run_names import run_name
from app.views.labels.label_table import VERIFICATION_TEXT
from app.views.texts import tr


def provenance_lines(found: Provenance, scale: TimeScale, ontology: Ontology) -> list[str]:
    """Who made it and when, from which suggestion, how it was looked at; then each later change."""
    made, *later = found.history or (None,)
    when = _moment(made.at) if made is not None else ""
    lines = [_origin(found, when)]
    if found.origin is not Origin.IMPORTED:
        lines.append(tr("It was {how}.", how=tr(VERIFICATION_TEXT[found.verification])))
    lines += [
        tr("{when}, {who}: {what}", when=_moment(h.at), who=h.actor.name, what=_change(h, scale, ontology))
        for h in later
        if h is not None
    ]
    if not later:
        lines.append(tr("It was not changed since."))
    return lines


def _origin(found: Provenance, when: str) -> str:
    who = found.author.name
    if found.origin is Origin.IMPORTED:
        return tr("Imported: {who}, {when}.", who=who, when=when)
    if found.run is not None and found.score is not None:
        return tr(
            "Proposed by {run} with a score of {score}; accepted by {who}, {when}.",
            run=run_name(found.run.name),
            score=f"{found.score:.2f}",
            who=who,
            when=when,
        )
    return tr("Made by {who}, {when}.", who=who, when=when)


def _moment(at: datetime) -> str:
    return at.astimezone().strftime("%Y-%m-%d %H:%M")


def _change(happening: Happening, scale: TimeScale, ontology: Ontology) -> str:
    """`start 00:00:01.000 → 00:00:02.000`; boxes only by what was done."""
    before, after = happening.before, happening.after
    if before is None or after is None or happening.kind == "key frame":
        return tr(happening.verb)
    said = []
    for name, value in after.items():
        if name in before and before[name] != value:
            field, one, other = name, before[name], value
            if name in ("start_tick", "end_tick"):
                field = name.removesuffix("_tick")
                one, other = clock_text(scale.seconds(one)), clock_text(scale.seconds(other))
            elif name == "class_id":
                field = "class"
                one, other = (c.name if (c := ontology.get(i)) else "?" for i in (one, other))
            said.append(f"{tr(field)} {one or '–'} → {other or '–'}")
    return ", ".join(said) or tr(happening.verb)

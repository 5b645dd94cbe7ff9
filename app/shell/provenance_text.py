"""Where a label comes from, in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.domain.ontology import Ontology
from app.domain.segments import Origin, Verification
from app.domain.timebase import TimeScale, clock_text
from app.session.chronicle import Happening
from app.session.provenance import Provenance
from app.session.run_names import run_name
from app.views.history.deed_words import deed_text
from app.views.labels.label_table import VERIFICATION_TEXT
from app.views.texts import marked, tr


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


_FIELDS = marked(
    {
        "start_tick": "start",
        "end_tick": "end",
        "class_id": "class",
        "comment": "comment",
        "attributes": "attributes",
        "verification": "looked at",
    }
)


def _change(happening: Happening, scale: TimeScale, ontology: Ontology) -> str:
    """`start 00:00:01.000 → 00:00:02.000`; boxes only by what was done."""
    before, after = happening.before, happening.after
    deed = deed_text(happening.verb, name=_class_name(before or {}, after or {}, ontology))
    if before is None or after is None or happening.kind == "key frame":
        return deed
    said = []
    for name, value in after.items():
        if name in before and before[name] != value:
            one, other = before[name], value
            if name in ("start_tick", "end_tick"):
                one, other = clock_text(scale.seconds(one)), clock_text(scale.seconds(other))
            elif name == "class_id":
                one, other = (c.name if (c := ontology.get(i)) else "?" for i in (one, other))
            elif name == "verification":
                one, other = (tr(VERIFICATION_TEXT[Verification(v)]) for v in (one, other))
            said.append(f"{tr(_FIELDS.get(name, name))} {one or '–'} → {other or '–'}")
    return ", ".join(said) or deed


def _class_name(before: Mapping[str, Any], after: Mapping[str, Any], ontology: Ontology) -> str:
    found = ontology.get(after.get("class_id") or before.get("class_id") or "")
    return found.name if found is not None else ""

"""Verbs of the edit log → sentences for people."""

from __future__ import annotations

from collections.abc import Set

from app.views.texts import marked, tr

# One label or thing by its name, then many by their number.
_WORDS: dict[str, tuple[str, str]] = marked(
    {
        "add segments": ("Label {name} added", "{count} labels added"),
        "change segment": ("Label {name} changed", "{count} labels changed"),
        "change segments": ("Label {name} changed", "{count} labels changed"),
        "remove segments": ("Label {name} removed", "{count} labels removed"),
        "split segment": ("Label {name} split", "Label {name} split"),
        "merge segments": ("Labels {name} merged", "Labels {name} merged"),
        "mark complete": ("Range marked complete", "{count} ranges marked complete"),
        "unmark complete": ("Range not complete any more", "{count} ranges not complete any more"),
        "add track": ("Track {name} drawn", "Track {name} drawn"),
        "change track": ("Track {name} changed", "{count} tracks changed"),
        "remove track": ("Track {name} removed", "Track {name} removed with its boxes"),
        "split track": ("Track {name} split", "Track {name} split"),
        "merge tracks": ("Tracks {name} joined", "Tracks {name} joined"),
        "end track": ("Track {name} ended", "Track {name} ended"),
        "set key frame": ("Box of {name} set", "{count} boxes of {name} set"),
        "set key frames": ("Box of {name} set", "{count} boxes of {name} set"),
        "propagate boxes": ("Box of {name} followed", "{count} boxes of {name} followed"),
        "move box": ("Box of {name} moved", "{count} boxes of {name} moved"),
        "move boxes": ("Box of {name} moved", "{count} boxes moved"),
        "remove key frame": ("Box of {name} removed", "{count} boxes of {name} removed"),
        "add zone": ("Zone {name} drawn", "{count} zones drawn"),
        "change zone": ("Zone {name} changed", "{count} zones changed"),
        "remove zone": ("Zone {name} removed", "{count} zones removed"),
        "revise labels": ("Label {name} revised", "{count} labels revised"),
        "take over": ("Label {name} taken over", "{count} labels taken over"),
        "add suggestions": ("Suggestions brought", "Suggestions brought"),
        "accept suggestions": ("Suggestion {name} accepted", "Suggestions accepted"),
        "accept tracks": ("Proposed track {name} accepted", "Proposed tracks accepted"),
        "reject suggestions": ("Suggestion {name} rejected", "{count} suggestions rejected"),
        "add classes": ("Class {name} added", "{count} classes added"),
        "change class": ("Class {name} changed", "{count} changed to do with class {name}"),
        "move labels": ("Label {name} moved", "{count} labels and boxes moved"),
        "paste labels": ("Label {name} pasted", "{count} labels and boxes pasted"),
        "remove labels": ("Label {name} removed", "{count} labels and boxes removed"),
        "change the class": ("Label made {name}", "{count} labels made {name}"),
        "comment": ("Comment on {name} changed", "Comment on {count} labels changed"),
        "change a complete range": ("Complete range changed", "{count} complete ranges changed"),
        "split tracks": ("Track {name} split", "Tracks split"),
        "retire class": ("Class {name} retired", "Class {name} retired"),
        "arrange classes": ("Classes arranged", "Classes arranged"),
        "bring class back": ("Class {name} brought back", "Class {name} brought back"),
        "remove class": ("Class {name} removed", "{count} classes removed"),
        "add media": ("Film {name} added", "{count} films added"),
        "change medium": ("Facts of the film {name} changed", "Facts of {count} films changed"),
        "add run": ("Run {name} added", "{count} runs added"),
        "change run": ("Run {name} changed", "{count} runs changed"),
        "name snapshot": ("State named “{name}”", "State named “{name}”"),
        "remove snapshot": ("Name of the state “{name}” forgotten", "Name of the state “{name}” forgotten"),
        "new project": ("Project begun", "Project begun"),
    }
)
_MOVED = frozenset({"start_tick", "end_tick"})
_IMPORT, _MERGE, _BACK, _CHANGE, _INTO = "import ", "merge ", "go back to ", "change ", "merge class into "


def deed_text(verb: str, *, name: str = "", count: int = 1, fields: Set[str] = frozenset()) -> str:
    """What a deed did, as a sentence. `name`: its class, film, zone or snapshot; `count`: differences;
    `fields`: those that changed, by the log's names.
    """
    name = name or tr("without a class")
    if verb in ("change segment", "change segments") and count == 1 and fields:
        return _changed_label(name, fields)
    if verb in _WORDS:
        return tr(_WORDS[verb][count > 1], name=name, count=f"{count:,}")
    if verb.startswith(_IMPORT):
        return tr("{file} imported", file=verb.removeprefix(_IMPORT))
    if verb.startswith(_BACK):
        return tr("Gone back to an earlier state")
    if verb.startswith(_INTO):
        return tr("Class merged into {name}", name=verb.removeprefix(_INTO))
    if verb.startswith(_MERGE):
        return tr("Copy {file} merged", file=verb.removeprefix(_MERGE))
    if verb.startswith(_CHANGE):
        return tr("{attribute} of {name} changed", attribute=verb.removeprefix(_CHANGE), name=name)
    return verb[:1].upper() + verb[1:]


def _changed_label(name: str, fields: Set[str]) -> str:
    if "class_id" in fields:
        return tr("Label made {name}", name=name)
    if fields <= _MOVED:
        return tr("Label {name} moved", name=name)
    if fields == {"comment"}:
        return tr("Comment on {name} changed", name=name)
    if fields == {"attributes"}:
        return tr("Descriptors of {name} changed", name=name)
    if fields == {"verification"}:
        return tr("Label {name} looked at", name=name)
    return tr("Label {name} changed", name=name)


def words_for(verb: str) -> bool:
    """Whether the table knows the verb."""
    return verb in _WORDS

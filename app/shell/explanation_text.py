"""What is said of an explanation: its legend, its verdict, the choices of class and kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from app.domain.ontology import Ontology
from app.views.texts import marked, tr
from sora_model.contract.explanations import Explanation, MapKind

KINDS: dict[MapKind, str] = marked(
    {
        "occlusion": "Occlusion",
        "hirescam": "HiResCAM",
        "grad-cam": "Grad-CAM",
        "attention": "Attention",
    }
)


def kinds(attends: bool) -> Sequence[tuple[MapKind, str]]:
    """The maps of a run; a run whose network has no say in the answer has no attention."""
    return [(kind, tr(text)) for kind, text in KINDS.items() if attends or kind != "attention"]


PEEK = marked("Hold A to see what the model attended to.")


def no_attention(run: str) -> str:
    return tr("{run} decides by the statistics of its labels alone: it has no attention to show.", run=run)


def class_choices(
    ontology: Ontology, known: Iterable[str], probabilities: Mapping[str, float]
) -> list[tuple[str, str]]:
    """The predicted class first ("" as its id), then every class that the run knows, the likeliest first."""
    best = max(probabilities, key=lambda c: probabilities[c], default="")
    first = tr("Predicted")
    if best:
        name, share = class_name(ontology, best), probabilities[best]
        first = tr("Predicted: {name}, {probability:.0%}", name=name, probability=share)
    classes = sorted(set(known) | set(probabilities), key=lambda c: -probabilities.get(c, 0.0))

    def text(class_id: str) -> str:
        name = class_name(ontology, class_id)
        return f"{name}, {probabilities[class_id]:.0%}" if class_id in probabilities else name

    return [("", first), *((c, text(c)) for c in classes if c in ontology)]


def class_name(ontology: Ontology, class_id: str) -> str:
    """Its name; the run may know a class that was removed since."""
    found = ontology.get(class_id)
    return found.name if found is not None else tr("a removed class")


def legend(found: Explanation, run: str, ontology: Ontology) -> str:
    name = class_name(ontology, found.class_id)
    kind = tr(KINDS[found.kind])
    if found.faithfulness is None:
        return tr("{map} for “{name}” by {run}, being tested", map=kind, name=name, run=run)
    return tr("{map} for “{name}” by {run}", map=kind, name=name, run=run)


def sound_legend(found: Explanation, run: str, ontology: Ontology) -> str:
    name = class_name(ontology, found.class_id)
    if found.heard is not None and found.heard.weights.max(initial=0.0) <= 0:
        return tr("Nothing in the sound for “{name}” by {run}", name=name, run=run)
    return tr("Sound for “{name}” by {run}", name=name, run=run)


def sound_verdict(found: Explanation, ontology: Ontology) -> tuple[str, bool]:
    """A sentence on what the class rests on in the sound, and whether it can be believed."""
    heard, name = found.heard, class_name(ontology, found.class_id)
    if heard is None:
        return "", True
    if heard.weights.max(initial=0.0) <= 0:
        return tr("Nothing in the sound speaks for “{name}” here.", name=name), True
    test = heard.faithfulness
    chance = sum(test.random_deletion) / len(test.random_deletion)
    figures = tr(
        "“{name}” keeps {kept:.0%} while it is hidden; {chance:.0%} at random.",
        name=name,
        kept=test.deletion,
        chance=chance,
    )
    if test.trusted:
        return f"{tr('What speaks for it in the sound is better than chance.')} {figures}", True
    return f"{tr('What is shown of the sound is no better than chance.')} {figures}", False


def verdict(found: Explanation, ontology: Ontology) -> tuple[str, bool]:
    """A sentence on how far the map can be believed, and whether it can be."""
    name, test = class_name(ontology, found.class_id), found.faithfulness
    if not found.grid.any():
        return tr("No place in the picture speaks for “{name}” here.", name=name), True
    if test is None:
        testing = tr("The map is there. It is being tested: places are hidden and the run is asked again …")
        return testing, True
    chance = sum(test.random_deletion) / len(test.random_deletion)
    figures = tr(
        "While what it shows is hidden bit by bit, “{name}” keeps {kept:.0%} on average; {chance:.0%} when "
        "places are hidden at random.",
        name=name,
        kept=test.deletion,
        chance=chance,
    )
    if test.trusted:
        return f"{tr('The map is better than chance here.')} {figures}", True
    return f"{tr('This map is no better than chance here: do not rely on it.')} {figures}", False

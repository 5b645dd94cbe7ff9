"""What is said of an explanation: its legend, its verdict, the choices of class and kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from app.domain.ontology import Ontology
from sora_model.contract.explanations import Explanation, MapKind

KINDS: tuple[tuple[MapKind, str], ...] = (
    ("occlusion", "Occlusion"),
    ("hirescam", "HiResCAM"),
    ("grad-cam", "Grad-CAM"),
    ("attention", "Attention"),
)


def kinds(attends: bool) -> Sequence[tuple[MapKind, str]]:
    """The maps of a run; a run whose network has no say in the answer has no attention."""
    return KINDS if attends else [kind for kind in KINDS if kind[0] != "attention"]


PEEK = "Hold A to see what the model attended to."


def no_attention(run: str) -> str:
    return f"{run} decides by the statistics of its labels alone: it has no attention to show."


def class_choices(
    ontology: Ontology, known: Iterable[str], probabilities: Mapping[str, float]
) -> list[tuple[str, str]]:
    """The predicted class first ("" as its id), then every class that the run knows, the likeliest first."""
    best = max(probabilities, key=lambda c: probabilities[c], default="")
    first = f"Predicted: {class_name(ontology, best)}, {probabilities[best]:.0%}" if best else "Predicted"
    classes = sorted(set(known) | set(probabilities), key=lambda c: -probabilities.get(c, 0.0))

    def text(class_id: str) -> str:
        name = class_name(ontology, class_id)
        return f"{name}, {probabilities[class_id]:.0%}" if class_id in probabilities else name

    return [("", first), *((c, text(c)) for c in classes if c in ontology)]


def class_name(ontology: Ontology, class_id: str) -> str:
    """Its name; the run may know a class that was removed since."""
    found = ontology.get(class_id)
    return found.name if found is not None else "a removed class"


def legend(found: Explanation, run: str, ontology: Ontology) -> str:
    name = class_name(ontology, found.class_id)
    test = "" if found.faithfulness is not None else ", being tested"
    return f"{dict(KINDS)[found.kind]} for “{name}” by {run}{test}"


def sound_legend(found: Explanation, run: str, ontology: Ontology) -> str:
    name = class_name(ontology, found.class_id)
    if found.heard is not None and found.heard.weights.max(initial=0.0) <= 0:
        return f"Nothing in the sound for “{name}” by {run}"
    return f"Sound for “{name}” by {run}"


def sound_verdict(found: Explanation, ontology: Ontology) -> tuple[str, bool]:
    """A sentence on what the class rests on in the sound, and whether it can be believed."""
    heard, name = found.heard, class_name(ontology, found.class_id)
    if heard is None:
        return "", True
    if heard.weights.max(initial=0.0) <= 0:
        return f"Nothing in the sound speaks for “{name}” here.", True
    test = heard.faithfulness
    chance = sum(test.random_deletion) / len(test.random_deletion)
    figures = f"“{name}” keeps {test.deletion:.0%} while it is hidden; {chance:.0%} at random."
    if test.trusted:
        return f"What speaks for it in the sound is better than chance. {figures}", True
    return f"What is shown of the sound is no better than chance. {figures}", False


def verdict(found: Explanation, ontology: Ontology) -> tuple[str, bool]:
    """A sentence on how far the map can be believed, and whether it can be."""
    name, test = class_name(ontology, found.class_id), found.faithfulness
    if not found.grid.any():
        return f"No place in the picture speaks for “{name}” here.", True
    if test is None:
        return "The map is there. It is being tested: places are hidden and the run is asked again …", True
    chance = sum(test.random_deletion) / len(test.random_deletion)
    figures = (
        f"While what it shows is hidden bit by bit, “{name}” keeps {test.deletion:.0%} on average; "
        f"{chance:.0%} when places are hidden at random."
    )
    if test.trusted:
        return f"The map is better than chance here. {figures}", True
    return f"This map is no better than chance here: do not rely on it. {figures}", False

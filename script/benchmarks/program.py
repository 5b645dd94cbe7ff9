"""The gestures' given split through the program itself: new, import, train, evaluate."""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from results_sets import DATA, ROOT, LabelledSet, clip_set

from sora_model.data.features import cache_folder

COLUMNS = ("media", "class", "start_s", "end_s", "start_frame", "end_frame", "score", "source", "group")


def studio(*arguments: str) -> dict[str, Any]:
    """Run `sora-studio`; its JSON answer."""
    command = [sys.executable, "-m", "app", *arguments, "--json"]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return dict(json.loads(done.stdout))


def measured(chosen: LabelledSet) -> dict[str, Any]:
    """Clip accuracy on the given test part."""
    test = [Path(m.path).name for m in chosen.part(test=True)]
    with tempfile.TemporaryDirectory(prefix="sora-program-") as place:
        project, labels = Path(place) / "project.sora", Path(place) / "labels.csv"
        with open(labels, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            for medium in chosen.media:
                label = medium.ranges[0].class_id
                writer.writerow([Path(medium.path).name, label, "", "", "", "", "", "", medium.group])
        studio("new", str(project), "--media", *(m.path for m in chosen.media))
        studio("import", str(project), str(labels), "--format", "csv")
        trained = studio("train", str(project), "--holdout", *test, "--device", "cpu")
        scores = studio("evaluate", str(project), "--run", str(trained["run"]), "--media", *test)
    return {"set": chosen.name, "clips": len(test), "accuracy": scores["clip_accuracy"]}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if not DATA.is_dir():
        print(f"The footage is not there (looked for {DATA}).", file=sys.stderr)
        return 2
    found = measured(clip_set("ego", cache_folder(None)))
    text = f"{found['set']}: {found['accuracy']:.1%} of {found['clips']} test clips right"
    print(json.dumps(found) if options.json else text)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""What every benchmark prints: the machine and a row per measured thing, as a table or as one JSON object."""

from __future__ import annotations

import argparse
import json
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Row:
    """One measured `value` in `unit`, beside a peer measured in the same run where there is one.

    `goal`: the most that `value` may be; None where there is no goal.
    """

    name: str
    value: float
    unit: str
    goal: float | None = None
    peer: str | None = None
    peer_value: float | None = None

    def as_json(self) -> dict[str, object]:
        """The row with `ratio` (value to peer) and `met` (goal held)."""
        ratio = self.value / self.peer_value if self.peer_value else None
        met = self.value <= self.goal if self.goal is not None else None
        row = asdict(self) | {"ratio": ratio, "met": met}
        return {name: round(value, 4) if isinstance(value, float) else value for name, value in row.items()}


def machine() -> dict[str, object]:
    """What the figures depend on."""
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "memory_gb": _memory_gb(),
        "system": platform.platform(),
        "python": platform.python_version(),
        "qt": version("PySide6_Essentials"),
        "torch": version("torch"),
    }


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _memory_gb() -> float | None:
    if not hasattr(os, "sysconf") or "SC_PHYS_PAGES" not in os.sysconf_names:
        return None
    return round(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30, 1)


def markdown(rows: Sequence[Mapping[str, Any]]) -> str:
    """A table of rows as `Row.as_json` gives them."""
    lines = ["| | Value | Peer, same run | Value / peer | At most | Met |", "|---|---|---|---|---|---|"]
    for row in rows:
        peer = "" if row["peer_value"] is None else f"{row['peer']}: {row['peer_value']:.4g}"
        ratio = "" if row["ratio"] is None else f"{row['ratio']:.2f}"
        goal = "" if row["goal"] is None else f"{row['goal']:.4g}"
        met = {True: "yes", False: "**no**", None: ""}[row["met"]]
        lines.append(
            f"| {row['name']} | {row['value']:.4g} {row['unit']} | {peer} | {ratio} | {goal} | {met} |"
        )
    return "\n".join(lines)


def wants_json(description: str) -> bool:
    """Read the command line of a benchmark, which knows one option."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    return bool(parser.parse_args().json)


def show(rows: list[Row], as_json: bool) -> None:
    """Print the rows."""
    show_report({"machine": machine(), "rows": [row.as_json() for row in rows]}, as_json)


def show_report(report: Mapping[str, Any], as_json: bool) -> None:
    """Print what was measured: `machine`, and `rows` as `Row.as_json` gives them."""
    if as_json:
        print(json.dumps(report))
        return
    print(", ".join(f"{name} {value}" for name, value in report["machine"].items()))
    width = max((len(row["name"]) for row in report["rows"]), default=0)
    form = f"{{:<{width}}} {{:>10}} {{:<6}} {{:>10}} {{:>8}} {{:>8}} {{:<3}} {{}}"
    print(form.format("", "value", "unit", "peer", "ratio", "goal", "met", "the peer").rstrip())
    for row in report["rows"]:
        shown = {name: "" if value is None else value for name, value in row.items()}
        met = {True: "yes", False: "NO", "": ""}[shown["met"]]
        cells = [shown[name] for name in ("name", "value", "unit", "peer_value", "ratio", "goal")]
        print(form.format(*cells, met, shown["peer"]).rstrip())

"""Where and how precisely to compute on this machine."""

from __future__ import annotations

import os
from dataclasses import dataclass

import torch

from sora_model.contract.errors import SoraError


@dataclass(frozen=True)
class Engine:
    """A device, in torch's and in people's words, and the number of CPU threads."""

    device: torch.device
    name: str
    threads: int


def choose(wanted: str = "auto") -> Engine:
    """The device for `auto`, `cpu` or `cuda`; sets torch's CPU threads to one less than there are cores.

    Raises `SoraError` where `cuda` is asked for and absent.
    """
    if wanted not in ("auto", "cpu", "cuda"):
        raise SoraError(f"There is no device “{wanted}”. Choose auto, cpu or cuda.")
    has_cuda = torch.cuda.is_available()
    if wanted == "cuda" and not has_cuda:
        raise SoraError("No CUDA device was found. Choose auto or cpu, or check the graphics driver.")
    threads = max(1, available_cores() - 1)
    torch.set_num_threads(threads)
    if has_cuda and wanted != "cpu":
        return Engine(torch.device("cuda"), torch.cuda.get_device_name(), threads)
    return Engine(torch.device("cpu"), f"CPU, {threads} thread{'s' if threads > 1 else ''}", threads)


def available_cores() -> int:
    """Cores this process may use, as limited by the system or by `OMP_NUM_THREADS`."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    limit = os.environ.get("OMP_NUM_THREADS", "")
    # The limit means that many threads, so one core more than it is "free" for the person at work.
    return min(cores, int(limit) + 1) if limit.isdigit() and int(limit) > 0 else cores

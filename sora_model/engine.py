"""Where and how precisely to compute on this machine."""

from __future__ import annotations

import os
from dataclasses import dataclass

import torch

from sora_model.contract.errors import SoraError
from sora_model.priority import stands_back


@dataclass(frozen=True)
class Engine:
    """A device, in torch's and in people's words, and the number of CPU threads."""

    device: torch.device
    name: str
    threads: int


def choose(wanted: str = "auto") -> Engine:
    """The device for `auto`, `cpu` or `cuda`; sets torch's CPU threads to `worker_threads()`.

    Raises `SoraError` where `cuda` is asked for and absent.
    """
    if wanted not in ("auto", "cpu", "cuda"):
        raise SoraError("There is no device “{wanted}”. Choose auto, cpu or cuda.", wanted=wanted)
    has_cuda = torch.cuda.is_available()
    if wanted == "cuda" and not has_cuda:
        raise SoraError("No CUDA device was found. Choose auto or cpu, or check the graphics driver.")
    threads = worker_threads()
    torch.set_num_threads(threads)
    if has_cuda and wanted != "cpu":
        return Engine(torch.device("cuda"), torch.cuda.get_device_name(), threads)
    return Engine(torch.device("cpu"), f"CPU, {threads} thread{'s' if threads > 1 else ''}", threads)


def worker_threads() -> int:
    """All cores this process may use, or one less where this thread stands back for a person at work.

    `OMP_NUM_THREADS` limits them further.
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    free = max(1, cores - 1) if stands_back() else cores
    limit = os.environ.get("OMP_NUM_THREADS", "")
    return min(free, int(limit)) if limit.isdigit() and int(limit) > 0 else free

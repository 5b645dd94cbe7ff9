"""The person comes first: work in the background leaves the processor to what they are doing."""

from __future__ import annotations

import os
import sys
import threading

from sora_model.contract.jobs import BACKGROUND

NICENESS = 10
_BELOW_NORMAL = -1


def step_back() -> None:
    """Lower the priority of this thread, and of those that it starts.

    On macOS niceness is the whole process's: only a process of its own (`in_background`) steps back there.
    """
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.windll.kernel32
        kernel.SetThreadPriority(kernel.GetCurrentThread(), _BELOW_NORMAL)
    elif sys.platform == "linux" or in_background():
        own = threading.get_native_id() if sys.platform == "linux" else 0
        if os.getpriority(os.PRIO_PROCESS, own) < NICENESS:
            os.setpriority(os.PRIO_PROCESS, own, NICENESS)


def in_background() -> bool:
    """Was this process started by the window?"""
    return os.environ.get(BACKGROUND) == "1"


def stands_back() -> bool:
    """Has this thread stepped back, by itself or because the process was started so?"""
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.windll.kernel32
        return bool(kernel.GetThreadPriority(kernel.GetCurrentThread()) < 0)
    own = threading.get_native_id() if sys.platform == "linux" else 0
    return os.getpriority(os.PRIO_PROCESS, own) > 0

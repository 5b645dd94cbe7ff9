"""Work off the GUI thread: results, progress and failures come back on it, through one door."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QRunnable, Qt, QThreadPool, Signal

from app.domain.errors import Cancelled

T = TypeVar("T")

_REPORT_EVERY_S = 0.05


class Task(Generic[T]):
    """One piece of work. The worker thread reads `cancelled()` and calls `report(fraction)`."""

    def __init__(
        self,
        work: Callable[[Task[T]], T],
        on_done: Callable[[T], None] | None,
        on_failed: Callable[[Exception], None] | None,
        on_progress: Callable[[float], None] | None,
        on_dropped: Callable[[T], None] | None,
        runner: TaskRunner,
    ) -> None:
        self._work = work
        self._on_done = on_done
        self._on_failed = on_failed
        self._on_progress = on_progress
        self._on_dropped = on_dropped
        self._runner = runner
        self._cancel = threading.Event()
        self._reported = 0.0
        self.finished = False

    def cancel(self) -> None:
        """Ask the work to stop; its answer is dropped even if it comes too late to stop."""
        self._cancel.set()

    def cancelled(self) -> bool:
        return self._cancel.is_set()

    def report(self, fraction: float) -> None:
        """Progress from the worker thread; frequent calls are thinned out."""
        now = time.monotonic()
        if self._on_progress is None or (fraction < 1.0 and now - self._reported < _REPORT_EVERY_S):
            return
        self._reported = now
        callback = self._on_progress
        self._runner.post(lambda: None if self.finished or self.cancelled() else callback(fraction))

    def _run(self) -> None:
        try:
            result = self._work(self)
        except Exception as error:  # noqa: BLE001 - handed to the GUI thread, where it is raised or shown
            self._runner.post(partial(self._fail, error))
        else:
            self._runner.post(lambda: self._finish(result))

    def _finish(self, result: T) -> None:
        self.finished = True
        self._runner.forget(self)
        if not self.cancelled():
            if self._on_done is not None:
                self._on_done(result)
            return
        if self._on_dropped is not None:
            self._on_dropped(result)
        if self._on_failed is not None:
            self._on_failed(Cancelled())

    def _fail(self, error: Exception) -> None:
        self.finished = True
        self._runner.forget(self)
        if self._on_failed is not None:
            self._on_failed(Cancelled() if self.cancelled() else error)
        elif not self.cancelled() and not isinstance(error, Cancelled):
            raise error


class _Runnable(QRunnable):
    def __init__(self, run: Callable[[], None]) -> None:
        super().__init__()
        self._run_task = run

    def run(self) -> None:
        self._run_task()


class TaskRunner(QObject):
    """A pool of threads. Made and used on the GUI thread; callbacks are called there.

    A failure that nobody takes (`on_failed` absent) is raised in the event loop and so reaches the
    one excepthook. A cancelled task calls `on_failed(Cancelled)` or nothing.
    """

    _posted = Signal(object)

    def __init__(self, parent: QObject | None = None, *, threads: int = 3, long_threads: int = 2) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(threads)
        # Minutes of work must never stand in the way of what a person waits for.
        self._long_pool = QThreadPool(self)
        self._long_pool.setMaxThreadCount(long_threads)
        self._tasks: set[Task[Any]] = set()
        self._closed = False
        self._posted.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        work: Callable[[Task[T]], T],
        *,
        on_done: Callable[[T], None] | None = None,
        on_failed: Callable[[Exception], None] | None = None,
        on_progress: Callable[[float], None] | None = None,
        on_dropped: Callable[[T], None] | None = None,
        long: bool = False,
    ) -> Task[T]:
        """`on_dropped`: given a result that came after a cancel, when it holds something to be closed.
        `long`: nobody waits for it; it shares its threads with others of its kind only.
        """
        task = Task(work, on_done, on_failed, on_progress, on_dropped, self)
        if self._closed:
            task.cancel()  # the window is going: nothing new is begun
            return task
        self._tasks.add(task)
        (self._long_pool if long else self._pool).start(_Runnable(task._run))
        return task

    def post(self, callback: Callable[[], None]) -> None:
        """Call `callback` on the GUI thread soon; from any thread."""
        self._posted.emit(callback)

    def forget(self, task: Task[Any]) -> None:
        self._tasks.discard(task)

    @property
    def busy(self) -> bool:
        return bool(self._tasks)

    def shut_down(self) -> None:
        """Cancel everything, wait for the threads to end, and hand back what they still bring."""
        self._closed = True
        for task in list(self._tasks):
            task.cancel()
        for pool in (self._pool, self._long_pool):
            pool.clear()
        for pool in (self._pool, self._long_pool):
            pool.waitForDone()
        QCoreApplication.sendPostedEvents(self, QEvent.Type.MetaCall.value)
        self._tasks.clear()

    @staticmethod
    def _deliver(callback: Callable[[], None]) -> None:
        callback()

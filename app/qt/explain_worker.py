"""Explanations in a thread of their own: the newest question counts, answers to older ones are dropped."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from app.domain.errors import Cancelled, UserError
from app.domain.texts import Text
from app.media.failures import words
from app.qt.task_runner import Task, TaskRunner
from sora_model.contract.errors import SoraError
from sora_model.contract.explanations import ExplainJob, Explanation

OnExplanation = Callable[[Explanation], None]
IsCancelled = Callable[[], bool]
Explain = Callable[[ExplainJob, OnExplanation, IsCancelled], None]
"""Calls back with the map as soon as it is there, and once more when it was tested."""


def explainer_with_model() -> Explain:
    """Explains on the calling thread, and keeps the last model for the next question. The first call imports
    torch, which takes seconds.
    """
    kept: list[object] = []

    def explain(job: ExplainJob, on_explanation: OnExplanation, cancelled: IsCancelled) -> None:
        from sora_model.explain.explainer import Explainer
        from sora_model.priority import step_back

        step_back()
        explainer = kept[0] if kept else None
        if not isinstance(explainer, Explainer) or not explainer.serves(job):
            kept.clear()
            explainer = Explainer.load(job)
            kept.append(explainer)
        explainer.explain(job, on_explanation, cancelled)

    return explain


class ExplainWorker(QObject):
    """One question at a time, on one thread; callbacks come on the thread that made this object."""

    def __init__(self, parent: QObject | None = None, *, explain: Explain | None = None) -> None:
        super().__init__(parent)
        self._tasks = TaskRunner(self, threads=1)
        self._explain = explain if explain is not None else explainer_with_model()
        self._task: Task[None] | None = None

    def request(
        self,
        prepare: Callable[[], ExplainJob],
        on_explanation: OnExplanation,
        on_end: Callable[[str], None],
    ) -> None:
        """Explain what `prepare` asks; it is called on this worker's thread and may raise `UserError`.

        `on_end("")` when all is said, or with what went wrong. A question still open is dropped.
        """
        self.cancel()

        def work(task: Task[None]) -> None:
            def tell(found: Explanation) -> None:
                self._tasks.post(lambda: None if task.cancelled() else on_explanation(found))

            if not task.cancelled():
                self._explain(prepare(), tell, task.cancelled)

        def failed(error: Exception) -> None:
            if isinstance(error, Cancelled):
                return
            known = isinstance(error, UserError | SoraError)
            on_end(words(error) if known else Text("Explaining failed: {reason}", reason=repr(error)))
            if not known:
                raise error

        self._task = self._tasks.run(work, on_done=lambda _: on_end(""), on_failed=failed)

    def cancel(self) -> None:
        """Nothing more is said of the open question."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def close(self) -> None:
        """Cancel, and wait for the thread."""
        self._tasks.shut_down()

"""The one place for long work: what runs, how far it is, how to cancel it, why it failed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from app.domain.texts import Text
from app.session.listeners import Listeners

CANCELLED = Text("Cancelled.")


class JobPhase(StrEnum):
    RUNNING = "running"
    CANCELLING = "cancelling"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


_TOO_EARLY_S = 1.0
ENDED = frozenset({JobPhase.DONE, JobPhase.CANCELLED, JobPhase.FAILED})


@dataclass(frozen=True, slots=True)
class Job:
    """`total` 0: how much there is to do is unknown. `eta_s` None: not yet known."""

    id: str
    title: str
    phase: JobPhase = JobPhase.RUNNING
    done: int = 0
    total: int = 0
    eta_s: float | None = None
    message: str = ""
    cancellable: bool = True

    @property
    def kind(self) -> str:
        """The first word of its id."""
        return self.id.partition(" ")[0]

    @property
    def subject(self) -> str:
        """The second word of its id: of a film's jobs the medium's id."""
        return self.id.partition(" ")[2].partition(" ")[0]

    @property
    def ended(self) -> bool:
        return self.phase in ENDED


class TimeLeft:
    """How long work will last by how it went so far; work that goes on later may begin at any fraction."""

    def __init__(self) -> None:
        self._first: tuple[float, float] | None = None

    def after(self, fraction: float, now_s: float) -> float | None:
        """Seconds left at `now_s` with `fraction` done; None while it is too early to say."""
        if self._first is None:
            self._first = fraction, now_s
        done, passed = fraction - self._first[0], now_s - self._first[1]
        return (1.0 - fraction) * passed / done if done > 0 and passed >= _TOO_EARLY_S else None


class JobBoard:
    """All jobs of the window, newest last. Ended ones stay until `clear_ended`."""

    def __init__(self) -> None:
        self._jobs: dict[str, Job] = {}
        self._cancels: dict[str, Callable[[], None]] = {}
        self._changed: Listeners[Job] = Listeners()

    def subscribe(self, listener: Callable[[Job], None]) -> Callable[[], None]:
        return self._changed.subscribe(listener)

    @property
    def jobs(self) -> tuple[Job, ...]:
        return tuple(self._jobs.values())

    @property
    def running(self) -> tuple[Job, ...]:
        return tuple(job for job in self._jobs.values() if not job.ended)

    def start(self, job_id: str, title: str, cancel: Callable[[], None] | None = None) -> Job:
        """A job of the same id that ended makes way."""
        self._jobs.pop(job_id, None)
        if cancel is not None:
            self._cancels[job_id] = cancel
        job = Job(job_id, title, cancellable=cancel is not None)
        return self._set(job)

    def progress(
        self, job_id: str, done: int, total: int, *, eta_s: float | None = None, message: str = ""
    ) -> None:
        job = self._jobs.get(job_id)
        if job is not None and not job.ended:
            self._set(replace(job, done=done, total=total, eta_s=eta_s, message=message))

    def cancel(self, job_id: str) -> None:
        job = self._jobs.get(job_id)
        if job is not None and not job.ended and job_id in self._cancels:
            self._set(replace(job, phase=JobPhase.CANCELLING))
            self._cancels[job_id]()

    def end(self, job_id: str, phase: JobPhase, message: str = "") -> None:
        job = self._jobs.get(job_id)
        self._cancels.pop(job_id, None)
        if job is not None and not job.ended:
            self._set(replace(job, phase=phase, message=message, eta_s=None))

    def clear_ended(self) -> None:
        for job_id in [job.id for job in self._jobs.values() if job.ended]:
            del self._jobs[job_id]

    def _set(self, job: Job) -> Job:
        self._jobs[job.id] = job
        self._changed.tell(job)
        return job

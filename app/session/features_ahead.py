"""What a run looks at in a film, computed from the decode that is made of it anyway, before anyone asks."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.errors import Cancelled, UserError
from app.domain.media import Medium
from app.domain.texts import Text
from app.media.failures import words
from app.session.background import Background
from app.session.jobs import CANCELLED, JobPhase
from app.session.listeners import Listeners
from app.session.manifests import media_spec
from app.session.ports import FeatureTaker
from app.session.prelabelling import Prelabelling, PrelabelState
from app.session.project import Project
from sora_model.contract import events
from sora_model.contract.errors import SoraError
from sora_model.contract.jobs import PredictJob

if TYPE_CHECKING:
    from sora_model.media.film_pass import PictureObserver
    from sora_model.media.pts_index import PtsIndex

_log = logging.getLogger("sora-studio")


@dataclass(frozen=True, slots=True)
class FeatureState:
    """`phase` None: nothing was begun yet. `waits`: until a person's own pre-labelling is done."""

    phase: JobPhase | None = None
    medium: Medium | None = None
    done: int = 0
    total: int = 0
    eta_s: float | None = None
    waits: bool = False
    message: str = ""


class FeaturesAhead:
    """One film at a time: its pictures take room on the disk until their features are there.

    A film that comes meanwhile, or while somebody waits for proposals, is decoded again when it is asked for.
    """

    def __init__(
        self,
        project: Project,
        prelabelling: Prelabelling,
        taker: FeatureTaker,
        *,
        background: Background,
        device: str = "auto",
        cache_dir: Path | None = None,
    ) -> None:
        self._project = project
        self._prelabelling = prelabelling
        self._taker = taker
        self._background = background
        self._device = device
        self._cache_dir = cache_dir
        self._taken = threading.Lock()  # held from a film's first picture until its features are computed
        self._kept: PredictJob | None = None
        self._generation = 0
        self._closed = False
        self._changed: Listeners[FeatureState] = Listeners()
        self._stop_following = prelabelling.subscribe(self._follow)
        self.state = FeatureState()

    def subscribe(self, listener: Callable[[FeatureState], None]) -> Callable[[], None]:
        return self._changed.subscribe(listener)

    # --- while a film is decoded -----------------------------------------------------------

    def observers(self, medium: Medium, index: PtsIndex) -> Sequence[PictureObserver]:
        """Who looks on while `medium` is decoded from its start: the taker, where the run in use needs it.

        Called on the thread that decodes. A model that cannot be loaded is no reason not to decode.
        """
        run = self._project.catalogue.run_in_use
        if run is None or self._proposing or self._closed or not self._taken.acquire(blocking=False):
            return ()
        found = None
        try:
            job = PredictJob(
                run=run.id,
                checkpoint=str(self._project.checkpoint_of(run)),
                media=(media_spec(medium, self._project.path_of(medium)),),
                out_dir=str(self._project.run_folder(run)),
                device=self._device,
                cache_dir=str(self._cache_dir) if self._cache_dir else None,
            )
            found = self._taker.take(job, index, partial(self._decoded, job))
        except Exception as error:  # noqa: BLE001 - told where the person asks for proposals
            _log.warning("No features are taken of %s", medium.name, exc_info=error)
        if found is None:
            self._taken.release()
            return ()
        return (found,)

    def _decoded(self, job: PredictJob, whole: bool) -> None:
        if not whole:
            self._taken.release()
        elif self._closed:
            self._taker.drop(job)
        else:
            self._kept = job

    # --- afterwards ------------------------------------------------------------------------

    def begin(self, medium_id: str) -> None:
        """The film was decoded, and what that told is in the catalogue: compute, if pictures were kept."""
        if self._kept is not None and self._kept.media[0].id == medium_id and not self._runs:
            self._go(self._kept, medium_id)

    def forget(self, medium_id: str) -> None:
        """The film was decoded, but its job was cancelled or failed."""
        if self._kept is not None and self._kept.media[0].id == medium_id and not self._runs:
            self._end(JobPhase.CANCELLED)

    @property
    def _runs(self) -> bool:
        return self.state.phase is JobPhase.RUNNING

    @property
    def _proposing(self) -> bool:
        return self._prelabelling.state.phase is JobPhase.RUNNING

    def _go(self, kept: PredictJob, medium_id: str) -> None:
        medium = self._project.catalogue.media.get(medium_id)
        if medium is None or medium.quick_hash != kept.media[0].quick_hash:
            self._end(JobPhase.CANCELLED, Text("The film is another one now."))
            return
        self._update(FeatureState(JobPhase.RUNNING, medium, waits=self._proposing))
        if self._proposing:
            return
        self._generation += 1
        generation, path = self._generation, self._project.path_of(medium)
        self._background.run(
            # Subtitles lie in files: not on this thread.
            lambda: replace(kept, media=(media_spec(medium, path),)),
            lambda job: self._ask(job, generation),
            lambda error: self._failed(error, generation),
        )

    def _ask(self, job: PredictJob, generation: int) -> None:
        if generation == self._generation:
            self._taker.compute(
                job,
                lambda event: self._on_event(event, generation),
                lambda why: self._on_end(why, generation),
            )

    def _failed(self, error: Exception, generation: int) -> None:
        if isinstance(error, Cancelled):
            return  # the window closes
        self._on_end(words(error), generation)
        if not isinstance(error, UserError | SoraError | OSError):
            raise error

    def _on_event(self, event: events.Event, generation: int) -> None:
        if generation == self._generation and isinstance(event, events.Progress):
            self._update(replace(self.state, done=event.done, total=event.total, eta_s=event.eta_s))

    def _on_end(self, why: str, generation: int) -> None:
        if generation == self._generation:
            self._end(JobPhase.FAILED if why else JobPhase.DONE, why)

    def _end(self, phase: JobPhase, message: str = "") -> None:
        self._generation += 1
        if self._kept is not None:
            self._taker.drop(self._kept)
            self._kept = None
            self._taken.release()
        self._update(replace(self.state, phase=phase, message=message, eta_s=None, waits=False))

    def cancel(self) -> None:
        """Minutes that are computed stay."""
        if self._runs:
            self._end(JobPhase.CANCELLED, CANCELLED)

    def close(self) -> None:
        """The project closes."""
        self._closed = True
        self._stop_following()
        self.cancel()
        if self._kept is not None:
            self._end(JobPhase.CANCELLED)

    def _follow(self, state: PrelabelState) -> None:
        """Who asked for proposals does not wait for what nobody asked for."""
        proposing = state.phase is JobPhase.RUNNING
        if not self._runs or self._kept is None or proposing == self.state.waits:
            return
        if proposing:
            self._generation += 1
            self._taker.stop(self._kept)
            self._update(replace(self.state, eta_s=None, waits=True))
        else:
            self._go(self._kept, self._kept.media[0].id)

    def _update(self, state: FeatureState) -> None:
        self.state = state
        self._changed.tell(state)

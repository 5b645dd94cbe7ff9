"""Where a medium's pictures and sound come from while its features are computed; free of torch."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from sora_model.contract.manifest import MediaSpec
from sora_model.data.features import FeatureCache, FeatureFolder, FeatureSpec
from sora_model.data.sampling import StepGrid, steps_until
from sora_model.media.audio_reader import AudioReader
from sora_model.media.decoder import FrameDecoder
from sora_model.media.pictures import Picture
from sora_model.media.progress import IsCancelled
from sora_model.media.pts_index import PtsIndex, load_index
from sora_model.media.taken_pictures import TakenPictures


class FilmSources:
    """The open decoder and sound reader of one medium; opened only when something must be computed."""

    def __init__(
        self,
        medium: MediaSpec,
        grid: StepGrid,
        spec: FeatureSpec,
        *,
        reach: int,
        index_dir: Path,
        threads: int,
        cancelled: IsCancelled,
        taken: TakenPictures | None = None,
    ) -> None:
        """`reach` of the backbone, in looks; `index_dir`: the cache of indices; `taken`: pictures that were
        kept before, which stay open.
        """
        self._medium = medium
        self._grid = grid
        self._spec = spec
        self._reach = reach
        self._index_dir = index_dir
        self._threads = threads
        self._cancelled = cancelled
        self._index: PtsIndex | None = None
        self._taken = taken
        self._own: TakenPictures | None = None
        self._decoder: FrameDecoder | None = None
        self._sound: AudioReader | None = None

    def __enter__(self) -> FilmSources:
        return self

    def __exit__(self, *_: object) -> None:
        for opened in (self._own, self._decoder, self._sound):
            if opened is not None:
                opened.close()

    @property
    def _decoded(self) -> FrameDecoder:
        if self._decoder is None:
            self._decoder = FrameDecoder(self._medium.path, self.index, threads=self._threads)
            grid = self._grid
            steps = range(min(0, grid.first), max(self.last_step(grid), grid.first + grid.count))
            self._decoder.expect(self._frame(self.index, step) for step in steps)
        return self._decoder

    @property
    def index(self) -> PtsIndex:
        if self._index is None:
            self._index = load_index(
                self._medium.path,
                self._index_dir,
                stream=self._medium.film_number,
                cancelled=self._cancelled,
                threads=self._threads,
                observers=self._take,
            )
        return self._index

    def _take(self, provisional: PtsIndex) -> list[TakenPictures]:
        """While a film is decoded for its index, the pictures of the steps are kept: no second decode."""
        self._own = self._taken = _pictures_to_take(
            self._grid, self._spec, self._reach, provisional, self._index_dir
        )
        return [self._own]

    def _frame(self, index: PtsIndex, step: int) -> int:
        return _frame_of(self._grid, index, step)

    @property
    def sound(self) -> AudioReader:
        if self._sound is None:
            self._sound = AudioReader(self._medium.path, self._medium.sound_number)
        return self._sound

    def last_step(self, grid: StepGrid) -> int:
        """Number of steps of the whole film, of which the medium may be a part."""
        if self._medium.has_video:
            length = self.index.end_pts - grid.anchor
        else:
            facts = self.sound.facts
            length = Fraction(facts.start_s + facts.duration_s) / grid.tick_s
        return steps_until(length, grid.per_step)

    def picture(self, n: int, size: int) -> Picture:
        """Frame `n`, (size, size, 3) RGB."""
        taken = self._taken.picture(n, (size, size)) if self._taken is not None else None
        return taken if taken is not None else next(iter(self._decoded.frames([n], (size, size))))[1]


def grid_of(medium: MediaSpec, spec: FeatureSpec) -> StepGrid:
    """The steps of `medium` at which it has features."""
    return StepGrid.of(medium, spec.steps_per_second, spec.visual_every)


def minutes(grid: StepGrid, spec: FeatureSpec) -> list[tuple[int, int]]:
    """The number of each minute of the cache that has steps of `grid`, and how many steps it needs."""
    long, end = spec.chunk_steps, grid.first + grid.count
    return [(n, min(end - n * long, long)) for n in range(grid.first // long, (end - 1) // long + 1)]


def feature_folder(
    cache: FeatureCache, medium: MediaSpec, spec: FeatureSpec, weights_hash: str
) -> FeatureFolder:
    """Where the features of `medium` by the backbone of those weights are."""
    facts = {"origin": list(medium.origin), "time_base": list(medium.time_base)}
    return cache.folder(medium.content_key, weights_hash, spec, facts)


def taker(
    medium: MediaSpec, index: PtsIndex, spec: FeatureSpec, weights_hash: str, reach: int, cache_dir: Path
) -> TakenPictures | None:
    """Who keeps what features are computed from while the film is decoded for something else; close it.

    None where nothing is needed: there is no film, or all features of `medium` are in the cache.
    """
    grid = grid_of(medium, spec)
    folder = feature_folder(FeatureCache(cache_dir / "features"), medium, spec, weights_hash)
    if not medium.has_video or all(folder.has(number) for number, _ in minutes(grid, spec)):
        return None
    return _pictures_to_take(grid, spec, reach, index, cache_dir)


def _pictures_to_take(
    grid: StepGrid, spec: FeatureSpec, reach: int, index: PtsIndex, folder: Path
) -> TakenPictures:
    """Keeps, in a file in `folder`, the pictures of the steps of `grid` while the film is decoded.

    They are known by their place in the decoder's output, so that a picture is the right one whatever a
    provisional `index` said; one that it did not name is decoded later.
    """
    long, beside = spec.chunk_steps, reach * spec.visual_every + 1
    first = grid.first // long * long
    end = -(-(grid.first + grid.count) // long) * long
    wanted: dict[int, set[tuple[int, int]]] = {}
    for step in range(first - beside, end + beside):
        sizes = wanted.setdefault(_frame_of(grid, index, step), set())
        sizes.add((spec.picture, spec.picture))
        if spec.pixels and step % spec.visual_every == 0:
            sizes.add((spec.pixels, spec.pixels))
    return TakenPictures(wanted, folder)


def _frame_of(grid: StepGrid, index: PtsIndex, step: int) -> int:
    return index.frame_at(round(grid.anchor + step * grid.per_step))

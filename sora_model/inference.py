"""A checkpoint says what it sees in a film: curves, segments, clip scores and attention, streamed in
chunks.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from sora_model import checkpoint as checkpoints
from sora_model import postprocess
from sora_model.blend import blended
from sora_model.calibration import softmax
from sora_model.checkpoint import Checkpoint
from sora_model.contract.events import Event, Note, Progress, Started
from sora_model.contract.jobs import PredictJob
from sora_model.contract.manifest import MediaSpec
from sora_model.contract.predictions import Attention, Curves, Mode, PredictedSegment, Predictions
from sora_model.curves import Voices, dense_curves, sliding_probe, step_scores
from sora_model.data.extraction import Extractor, never
from sora_model.data.features import StepBlock, StepFeatures, cache_folder
from sora_model.data.sampling import StepGrid
from sora_model.data.windows import LONGEST_CLIP, block_statistics, block_window, collate, to_device
from sora_model.engine import Engine, choose
from sora_model.media.progress import Cancelled
from sora_model.media.pts_index import load_index
from sora_model.media.taken_pictures import TakenPictures
from sora_model.network.batch import Batch, Output
from sora_model.network.forms.form import Form
from sora_model.runtime import Batches
from sora_model.semi_markov import Piece

OnEvent = Callable[[Event], None]
IsCancelled = Callable[[], bool]
Kept = Callable[[MediaSpec], TakenPictures | None]
"""Pictures of a medium that were kept while it was decoded for something else."""
Floats = NDArray[np.float64]

CHUNK_STEPS = 512


@dataclass(frozen=True)
class ClipLook:
    """What the model says about a stretch as a clip: probabilities `clip (C,)`, and `raw (C,)` before
    calibration.
    """

    clip: Floats
    raw: Floats


@dataclass(frozen=True)
class Attended:
    """Where the network's attention went: `temporal (T,)`, `spatial (T, g, g)`, `gates (T, 3)` of picture,
    motion and sound.
    """

    temporal: NDArray[np.float32]
    spatial: NDArray[np.float16]
    gates: NDArray[np.float32]

    @staticmethod
    def of(out: Output) -> Attended:
        return Attended(
            out.temporal[0].float().cpu().numpy(),
            out.spatial[0].half().cpu().numpy(),
            out.gates[0].float().cpu().numpy(),
        )


@dataclass(frozen=True)
class Look:
    """The raw answer for one film: as `ClipLook`, and `dense (T, C + 1)` probabilities, background last;
    `voices`: what `dense` was blended from.

    `attended`, and `boundary (T,)`, the chance that something begins or ends there, are the network's: None
    where it has no say.
    """

    clip: Floats
    raw: Floats
    dense: Floats
    voices: Voices
    attended: Attended | None = None
    boundary: Floats | None = None


class Predictor:
    """One loaded checkpoint; use it from one thread."""

    def __init__(self, folder: Path, cache_dir: Path, device: str = "auto") -> None:
        """Raises `SoraError` where the checkpoint is damaged or was trained on other ImageNet weights."""
        self.checkpoint, self.model = checkpoints.load(folder)
        self.engine: Engine = choose(device)
        self.cache_dir = cache_dir
        backbone = checkpoints.load_backbone(folder, self.engine.device)
        self.extractor = Extractor(
            backbone, self.checkpoint.config.features, cache_dir, self.engine.device, self.engine.threads
        )
        self.model.to(self.engine.device)
        # The probe's sums are in double precision and small: they stay on the CPU.
        self.probe = self.model.probe.cpu()
        self.step_probe = checkpoints.load_step_probe(folder)

    def predict(
        self,
        medium: MediaSpec,
        out_dir: Path,
        mode: Mode,
        on_event: OnEvent,
        cancelled: IsCancelled,
        generation: int,
        taken: TakenPictures | None = None,
    ) -> Predictions:
        """Predictions of one medium; curves and attention are written to `out_dir` beside the JSON.

        There is no attention where the network has no say. Raises `SoraError` (unreadable film),
        `media.progress.Cancelled`.
        """
        features = features_told(self.extractor, medium, on_event, cancelled, taken)
        look = self.look(features, on_event, cancelled)
        grid = step_grid(self.checkpoint, medium)
        ticks = grid.ticks()
        class_ids = tuple(c.id for c in self.checkpoint.classes)
        curves = f"{medium.id}.curves.npz"
        Curves(ticks, class_ids, look.dense[:, : len(class_ids)].astype(np.float16)).save(out_dir / curves)
        attention, seen = None, look.attended
        if seen is not None:
            attention = f"{medium.id}.attention.npz"
            sound = seen.gates[:, 2].copy()
            Attention(ticks, seen.temporal, seen.spatial, sound).save(out_dir / attention)
        if mode == "clip":
            best = int(look.clip.argmax())
            segments = [PredictedSegment(class_ids[best], medium.start, medium.end, float(look.clip[best]))]
        else:
            segments = self._segments(look, features, medium, grid)
        scores = {c: float(p) for c, p in zip(class_ids, look.clip, strict=True)}
        answer = Predictions(
            self.checkpoint.run, medium.id, mode, generation, tuple(segments), scores, curves, attention
        )
        _write(out_dir / f"{medium.id}.json", answer.to_json())
        return answer

    def look(self, features: StepFeatures, on_event: OnEvent, cancelled: IsCancelled) -> Look:
        """The model's raw answer on the cached features of a film."""
        out = run_network(self.model, features, self.engine.device, cancelled, on_event)
        clip, raw = self._clip(out, whole_statistics(features))
        voices = self._voices(out, features, cancelled)
        dense = dense_curves(self.checkpoint, voices, self.checkpoint.decoder.step_share)
        if not self.checkpoint.network_decides:
            return Look(clip, raw, dense, voices)
        boundary = torch.sigmoid(out.boundary[0]).double().cpu().numpy()
        return Look(clip, raw, dense, voices, Attended.of(out), boundary)

    def _voices(self, out: Output, features: StepFeatures, cancelled: IsCancelled) -> Voices:
        network = out.dense[0].double().cpu().numpy()
        window = self.checkpoint.decoder.window
        scores, novelty = sliding_probe(self.probe, features, window, cancelled)
        probe = self.step_probe
        steps = None if probe is None else step_scores(probe, features, cancelled)
        return Voices(network, scores, novelty, steps)

    def look_at(self, block: StepBlock, like: StepFeatures) -> ClipLook:
        """The model's raw answer on one block of features as a clip; `like` tells what the medium has."""
        with torch.inference_mode():
            window = block_window(block, like, self.model.classes)
            batch, _ = to_device(*collate([window]), self.engine.device)
            out = self.model(batch)
            statistics = block_statistics(like, block, torch.tensor([[0, block.steps]]))
        return ClipLook(*self._clip(out, statistics))

    def _clip(self, out: Output, statistics: Tensor) -> tuple[Floats, Floats]:
        """Probabilities `(C,)`, and those of the same blend before the scales were fitted."""
        fitted, share = self.checkpoint.calibration, self.checkpoint.config.probe_share
        network = out.clip.double().cpu().numpy()
        with torch.inference_mode():
            probe = self.probe(statistics)[:, : self.model.classes].double().numpy()
        logits = blended(network, probe, share, fitted.network_scale, fitted.probe_scale)
        raw = blended(network, probe, share, 1.0, fitted.probe_scale)
        return np.asarray(softmax(logits * fitted.sharpness)[0]), np.asarray(softmax(raw)[0])

    def pieces(self, features: StepFeatures, look: Look) -> list[Piece]:
        """What the checkpoint's decoder finds in a film: `(first step, last step, class)`."""
        known = self.checkpoint
        found = postprocess.decode(look.dense, known.decoder, known.classes, known.exclusive, look.boundary)
        return self.second_look(features, look, found) if known.decoder.second_look else found

    def second_look(self, features: StepFeatures, look: Look, pieces: list[Piece]) -> list[Piece]:
        """`pieces` whose classes are decided once more, on each whole piece as a clip and its steps."""
        every, classes = features.spec.visual_every, self.checkpoint.classes

        def decide(piece: Piece) -> int:
            first, last, label = piece
            if classes[label].point:
                return label
            clip = self.look_at(features.block(first // every * every, last), features).clip
            steps = np.log(np.clip(look.dense[first:last, : len(classes)], 1e-6, 1.0)).mean(axis=0)
            return int((np.log(np.clip(clip, 1e-6, 1.0)) + steps).argmax())

        return postprocess.relabelled(pieces, decide)

    def _segments(
        self, look: Look, features: StepFeatures, medium: MediaSpec, grid: StepGrid
    ) -> list[PredictedSegment]:
        pieces, classes = self.pieces(features, look), self.checkpoint.classes
        boundaries = frame_boundaries(medium, self.cache_dir)
        return postprocess.to_segments(pieces, look.dense, classes, boundaries, grid.ticks(), medium.end)


def step_grid(checkpoint: Checkpoint, medium: MediaSpec) -> StepGrid:
    """The steps at which the checkpoint's model looks at `medium`."""
    features = checkpoint.config.features
    return StepGrid.of(medium, features.steps_per_second, features.visual_every)


def frame_boundaries(medium: MediaSpec, cache_dir: Path) -> NDArray[np.int64]:
    """All frame starts and the end of the last frame within the medium; empty for sound-only media."""
    if not medium.has_video:
        return np.zeros(0, np.int64)
    index = load_index(medium.path, cache_dir, stream=medium.film_number)
    edges = np.append(index.pts, index.end_pts).astype(np.int64)
    return edges[(edges >= medium.start) & (edges <= medium.end)]


def run_network(
    model: Form,
    features: StepFeatures,
    device: torch.device,
    cancelled: IsCancelled,
    on_event: OnEvent | None = None,
) -> Output:
    """The network over a whole film: pictures in chunks with their context, everything after at once.

    Where the graphics memory is too small for a chunk they become smaller, with a `Note`; raises `SoraError`
    where it holds none, and `Cancelled`.
    """
    every, tell = features.spec.visual_every, on_event or (lambda _: None)
    before, after = (reach * every for reach in model.reach)
    done = 0

    def looked(chunk: NDArray[np.int64]) -> tuple[Tensor, ...]:
        """Vectors, maps, and motion, sound and text, at the chunk's numbers of visual steps."""
        nonlocal done
        if cancelled():
            raise Cancelled
        first, last = int(chunk[0]) * every, min(features.count, (int(chunk[-1]) + 1) * every)
        low = max(0, first - before)
        block = features.block(low, min(features.count, last + after))
        batch, _ = to_device(*collate([block_window(block, features, model.classes)]), device)
        vectors, maps = model.look(batch.views)
        skipped, done = (first - low) // every, last
        looks, steps = slice(skipped, skipped + len(chunk)), slice(first - low, last - low)
        slow = (batch.motion[:, steps], batch.audio[:, steps], batch.text[:, steps])
        return vectors[:, looks], maps[:, looks], *slow

    model.eval()
    with torch.inference_mode():
        parts = []
        batches = Batches(CHUNK_STEPS // every, lambda text: tell(Note(text)))
        for part in batches.over(looked, np.arange(-(-features.count // every))):
            parts.append(part)
            tell(Progress("predicting", done, features.count))
        everything = torch.ones(1, features.count, dtype=torch.bool, device=device)
        empty = torch.zeros(0, device=device)
        seen, where, motion, audio, text = (torch.cat(each, dim=1) for each in zip(*parts, strict=True))
        film = Batch(
            grid=empty,
            head=empty,
            motion=motion,
            audio=audio,
            mask=everything,
            inside=everything,
            has_video=torch.tensor([features.has_video], device=device),
            has_audio=torch.tensor([features.has_audio], device=device),
            text=text,
        )
        return model.over_time(film, seen, where)


def whole_statistics(features: StepFeatures) -> Tensor:
    """Statistics `(1, D)` of the film as one clip (of its first `LONGEST_CLIP` steps)."""
    count = min(features.count, LONGEST_CLIP)
    return block_statistics(features, features.block(0, count), torch.tensor([[0, count]]))


def _write(path: Path, text: str) -> None:
    temporary = path.with_name(f".{path.name}.tmp")
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(path)


def features_told(
    extractor: Extractor,
    medium: MediaSpec,
    on_event: OnEvent,
    cancelled: IsCancelled,
    taken: TakenPictures | None = None,
) -> StepFeatures:
    """`Extractor.features` with its progress as events."""
    begun = time.monotonic()

    def on_steps(done: int, total: int) -> None:
        eta = (time.monotonic() - begun) * (total - done) / done if done else None
        on_event(Progress("features", done, total, eta))

    extractor.on_note = lambda text: on_event(Note(text))
    return extractor.features(medium, on_steps, cancelled, taken)


def compute_features(job: PredictJob, on_event: OnEvent, cancelled: IsCancelled, kept: Kept) -> None:
    """Fill the cache with the features of the media of `job`; nothing is predicted. Raises as `run_job`."""
    folder, engine = Path(job.checkpoint), choose(job.device)
    spec = checkpoints.load(folder)[0].config.features
    backbone = checkpoints.load_backbone(folder, engine.device)
    extractor = Extractor(backbone, spec, cache_folder(job.cache_dir), engine.device, engine.threads)
    on_event(Started(engine.name))
    for medium in job.media:
        features_told(extractor, medium, on_event, cancelled, kept(medium))


def run_job(
    job: PredictJob,
    on_event: OnEvent,
    on_predictions: Callable[[Predictions], None],
    cancelled: IsCancelled = never,
    kept: Kept = lambda _: None,
) -> None:
    """Predict every medium of `job`; `on_predictions` once per medium, as it is done.

    File names in the predictions are relative to `job.out_dir`. Raises `SoraError`, and
    `media.progress.Cancelled` when asked to stop.
    """
    predictor = Predictor(Path(job.checkpoint), cache_folder(job.cache_dir), job.device)
    on_event(Started(predictor.engine.name))
    for medium in job.media:
        out, taken = Path(job.out_dir), kept(medium)
        on_predictions(predictor.predict(medium, out, job.mode, on_event, cancelled, job.generation, taken))

"""Speed of the model: visual branch beside ONNX Runtime, pre-labelling beside bare decoding, the fit.

What is compared runs by turns, and each figure is the median over the rounds, so that other work on the
machine hits both alike; core time says the same where that is not enough. Films are generated: moving
textures under a camera's noise. About three minutes; what it is at is told as it goes.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import torch
from table import Row, show, wants_json

from sora_model import runtime
from sora_model.config import TrainConfig, preset
from sora_model.contract.manifest import ClassSpec, Manifest, MediaSpec, RangeSpec
from sora_model.data.extraction import BATCHES, Backbone
from sora_model.data.features import FeatureSpec
from sora_model.engine import choose, worker_threads
from sora_model.inference import Predictor
from sora_model.labelled_films import load_films, trained_classes
from sora_model.media.hashing import quick_hash
from sora_model.media.pts_index import load_index
from sora_model.training import train

ROUNDS = 3
PICTURES = 16
BRANCH_ROUNDS = 15
"""A round of the visual branch takes a tenth of a second."""
BRANCH_SHARE, DECODE_SHARE = 0.97, 0.6
"""The least speed as a share of ONNX Runtime's, and of bare decoding's."""
FIT_GOAL_S = 20.0
FPS, SECONDS, REPEATS = 30, 8, 5
"""A film of 40 s: a shorter one would be judged by what is done once per film."""
STEPS_PER_SECOND = 8.0
SIZE = (1920, 1080)
SMALL_SIZE = (320, 192)
CODECS = {
    "H.264": ("libx264", {"preset": "veryfast", "crf": "23"}),
    "MPEG-4 part 2": ("mpeg4", {"qscale": "4"}),
}
"""Where this PyAV can write them; a camera's film is H.264 with CABAC, deblocking and B-frames."""
SEGMENTS, KINDS, SEGMENT_S = 200, 10, 3
FILMS, HELD_OUT = 10, 2
"""Of the labels' films, so many are held out to validate."""


Taken = tuple[float, float]
"""Seconds on the wall's clock, and seconds of a core."""


def tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def by_turns(
    ours: Callable[[], object], peer: Callable[[], object], rounds: int = ROUNDS
) -> tuple[Taken, Taken]:
    """Median time of both, after one run of each that does not count."""
    walls: tuple[list[float], list[float]] = ([], [])
    cores: tuple[list[float], list[float]] = ([], [])
    for turn in range(rounds + 1):
        for which, run in enumerate((ours, peer)):
            wall, core = time.perf_counter(), time.process_time()
            run()
            if turn:
                walls[which].append(time.perf_counter() - wall)
                cores[which].append(time.process_time() - core)
    mine, other = (
        (statistics.median(wall), statistics.median(core)) for wall, core in zip(walls, cores, strict=True)
    )
    return mine, other


def beside(name: str, ours: Taken, peer: str, peers: Taken, units: int, share: float | None) -> list[Row]:
    """Milliseconds per unit beside a peer's, which may be at most `1 / share` times as long.

    Seconds of a core say the same on a busy machine, where those of the wall do not.
    """
    rows = []
    tell(f"{name}: {ours[0]:.2f} s, {ours[1]:.2f} s of a core; {peer}: {peers[0]:.2f} s, {peers[1]:.2f} s")
    for clock, value, known in zip(("", ", core time"), ours, peers, strict=True):
        value, known = value / units * 1e3, known / units * 1e3
        rows.append(Row(name + clock, value, "ms", known / share if share else None, peer, known))
    return rows


class Bare(torch.nn.Module):
    """The published network as it is, its taps as a tuple."""

    def __init__(self, network: torch.nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, images: torch.Tensor) -> tuple[torch.Tensor, ...]:
        taps = self.network(images)
        return (*taps.maps, taps.head)


def branch(folder: Path) -> list[Row]:
    """The frozen visual branch, bytes to taps, beside the bare network in ONNX Runtime: ms per picture."""
    import onnxruntime

    device, threads = torch.device("cpu"), worker_threads()
    torch.set_num_threads(threads)
    backbone = Backbone.published("efficientnet-lite0", device)
    assert backbone.network is not None
    path = folder / "plain.onnx"
    example = torch.zeros(2, 3, 224, 224)
    runtime.write_onnx(Bare(backbone.network), (example,), path, ["images"], [], {"images": {0: "N"}})
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    pictures = np.random.default_rng(0).integers(0, 256, (PICTURES, 224, 224, 3), np.uint8)
    images = np.ascontiguousarray(pictures.transpose(0, 3, 1, 2), dtype=np.float32) / 255
    at_once = BATCHES["cpu"]
    parts = range(0, PICTURES, at_once)
    rows: list[Row] = []
    for runner in (
        runtime.fastest(backbone, device, folder, threads=threads),
        runtime.TorchRunner(backbone, "bf16"),
    ):
        ours, peer = by_turns(
            lambda used=runner: [used.taps(pictures[at : at + at_once]) for at in parts],  # type: ignore[misc]
            lambda: [session.run(None, {"images": images[at : at + at_once]}) for at in parts],
            BRANCH_ROUNDS,
        )
        share = BRANCH_SHARE if rows == [] else None
        rows += beside(f"picture, 224², {runner.name}", ours, "ONNX Runtime fp32", peer, PICTURES, share)
    return rows


def repeated(path: Path, times: int) -> None:
    """Make the film `path` so many times as long: its packets again and again, each time later."""
    once = path.rename(path.with_stem(f"{path.stem}-once"))
    with av.open(str(path), "w") as longer:
        copy: av.VideoStream | None = None
        for turn in range(times):
            with av.open(str(once)) as container:
                film = container.streams.video[0]
                if copy is None:
                    copy = longer.add_stream_from_template(film)
                for packet in container.demux(film):
                    if packet.pts is None or packet.dts is None or film.duration is None:
                        continue
                    packet.pts, packet.dts = (
                        packet.pts + turn * film.duration,
                        packet.dts + turn * film.duration,
                    )
                    packet.stream = copy
                    longer.mux(packet)
    once.unlink()


def write_film(path: Path, codec: str, options: dict[str, str], seconds: int, size: tuple[int, int]) -> None:
    """A texture that pans and a patch that circles, at 30 frames per second, with noise in every frame."""
    random = np.random.default_rng(0)
    width, height = size
    coarse = random.integers(30, 220, (height // 8 + 40, width // 8 + 40), dtype=np.uint8)
    ground = coarse.repeat(8, 0).repeat(8, 1)
    patch = random.integers(0, 256, (height // 30, height // 30), dtype=np.uint8).repeat(8, 0).repeat(8, 1)
    noise = random.normal(0, 3, (height + 64, width + 64)).astype(np.int16)
    with av.open(str(path), "w") as container:
        film = container.add_stream(codec, rate=FPS, options=options)
        film.width, film.height, film.pix_fmt = width, height, "yuv420p"
        for n in range(seconds * FPS):
            x, y = (int(100 + 90 * turn) for turn in (np.sin(n / 40), np.cos(n / 55)))
            light = ground[y : y + height, x : x + width].astype(np.int16)
            # Each segment of the film has its own way of circling, so that there is something to learn.
            angle = n / 9 * (1 + n // (FPS * SEGMENT_S) % KINDS / 4)
            left = int((width - patch.shape[1]) * (0.5 + 0.45 * np.sin(angle)))
            top = int((height - patch.shape[0]) * (0.5 + 0.45 * np.cos(angle)))
            light[top : top + patch.shape[0], left : left + patch.shape[1]] = patch
            dx, dy = random.integers(0, 64, 2)
            light += noise[dy : dy + height, dx : dx + width]
            planes = np.full((height * 3 // 2, width), 128, np.uint8)
            planes[:height] = light.clip(0, 255)
            frame = av.VideoFrame.from_ndarray(planes, format="yuv420p")
            frame.pts, frame.time_base = n, Fraction(1, FPS)
            container.mux(film.encode(frame))
        container.mux(film.encode(None))


def medium(path: Path, seconds: int) -> MediaSpec:
    with av.open(str(path)) as container:
        base = container.streams.video[0].time_base
    assert base is not None
    return MediaSpec(
        id=path.stem,
        path=str(path),
        sha256="",
        quick_hash=quick_hash(path),
        group=path.stem,
        split="train",
        time_base=(base.numerator, base.denominator),
        origin=(0, 1),
        start=0,
        end=int(seconds / base),
        has_video=True,
        has_audio=False,
    )


def labelled(film: MediaSpec) -> Manifest:
    """`film` as many times as there are to be films, all of it labelled by the kind of its movement.

    What lies in the films does not change how long a fit takes; that nothing is hard to learn makes it run
    through all its epochs.
    """
    each = SEGMENTS // FILMS
    length = film.end // each
    ranges = tuple(RangeSpec(n * length, (n + 1) * length, f"kind {n % KINDS}") for n in range(each))
    media = [
        replace(
            film,
            id=f"film {n}",
            group=f"film {n}",
            split="validation" if n < HELD_OUT else "train",
            ranges=ranges,
        )
        for n in range(FILMS)
    ]
    return Manifest(
        "synthetic", tuple(ClassSpec(f"kind {n}", f"kind {n}") for n in range(KINDS)), tuple(media)
    )


def fit(folder: Path, features: FeatureSpec) -> tuple[Path, list[Row]]:
    """A head on the cached features of 200 labelled segments, validated: seconds, and the checkpoint."""
    path, seconds = folder / "labelled.mp4", SEGMENTS // FILMS * SEGMENT_S
    write_film(path, "mpeg4", {"qscale": "4"}, seconds, SMALL_SIZE)
    manifest = labelled(medium(path, seconds))
    out = folder / "run"
    config = TrainConfig("run", folder, replace(preset("sora-av"), features=features), device="cpu")
    engine = choose("cpu")
    backbone = Backbone.published(features.backbone, engine.device)
    classes = trained_classes(manifest)
    load_films(config, manifest, classes, backbone, engine, lambda event: None, lambda: False)
    wall, core = time.perf_counter(), time.process_time()
    train(config, manifest, out, lambda event: None, lambda: False)
    taken = time.perf_counter() - wall, time.process_time() - core
    name = f"fit of the head, {SEGMENTS} segments"
    tell(f"{name}: {taken[0]:.1f} s, {taken[1]:.1f} s of a core")
    return out, [Row(name, taken[0], "s", FIT_GOAL_S), Row(f"{name}, core time", taken[1], "s")]


def decode(path: Path, threads: int) -> None:
    """Every frame of the film, looked at by nobody."""
    with av.open(str(path)) as container:
        film = container.streams.video[0]
        film.codec_context.thread_type, film.codec_context.thread_count = "AUTO", threads
        for _ in container.decode(film):
            pass


def prelabelling(folder: Path, checkpoint: Path) -> list[Row]:
    """A film to curves and segments beside bare decoding with all cores: ms per second of film.

    The index of the film's times is there, as it is once a film is in a project; features are not.
    """
    rows: list[Row] = []
    film_s = SECONDS * REPEATS
    for name, (codec, options) in CODECS.items():
        if codec not in av.codecs_available:
            continue
        path = folder / f"{codec}.mp4"
        write_film(path, codec, options, SECONDS, SIZE)
        repeated(path, REPEATS)
        film = medium(path, film_s)
        load_index(path, folder)
        predictor = Predictor(checkpoint, folder, "cpu")
        threads = predictor.engine.threads

        def look(predictor: Predictor = predictor, film: MediaSpec = film) -> None:
            shutil.rmtree(folder / "features")
            predictor.predict(film, folder, "dense", lambda event: None, lambda: False, 0)

        ours, peer = by_turns(look, lambda path=path, threads=threads: decode(path, threads))  # type: ignore[misc]
        rows += beside(f"second of 1080p30 {name} to labels", ours, "decoding", peer, film_s, DECODE_SHARE)
        path.unlink()
    return rows


def main() -> None:
    as_json = wants_json(__doc__ or "")
    features = replace(preset("sora-av").features, steps_per_second=STEPS_PER_SECOND)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = branch(folder)
        checkpoint, fitted = fit(folder, features)
        rows += fitted
        rows += prelabelling(folder, checkpoint)
    show(rows, as_json)


if __name__ == "__main__":
    main()

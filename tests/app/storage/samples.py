"""One project's worth of entities, of every type, with every field set to something that can go wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction

from app.domain.changes import Change, Entity, added
from app.domain.match_clock import Period
from app.domain.media import Medium
from app.domain.ontology import Attribute, AttributeKind, ClassKind, LabelClass
from app.domain.people import Actor, ActorKind
from app.domain.segments import CompleteRange, Origin, Segment, Verification
from app.domain.snapshots import NamedSnapshot
from app.domain.suggestions import Decision, Layer, Promotion, Run, SuggestedTrack, Suggestion
from app.domain.timebase import TimeRange
from app.domain.tracks import Box, KeyFrame, Track
from app.domain.zones import Zone, ZoneKind

ANN = Actor("ann", ActorKind.PERSON, "Ann Ångström")
JOB = Actor("job", ActorKind.RUN, "run 1", "r1")
FILE = Actor("file", ActorKind.IMPORT, "import of a.csv", '{"format":"csv"}')
NOON = datetime(2026, 5, 4, 12, 0, 0, 123456, tzinfo=UTC)

SIDE = Attribute("side", AttributeKind.CHOICE, ("left", "right ➜"), ("q", ""))
FAST = Attribute("fast", AttributeKind.FLAG, (), ("f",))
SERVE = LabelClass(
    "serve",
    "serve 🎾",
    "#E69F00",
    "1",
    ClassKind.SEGMENT,
    100,
    200,
    True,
    1,
    reaction_ms=350,
    overlaps=False,
    retired=True,
    attributes=(SIDE, FAST, Attribute("speed", AttributeKind.NUMBER)),
)
HIT = LabelClass("hit", "hit", "#56B4E9", "", ClassKind.POINT)
BALL = LabelClass("ball", "it's; DROP TABLE classes --", "#009E73", "b", ClassKind.BOX, position=2)
FILM = Medium(
    "film",
    "films/a b.mp4",
    "a b.mp4",
    "court 1",
    Fraction(1001, 30000),
    -7,
    2**40,
    origin=Fraction(-7, 5),
    frames=12,
    width=1920,
    height=1080,
    sample_rate=48000,
    has_audio=True,
    size=2**33,
    quick_hash="q",
    sha256="s",
    confirmed=True,
    wall_clock="2026-05-04T12:00:00+02:00",
    notes="exhibit 7",
    audio_offset_ms=-40,
    facts={"video": {"codec": "h264"}, "warnings": ["ä"], "rotation": 90, "rate": 29.97},
    video_stream=3,
    audio_stream=1,
    audio_channel=0,
    wall_clock_zone="Asia/Shanghai",
    wall_clock_uncertainty_ms=1500,
    periods=(
        Period("1. Hälfte", -7, 900, 0, False, 2_700_000, ((10, 20), (20, 30))),
        Period("Q4", 900, 2**40, 600_000, True),
    ),
    sync_us=-1_234_567,
)
SOUND = Medium("sound", "b.wav", "b.wav", "b", Fraction(1, 48000), 0, 480_000, has_video=False)
RUN = Run(
    "r1",
    1,
    "first",
    "2026-05-04T12:00:00Z",
    Promotion.PROMOTED,
    "better",
    "sora-av",
    7,
    "",
    "cpu",
    "0.1",
    "abc",
    "r1/model.safetensors",
    {"lr": 0.001, "heads": ["clip", "dense"]},
    {"macro_f1": 1 / 3},
    ("s1", "s2"),
)
CHILD = Run("r2", 2, "second", "later", Promotion.REFUSED, parent_id="r1")
SEGMENT = Segment(
    "s1",
    "film",
    "serve",
    TimeRange(0, 1001),
    "ann",
    verification=Verification.SEEN,
    comment="ein „Zitat“\nund ein Umbruch",
    attributes={"side": "left", "ü": ""},
)
POINT = Segment("p1", "film", "hit", TimeRange.point(5), "ann", True, Origin.SUGGESTION, "g1")
COMPLETE = CompleteRange("c1", "film", TimeRange(0, 500), "ann")
COMPLETE_FOR_ONE = CompleteRange("c2", "film", TimeRange(500, 900), "ann", "serve")
TRACK = Track("t1", "film", "ball", "ann", 3, Origin.IMPORTED, Verification.UNSEEN, "far", {"colour": "red"})
BOX = KeyFrame("t1", 10, Box(0.1, -1 / 3, 100.5, 1e-3), False, True)
GONE = KeyFrame("t1", 20, Box(1, 2, 3, 4), True, False)
LAYER = Layer("l1", "r1", "film", "later", "r1/curves.npz", "r1/attention.npz")
OPEN = Suggestion("g1", "l1", "film", "serve", TimeRange(100, 200), 1 / 3, start_sd=4, end_sd=9)
REJECTED = replace(OPEN, id="g2", decision=Decision.REJECTED, decided_by="ann", decided_at="noon")
RACKET = SuggestedTrack(
    "g3", "l1", "film", "ball", 0.75, (replace(BOX, track_id="g3"), replace(GONE, track_id="g3"))
)
DECLINED = replace(
    RACKET,
    id="g4",
    key_frames=(replace(BOX, track_id="g4"),),
    decision=Decision.REJECTED,
    decided_by="ann",
    decided_at="noon",
)
COURT = Zone(
    "z1", "film", "court „2“", ZoneKind.POLYGON, ((0.5, 0.0), (1920.0, 0.0), (7.25, 1080.0)), "ann", "#CC79A7"
)
LINE = Zone("z2", "film", "base line", ZoneKind.LINE, ((0.0, 0.0), (1.0, 1.0)), "ann")
SNAPSHOT = NamedSnapshot("n1", "before the second pass ✓", "2026-05-04T12:00:00Z", 7)

FOUNDATION: tuple[Entity, ...] = (SERVE, HIT, BALL, FILM, SOUND, RUN, LAYER, TRACK)
EVERYTHING: tuple[Entity, ...] = (
    *FOUNDATION,
    *(CHILD, SEGMENT, POINT, COMPLETE, COMPLETE_FOR_ONE, BOX, GONE, OPEN, REJECTED),
    *(RACKET, DECLINED, COURT, LINE, SNAPSHOT),
)


def adding(*entities: Entity) -> Change:
    return Change("add", "film", added(entities))

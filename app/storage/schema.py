"""The tables of a project document. What each stored thing means is said in `app/domain`.

The migrations build these tables (`migrations/versions`); a test holds the two descriptions together.
Constraints and triggers are the second line of defence: the domain has refused before they have to.
Foreign keys are checked at the end of a transaction, so that a Change may come in any order.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    text,
)

# "SoRa" in ASCII: `file` and SQLite's own tools can tell a project from any other database.
APPLICATION_ID = 0x536F5261
# Also the number of the newest migration, and the file's PRAGMA user_version.
FORMAT_VERSION = 3

metadata = MetaData(
    naming_convention={
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _refers(to: str) -> ForeignKey:
    return ForeignKey(to, deferrable=True, initially="DEFERRED")


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def _whole(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


def _real(name: str) -> Column[float]:
    return Column(name, Float, nullable=False)


def _flag(name: str) -> Column[bool]:
    return Column(name, Boolean(create_constraint=False), nullable=False)


def _id() -> Column[str]:
    return Column("id", Text, primary_key=True, nullable=False)


def _medium() -> Column[str]:
    return Column("medium_id", Text, _refers("media.id"), nullable=False)


def _class() -> Column[str]:
    return Column("class_id", Text, _refers("classes.id"), nullable=False)


def _actor() -> Column[str]:
    return Column("actor_id", Text, _refers("actors.id"), nullable=False)


def _one_of(column: str, *values: str) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


def _half_open() -> CheckConstraint:
    return CheckConstraint("end_tick > start_tick", name="not_empty")


def _point() -> CheckConstraint:
    return CheckConstraint("is_point = 0 OR end_tick = start_tick + 1", name="point")


project = Table(
    "project",
    metadata,
    Column("only", Integer, primary_key=True, nullable=False),
    _text("uuid"),
    _text("created_at"),
    _text("purpose"),
    _text("retention_date"),
    _flag("legal_hold"),
    _flag("sensitive"),
    CheckConstraint('"only" = 1', name="one_row"),
)

actors = Table(
    "actors",
    metadata,
    _id(),
    _text("kind"),
    _text("name"),
    _text("detail"),
    _one_of("kind", "person", "import", "run"),
)

media = Table(
    "media",
    metadata,
    _id(),
    Column("path", Text, nullable=False, unique=True),
    _text("name"),
    _text("group_name"),
    _whole("time_base_num"),
    _whole("time_base_den"),
    _whole("start_tick"),
    _whole("end_tick"),
    _whole("origin_num"),
    _whole("origin_den"),
    _whole("frames"),
    _whole("width"),
    _whole("height"),
    _whole("sample_rate"),
    _flag("has_video"),
    _flag("has_audio"),
    _whole("size"),
    _text("quick_hash"),
    _text("sha256"),
    _flag("confirmed"),
    _text("wall_clock"),
    _text("notes"),
    _whole("audio_offset_ms"),
    _text("facts"),
    _whole("video_stream"),
    _whole("audio_stream"),
    _whole("audio_channel"),
    _text("wall_clock_zone"),
    _whole("wall_clock_uncertainty_ms"),
    _text("periods"),
    Column("sync_us", Integer),
    CheckConstraint("time_base_num > 0 AND time_base_den > 0 AND origin_den > 0", name="time_base"),
    CheckConstraint("end_tick >= start_tick", name="span"),
)

classes = Table(
    "classes",
    metadata,
    _id(),
    Column("name", Text, nullable=False, unique=True),
    _text("colour"),
    _text("hot_key"),
    _text("kind"),
    _whole("lead_ms"),
    _whole("lag_ms"),
    _flag("directional"),
    _whole("position"),
    _whole("reaction_ms"),
    _flag("overlaps"),
    _flag("retired"),
    _text("attributes"),
    _one_of("kind", "segment", "point", "box"),
)
Index("ix_classes_hot_key", classes.c.hot_key, unique=True, sqlite_where=text("hot_key <> ''"))

segments = Table(
    "segments",
    metadata,
    _id(),
    _medium(),
    _class(),
    _whole("start_tick"),
    _whole("end_tick"),
    _actor(),
    _flag("is_point"),
    _text("origin"),
    _text("suggestion_id"),
    _text("verification"),
    _text("comment"),
    _text("attributes"),
    _half_open(),
    _point(),
    _one_of("origin", "hand", "suggestion", "imported"),
    _one_of("verification", "blind", "seen", "edited", "unseen", "bulk"),
)
Index("ix_segments_medium", segments.c.medium_id, segments.c.start_tick)

complete_ranges = Table(
    "complete_ranges",
    metadata,
    _id(),
    _medium(),
    _whole("start_tick"),
    _whole("end_tick"),
    _actor(),
    Column("class_id", Text, _refers("classes.id"), nullable=True),
    _half_open(),
)
Index("ix_complete_ranges_medium", complete_ranges.c.medium_id, complete_ranges.c.start_tick)

tracks = Table(
    "tracks",
    metadata,
    _id(),
    _medium(),
    _class(),
    _actor(),
    _whole("number"),
    _text("origin"),
    _text("verification"),
    _text("comment"),
    _text("attributes"),
    _one_of("origin", "hand", "suggestion", "imported"),
    _one_of("verification", "blind", "seen", "edited", "unseen", "bulk"),
)
Index("ix_tracks_medium", tracks.c.medium_id)

key_frames = Table(
    "key_frames",
    metadata,
    Column("track_id", Text, _refers("tracks.id"), primary_key=True, nullable=False),
    Column("tick", Integer, primary_key=True, nullable=False),
    _real("x"),
    _real("y"),
    _real("w"),
    _real("h"),
    _flag("outside"),
    _flag("occluded"),
    CheckConstraint("w > 0 AND h > 0", name="box"),
    sqlite_with_rowid=False,
)

zones = Table(
    "zones",
    metadata,
    _id(),
    _medium(),
    _text("name"),
    _text("kind"),
    _text("points"),
    _actor(),
    _text("colour"),
    _one_of("kind", "polygon", "line"),
)
Index("ix_zones_medium", zones.c.medium_id)

snapshots = Table(
    "snapshots",
    metadata,
    _id(),
    Column("name", Text, nullable=False, unique=True),
    _text("created_at"),
    _whole("entry"),
)

runs = Table(
    "runs",
    metadata,
    _id(),
    Column("number", Integer, nullable=False, unique=True),
    _text("name"),
    _text("created_at"),
    _text("promotion"),
    _text("reason"),
    _text("preset"),
    _whole("seed"),
    Column("parent_id", Text, _refers("runs.id"), nullable=True),
    _text("device"),
    _text("code_version"),
    _text("snapshot_hash"),
    _text("checkpoint"),
    _text("config"),
    _text("metrics"),
    _text("label_ids"),
    _one_of("promotion", "promoted", "refused", "external"),
)

layers = Table(
    "layers",
    metadata,
    _id(),
    Column("run_id", Text, _refers("runs.id"), nullable=False),
    _medium(),
    _text("created_at"),
    _text("curves"),
    _text("attention"),
)
Index("ix_layers_medium", layers.c.medium_id)

# A suggestion's medium is its layer's: not stored a million times more.
suggestions = Table(
    "suggestions",
    metadata,
    _id(),
    Column("layer_id", Text, _refers("layers.id"), nullable=False),
    _class(),
    _whole("start_tick"),
    _whole("end_tick"),
    _real("score"),
    _flag("is_point"),
    _whole("start_sd"),
    _whole("end_sd"),
    _text("decision"),
    Column("decided_by", Text, _refers("actors.id"), nullable=True),
    _text("decided_at"),
    _text("label_id"),
    _half_open(),
    _point(),
    _one_of("decision", "open", "accepted", "rejected"),
    CheckConstraint("(decision = 'open') = (decided_by IS NULL)", name="decided_by_someone"),
)
Index("ix_suggestions_layer", suggestions.c.layer_id)
Index(
    "ix_suggestions_decided",
    suggestions.c.decision,
    sqlite_where=text("decision <> 'open'"),
)

# A proposed track with all its boxes is one row: it comes, goes and is decided as a whole.
suggested_tracks = Table(
    "suggested_tracks",
    metadata,
    _id(),
    Column("layer_id", Text, _refers("layers.id"), nullable=False),
    _class(),
    _real("score"),
    _text("key_frames"),
    _text("decision"),
    Column("decided_by", Text, _refers("actors.id"), nullable=True),
    _text("decided_at"),
    _text("label_id"),
    _one_of("decision", "open", "accepted", "rejected"),
    CheckConstraint("(decision = 'open') = (decided_by IS NULL)", name="decided_by_someone"),
)
Index("ix_suggested_tracks_layer", suggested_tracks.c.layer_id)

edit_log = Table(
    "edit_log",
    metadata,
    Column("number", Integer, primary_key=True, nullable=False),
    _text("at"),
    _whole("monotonic_ns"),
    _text("actor"),
    _text("verb"),
    _text("medium_id"),
    _whole("count"),
    _text("edit"),
    _text("inverse"),
    _text("edit_sha256"),
    _text("inverse_sha256"),
    _text("previous_hash"),
    Column("hash", Text, nullable=False, unique=True),
    CheckConstraint("number > 0", name="number"),
)

# Which entries tell of an entity (of a box: its track); made from the log, for finding its history.
mentions = Table(
    "mentions",
    metadata,
    Column("entity", Text, primary_key=True, nullable=False),
    Column("entry", Integer, primary_key=True, nullable=False, autoincrement=False),
    sqlite_with_rowid=False,
)

# The log only grows. (Erasure of content, when it comes, drops these inside its own transaction.)
TRIGGERS = {
    "edit_log_no_update": (
        "CREATE TRIGGER edit_log_no_update BEFORE UPDATE ON edit_log "
        "BEGIN SELECT RAISE(ABORT, 'the edit log is append-only'); END"
    ),
    "edit_log_no_delete": (
        "CREATE TRIGGER edit_log_no_delete BEFORE DELETE ON edit_log "
        "BEGIN SELECT RAISE(ABORT, 'the edit log is append-only'); END"
    ),
    "suggestions_decided_stay": (
        "CREATE TRIGGER suggestions_decided_stay BEFORE DELETE ON suggestions WHEN OLD.decision <> 'open' "
        "BEGIN SELECT RAISE(ABORT, 'a decided suggestion is never deleted'); END"
    ),
    "suggested_tracks_decided_stay": (
        "CREATE TRIGGER suggested_tracks_decided_stay BEFORE DELETE ON suggested_tracks "
        "WHEN OLD.decision <> 'open' "
        "BEGIN SELECT RAISE(ABORT, 'a decided suggestion is never deleted'); END"
    ),
}

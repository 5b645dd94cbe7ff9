"""The first format: everything."""

from alembic import op

revision = "0001"
down_revision = None

STATEMENTS = (
    """
    CREATE TABLE actors (
        id TEXT NOT NULL,
        kind TEXT NOT NULL,
        name TEXT NOT NULL,
        detail TEXT NOT NULL,
        CONSTRAINT pk_actors PRIMARY KEY (id),
        CONSTRAINT ck_actors_kind_known CHECK (kind IN ('person', 'import', 'run'))
    )
    """,
    """
    CREATE TABLE classes (
        id TEXT NOT NULL,
        name TEXT NOT NULL,
        colour TEXT NOT NULL,
        hot_key TEXT NOT NULL,
        kind TEXT NOT NULL,
        lead_ms INTEGER NOT NULL,
        lag_ms INTEGER NOT NULL,
        directional BOOLEAN NOT NULL,
        position INTEGER NOT NULL,
        CONSTRAINT pk_classes PRIMARY KEY (id),
        CONSTRAINT ck_classes_kind_known CHECK (kind IN ('segment', 'point', 'box')),
        CONSTRAINT uq_classes_name UNIQUE (name)
    )
    """,
    "CREATE UNIQUE INDEX ix_classes_hot_key ON classes (hot_key) WHERE hot_key <> ''",
    """
    CREATE TABLE edit_log (
        number INTEGER NOT NULL,
        at TEXT NOT NULL,
        monotonic_ns INTEGER NOT NULL,
        actor TEXT NOT NULL,
        verb TEXT NOT NULL,
        medium_id TEXT NOT NULL,
        count INTEGER NOT NULL,
        edit TEXT NOT NULL,
        inverse TEXT NOT NULL,
        edit_sha256 TEXT NOT NULL,
        inverse_sha256 TEXT NOT NULL,
        previous_hash TEXT NOT NULL,
        hash TEXT NOT NULL,
        CONSTRAINT pk_edit_log PRIMARY KEY (number),
        CONSTRAINT ck_edit_log_number CHECK (number > 0),
        CONSTRAINT uq_edit_log_hash UNIQUE (hash)
    )
    """,
    """
    CREATE TABLE media (
        id TEXT NOT NULL,
        path TEXT NOT NULL,
        name TEXT NOT NULL,
        group_name TEXT NOT NULL,
        time_base_num INTEGER NOT NULL,
        time_base_den INTEGER NOT NULL,
        start_tick INTEGER NOT NULL,
        end_tick INTEGER NOT NULL,
        origin_num INTEGER NOT NULL,
        origin_den INTEGER NOT NULL,
        frames INTEGER NOT NULL,
        width INTEGER NOT NULL,
        height INTEGER NOT NULL,
        sample_rate INTEGER NOT NULL,
        has_video BOOLEAN NOT NULL,
        has_audio BOOLEAN NOT NULL,
        size INTEGER NOT NULL,
        quick_hash TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        confirmed BOOLEAN NOT NULL,
        wall_clock TEXT NOT NULL,
        notes TEXT NOT NULL,
        audio_offset_ms INTEGER NOT NULL,
        facts TEXT NOT NULL,
        CONSTRAINT pk_media PRIMARY KEY (id),
        CONSTRAINT ck_media_time_base CHECK (time_base_num > 0 AND time_base_den > 0 AND origin_den > 0),
        CONSTRAINT ck_media_span CHECK (end_tick >= start_tick),
        CONSTRAINT uq_media_path UNIQUE (path)
    )
    """,
    """
    CREATE TABLE project (
        only INTEGER NOT NULL,
        uuid TEXT NOT NULL,
        created_at TEXT NOT NULL,
        purpose TEXT NOT NULL,
        retention_date TEXT NOT NULL,
        legal_hold BOOLEAN NOT NULL,
        sensitive BOOLEAN NOT NULL,
        CONSTRAINT pk_project PRIMARY KEY (only),
        CONSTRAINT ck_project_one_row CHECK ("only" = 1)
    )
    """,
    """
    CREATE TABLE runs (
        id TEXT NOT NULL,
        number INTEGER NOT NULL,
        name TEXT NOT NULL,
        created_at TEXT NOT NULL,
        promotion TEXT NOT NULL,
        reason TEXT NOT NULL,
        preset TEXT NOT NULL,
        seed INTEGER NOT NULL,
        parent_id TEXT,
        device TEXT NOT NULL,
        code_version TEXT NOT NULL,
        snapshot_hash TEXT NOT NULL,
        checkpoint TEXT NOT NULL,
        config TEXT NOT NULL,
        metrics TEXT NOT NULL,
        label_ids TEXT NOT NULL,
        CONSTRAINT pk_runs PRIMARY KEY (id),
        CONSTRAINT ck_runs_promotion_known CHECK (promotion IN ('promoted', 'refused', 'external')),
        CONSTRAINT uq_runs_number UNIQUE (number),
        CONSTRAINT fk_runs_parent_id FOREIGN KEY(parent_id) REFERENCES runs (id) DEFERRABLE INITIALLY DEFERRED
    )
    """,
    """
    CREATE TABLE complete_ranges (
        id TEXT NOT NULL,
        medium_id TEXT NOT NULL,
        start_tick INTEGER NOT NULL,
        end_tick INTEGER NOT NULL,
        actor_id TEXT NOT NULL,
        class_id TEXT,
        CONSTRAINT pk_complete_ranges PRIMARY KEY (id),
        CONSTRAINT ck_complete_ranges_not_empty CHECK (end_tick > start_tick),
        CONSTRAINT fk_complete_ranges_medium_id FOREIGN KEY(medium_id) REFERENCES media (id) DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_complete_ranges_actor_id FOREIGN KEY(actor_id) REFERENCES actors (id) DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_complete_ranges_class_id FOREIGN KEY(class_id) REFERENCES classes (id) DEFERRABLE INITIALLY DEFERRED
    )
    """,
    "CREATE INDEX ix_complete_ranges_medium ON complete_ranges (medium_id, start_tick)",
    """
    CREATE TABLE layers (
        id TEXT NOT NULL,
        run_id TEXT NOT NULL,
        medium_id TEXT NOT NULL,
        created_at TEXT NOT NULL,
        curves TEXT NOT NULL,
        attention TEXT NOT NULL,
        CONSTRAINT pk_layers PRIMARY KEY (id),
        CONSTRAINT fk_layers_run_id FOREIGN KEY(run_id) REFERENCES runs (id) DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_layers_medium_id FOREIGN KEY(medium_id) REFERENCES media (id) DEFERRABLE INITIALLY DEFERRED
    )
    """,
    "CREATE INDEX ix_layers_medium ON layers (medium_id)",
    """
    CREATE TABLE segments (
        id TEXT NOT NULL,
        medium_id TEXT NOT NULL,
        class_id TEXT NOT NULL,
        start_tick INTEGER NOT NULL,
        end_tick INTEGER NOT NULL,
        actor_id TEXT NOT NULL,
        is_point BOOLEAN NOT NULL,
        origin TEXT NOT NULL,
        suggestion_id TEXT NOT NULL,
        verification TEXT NOT NULL,
        comment TEXT NOT NULL,
        attributes TEXT NOT NULL,
        CONSTRAINT pk_segments PRIMARY KEY (id),
        CONSTRAINT ck_segments_not_empty CHECK (end_tick > start_tick),
        CONSTRAINT ck_segments_point CHECK (is_point = 0 OR end_tick = start_tick + 1),
        CONSTRAINT ck_segments_origin_known CHECK (origin IN ('hand', 'suggestion', 'imported')),
        CONSTRAINT ck_segments_verification_known CHECK (verification IN ('blind', 'seen', 'edited', 'unseen', 'bulk')),
        CONSTRAINT fk_segments_medium_id FOREIGN KEY(medium_id) REFERENCES media (id) DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_segments_class_id FOREIGN KEY(class_id) REFERENCES classes (id) DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_segments_actor_id FOREIGN KEY(actor_id) REFERENCES actors (id) DEFERRABLE INITIALLY DEFERRED
    )
    """,
    "CREATE INDEX ix_segments_medium ON segments (medium_id, start_tick)",
    """
    CREATE TABLE tracks (
        id TEXT NOT NULL,
        medium_id TEXT NOT NULL,
        class_id TEXT NOT NULL,
        actor_id TEXT NOT NULL,
        number INTEGER NOT NULL,
        origin TEXT NOT NULL,
        verification TEXT NOT NULL,
        comment TEXT NOT NULL,
        attributes TEXT NOT NULL,
        CONSTRAINT pk_tracks PRIMARY KEY (id),
        CONSTRAINT ck_tracks_origin_known CHECK (origin IN ('hand', 'suggestion', 'imported')),
        CONSTRAINT ck_tracks_verification_known CHECK (verification IN ('blind', 'seen', 'edited', 'unseen', 'bulk')),
        CONSTRAINT fk_tracks_medium_id FOREIGN KEY(medium_id) REFERENCES media (id) DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_tracks_class_id FOREIGN KEY(class_id) REFERENCES classes (id) DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_tracks_actor_id FOREIGN KEY(actor_id) REFERENCES actors (id) DEFERRABLE INITIALLY DEFERRED
    )
    """,
    "CREATE INDEX ix_tracks_medium ON tracks (medium_id)",
    """
    CREATE TABLE key_frames (
        track_id TEXT NOT NULL,
        tick INTEGER NOT NULL,
        x FLOAT NOT NULL,
        y FLOAT NOT NULL,
        w FLOAT NOT NULL,
        h FLOAT NOT NULL,
        outside BOOLEAN NOT NULL,
        occluded BOOLEAN NOT NULL,
        CONSTRAINT pk_key_frames PRIMARY KEY (track_id, tick),
        CONSTRAINT ck_key_frames_box CHECK (w > 0 AND h > 0),
        CONSTRAINT fk_key_frames_track_id FOREIGN KEY(track_id) REFERENCES tracks (id) DEFERRABLE INITIALLY DEFERRED
    )
     WITHOUT ROWID
    """,
    """
    CREATE TABLE suggestions (
        id TEXT NOT NULL,
        layer_id TEXT NOT NULL,
        class_id TEXT NOT NULL,
        start_tick INTEGER NOT NULL,
        end_tick INTEGER NOT NULL,
        score FLOAT NOT NULL,
        is_point BOOLEAN NOT NULL,
        start_sd INTEGER NOT NULL,
        end_sd INTEGER NOT NULL,
        decision TEXT NOT NULL,
        decided_by TEXT,
        decided_at TEXT NOT NULL,
        label_id TEXT NOT NULL,
        CONSTRAINT pk_suggestions PRIMARY KEY (id),
        CONSTRAINT ck_suggestions_not_empty CHECK (end_tick > start_tick),
        CONSTRAINT ck_suggestions_point CHECK (is_point = 0 OR end_tick = start_tick + 1),
        CONSTRAINT ck_suggestions_decision_known CHECK (decision IN ('open', 'accepted', 'rejected')),
        CONSTRAINT ck_suggestions_decided_by_someone CHECK ((decision = 'open') = (decided_by IS NULL)),
        CONSTRAINT fk_suggestions_layer_id FOREIGN KEY(layer_id) REFERENCES layers (id) DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_suggestions_class_id FOREIGN KEY(class_id) REFERENCES classes (id) DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_suggestions_decided_by FOREIGN KEY(decided_by) REFERENCES actors (id) DEFERRABLE INITIALLY DEFERRED
    )
    """,
    "CREATE INDEX ix_suggestions_decided ON suggestions (decision) WHERE decision <> 'open'",
    "CREATE INDEX ix_suggestions_layer ON suggestions (layer_id)",
    """
    CREATE TRIGGER edit_log_no_update BEFORE UPDATE ON edit_log
    BEGIN SELECT RAISE(ABORT, 'the edit log is append-only'); END
    """,
    """
    CREATE TRIGGER edit_log_no_delete BEFORE DELETE ON edit_log
    BEGIN SELECT RAISE(ABORT, 'the edit log is append-only'); END
    """,
    """
    CREATE TRIGGER suggestions_decided_stay BEFORE DELETE ON suggestions WHEN OLD.decision <> 'open'
    BEGIN SELECT RAISE(ABORT, 'a decided suggestion is never deleted'); END
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)

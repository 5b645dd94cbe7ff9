"""Classes say how their labels may lie, what they can say further, and whether they are still in use; zones,
proposed tracks and named snapshots; where the log tells of what.

Written out instead of Alembic's batch copy, which does not carry the constraints over.
"""

from alembic import op

revision = "0003"
down_revision = "0002"

STATEMENTS = (
    """
    CREATE TABLE classes_with_attributes (
        id TEXT NOT NULL,
        name TEXT NOT NULL,
        colour TEXT NOT NULL,
        hot_key TEXT NOT NULL,
        kind TEXT NOT NULL,
        lead_ms INTEGER NOT NULL,
        lag_ms INTEGER NOT NULL,
        directional BOOLEAN NOT NULL,
        position INTEGER NOT NULL,
        reaction_ms INTEGER NOT NULL,
        overlaps BOOLEAN NOT NULL,
        retired BOOLEAN NOT NULL,
        attributes TEXT NOT NULL,
        CONSTRAINT pk_classes PRIMARY KEY (id),
        CONSTRAINT ck_classes_kind_known CHECK (kind IN ('segment', 'point', 'box')),
        CONSTRAINT uq_classes_name UNIQUE (name)
    )
    """,
    """
    INSERT INTO classes_with_attributes
    SELECT id, name, colour, hot_key, kind, lead_ms, lag_ms, directional, position, 0, 1, 0, '[]'
    FROM classes
    """,
    "DROP TABLE classes",
    "ALTER TABLE classes_with_attributes RENAME TO classes",
    "CREATE UNIQUE INDEX ix_classes_hot_key ON classes (hot_key) WHERE hot_key <> ''",
    """
    CREATE TABLE snapshots (
        id TEXT NOT NULL,
        name TEXT NOT NULL,
        created_at TEXT NOT NULL,
        entry INTEGER NOT NULL,
        CONSTRAINT pk_snapshots PRIMARY KEY (id),
        CONSTRAINT uq_snapshots_name UNIQUE (name)
    )
    """,
    """
    CREATE TABLE zones (
        id TEXT NOT NULL,
        medium_id TEXT NOT NULL,
        name TEXT NOT NULL,
        kind TEXT NOT NULL,
        points TEXT NOT NULL,
        actor_id TEXT NOT NULL,
        colour TEXT NOT NULL,
        CONSTRAINT pk_zones PRIMARY KEY (id),
        CONSTRAINT ck_zones_kind_known CHECK (kind IN ('polygon', 'line')),
        CONSTRAINT fk_zones_medium_id FOREIGN KEY(medium_id) REFERENCES media (id) DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_zones_actor_id FOREIGN KEY(actor_id) REFERENCES actors (id) DEFERRABLE INITIALLY DEFERRED
    )
    """,
    "CREATE INDEX ix_zones_medium ON zones (medium_id)",
    """
    CREATE TABLE suggested_tracks (
        id TEXT NOT NULL,
        layer_id TEXT NOT NULL,
        class_id TEXT NOT NULL,
        score FLOAT NOT NULL,
        key_frames TEXT NOT NULL,
        decision TEXT NOT NULL,
        decided_by TEXT,
        decided_at TEXT NOT NULL,
        label_id TEXT NOT NULL,
        CONSTRAINT pk_suggested_tracks PRIMARY KEY (id),
        CONSTRAINT ck_suggested_tracks_decision_known CHECK (decision IN ('open', 'accepted', 'rejected')),
        CONSTRAINT ck_suggested_tracks_decided_by_someone CHECK ((decision = 'open') = (decided_by IS NULL)),
        CONSTRAINT fk_suggested_tracks_layer_id FOREIGN KEY(layer_id) REFERENCES layers (id) DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_suggested_tracks_class_id FOREIGN KEY(class_id) REFERENCES classes (id) DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_suggested_tracks_decided_by FOREIGN KEY(decided_by) REFERENCES actors (id) DEFERRABLE INITIALLY DEFERRED
    )
    """,
    "CREATE INDEX ix_suggested_tracks_layer ON suggested_tracks (layer_id)",
    """
    CREATE TABLE mentions (
        entity TEXT NOT NULL,
        entry INTEGER NOT NULL,
        CONSTRAINT pk_mentions PRIMARY KEY (entity, entry)
    ) WITHOUT ROWID
    """,
    # A box is called by its track and tick, `track@12`.
    """
    INSERT OR IGNORE INTO mentions
    SELECT
        CASE json_extract(item.value, '$[0]')
            WHEN 'key frame' THEN rtrim(rtrim(json_extract(item.value, '$[1]'), '-0123456789'), '@')
            ELSE json_extract(item.value, '$[1]')
        END,
        edit_log.number
    FROM edit_log, json_each(edit_log.edit) AS item
    WHERE json_extract(item.value, '$[0]') <> 'proposals'
    """,
    """
    CREATE TRIGGER suggested_tracks_decided_stay BEFORE DELETE ON suggested_tracks
    WHEN OLD.decision <> 'open'
    BEGIN SELECT RAISE(ABORT, 'a decided suggestion is never deleted'); END
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)

"""Films know their streams, the zone and uncertainty of their clock, the periods of a match, and their place
beside other films.

Written out instead of Alembic's batch copy, which does not carry the constraints over.
"""

from alembic import op

revision = "0002"
down_revision = "0001"

STATEMENTS = (
    """
    CREATE TABLE media_with_clocks (
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
        video_stream INTEGER NOT NULL,
        audio_stream INTEGER NOT NULL,
        audio_channel INTEGER NOT NULL,
        wall_clock_zone TEXT NOT NULL,
        wall_clock_uncertainty_ms INTEGER NOT NULL,
        periods TEXT NOT NULL,
        sync_us INTEGER,
        CONSTRAINT pk_media PRIMARY KEY (id),
        CONSTRAINT ck_media_time_base CHECK (time_base_num > 0 AND time_base_den > 0 AND origin_den > 0),
        CONSTRAINT ck_media_span CHECK (end_tick >= start_tick),
        CONSTRAINT uq_media_path UNIQUE (path)
    )
    """,
    """
    INSERT INTO media_with_clocks
    SELECT
        id, path, name, group_name, time_base_num, time_base_den, start_tick,
        end_tick, origin_num, origin_den, frames, width, height, sample_rate,
        has_video, has_audio, size, quick_hash, sha256, confirmed, wall_clock,
        notes, audio_offset_ms, facts,
        -1, -1, -1, '', 0, '[]', NULL
    FROM media
    """,
    "DROP TABLE media",
    "ALTER TABLE media_with_clocks RENAME TO media",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)

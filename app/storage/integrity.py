"""Whether a project file is sound: the database, its references, the log, the labels."""

from __future__ import annotations

from sqlalchemy import Connection, text

from app.storage import edit_log, replay

_OUTSIDE = """
SELECT media.name AS film, '{what}' AS what, count(*) AS many
FROM {table} JOIN media ON media.id = {medium}
WHERE {start} < media.start_tick OR {end} > max(media.end_tick, media.start_tick + 1)
GROUP BY media.id
"""

_INSIDE_FILM = (
    _OUTSIDE.format(
        what="labels",
        table="segments",
        medium="segments.medium_id",
        start="segments.start_tick",
        end="segments.end_tick",
    ),
    _OUTSIDE.format(
        what="complete ranges",
        table="complete_ranges",
        medium="complete_ranges.medium_id",
        start="complete_ranges.start_tick",
        end="complete_ranges.end_tick",
    ),
    _OUTSIDE.format(
        what="boxes",
        table="key_frames JOIN tracks ON tracks.id = key_frames.track_id",
        medium="tracks.medium_id",
        start="tick",
        end="tick + 1",
    ),
    _OUTSIDE.format(
        what="suggestions",
        table="suggestions JOIN layers ON layers.id = suggestions.layer_id",
        medium="layers.medium_id",
        start="suggestions.start_tick",
        end="suggestions.end_tick",
    ),
)


def faults(connection: Connection) -> list[str]:
    """One sentence per fault; a damaged database ends the list early, the rest cannot be trusted."""
    damage = connection.exec_driver_sql("PRAGMA integrity_check(20)").scalars().all()
    if damage != ["ok"]:
        return [f"database: {line}" for line in damage]
    found = [
        f"references: row {row[1]} of {row[0]} refers to a row of {row[2]} that does not exist"
        for row in connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    ]
    found += edit_log.faults(connection)
    if not found:  # a broken log tells nothing about the labels
        found += replay.disagreements(connection)
    for query in _INSIDE_FILM:
        for row in connection.execute(text(query)):
            found.append(f"{row.film}: {row.many} {row.what} lie outside the film")
    return found

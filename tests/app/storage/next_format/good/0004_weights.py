"""A format that does not exist yet: what the next migration will have to go through."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    with op.batch_alter_table("classes", recreate="always") as batch:
        batch.add_column(sa.Column("weight", sa.Float, nullable=False, server_default="1"))
    with op.batch_alter_table("media", recreate="always") as batch:
        batch.alter_column("notes", server_default="")

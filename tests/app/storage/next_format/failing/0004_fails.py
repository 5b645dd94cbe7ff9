"""A migration that fails when half of it is done."""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.execute("DROP TABLE key_frames")
    raise ArithmeticError("half way")

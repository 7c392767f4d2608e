"""Place a version by an index that holds all that is asked of a province's versions"""

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    with op.batch_alter_table("submissions", schema=None) as batch_op:
        batch_op.create_index(
            "ix_submissions_placing",
            ["province", "part", "status", "repeats", "received_at", "uid", "reference", "message_sha256"],
            unique=False,
        )

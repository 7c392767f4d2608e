"""Which messages were emptied by command"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "forgotten",
        sa.Column("message_sha256", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_sha256"], ["messages.sha256"], name=op.f("fk_forgotten_message_sha256")
        ),
        sa.PrimaryKeyConstraint("message_sha256", name=op.f("pk_forgotten")),
    )

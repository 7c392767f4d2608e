"""What the coordinator decides besides taking in: waivers, corrections, hand-ins"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "waivers",
        sa.Column("id", big, nullable=False),
        sa.Column("province", sa.String(length=80), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waivers")),
    )
    with op.batch_alter_table("waivers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_waivers_until"), ["until"], unique=False)
    op.create_table(
        "corrections",
        sa.Column("id", big, nullable=False),
        sa.Column("reference", sa.String(length=80), nullable=False),
        sa.Column("message_sha256", sa.String(length=64), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("cell", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("changes", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_sha256"], ["messages.sha256"], name=op.f("fk_corrections_message_sha256")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrections")),
    )
    with op.batch_alter_table("corrections", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_corrections_message_sha256"), ["message_sha256"], unique=False)
        batch_op.create_index(batch_op.f("ix_corrections_reference"), ["reference"], unique=False)
    op.create_table(
        "hand_ins",
        sa.Column("message_sha256", sa.String(length=64), nullable=False),
        sa.Column("province", sa.String(length=80), nullable=False),
        sa.Column("channel", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_sha256"], ["messages.sha256"], name=op.f("fk_hand_ins_message_sha256")
        ),
        sa.PrimaryKeyConstraint("message_sha256", name=op.f("pk_hand_ins")),
    )

"""Count what was sent by the index alone: a row of the outbox holds a whole mail"""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbox_recipient_created_at"))
        batch_op.drop_index(batch_op.f("ix_outbox_thread_created_at"))
        batch_op.drop_index(batch_op.f("ix_outbox_created_at"))
        batch_op.create_index(
            batch_op.f("ix_outbox_recipient_created_at_state_fingerprint"),
            ["recipient", "created_at", "state", "fingerprint"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_outbox_thread_state"), ["thread", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_outbox_created_at_state"), ["created_at", "state"], unique=False)

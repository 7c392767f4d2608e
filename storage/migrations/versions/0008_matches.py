"""Work out to which rows an agreement belongs when it is asked, and store it no more"""

from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    with op.batch_alter_table("mous", schema=None) as batch_op:
        batch_op.drop_column("matched")

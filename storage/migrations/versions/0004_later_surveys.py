"""What only a later survey asks for has a place in its row"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    with op.batch_alter_table("cooperations", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("extra", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True)
        )

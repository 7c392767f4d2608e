"""Each value of a row keeps the address that it was read from"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    with op.batch_alter_table("cooperations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("places", sa.JSON(), nullable=True))

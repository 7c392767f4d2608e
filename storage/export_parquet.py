"""A data set as Parquet, with its types; loaded only when asked for."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from storage.export_rows import Table, Type

_TYPES = {
    Type.TEXT: pa.string(),
    Type.TEXTS: pa.list_(pa.string()),
    Type.NUMBER: pa.int64(),
    Type.TRUTH: pa.bool_(),
    Type.DAY: pa.date32(),
    Type.INSTANT: pa.timestamp("us", tz="Asia/Bangkok"),
}


def write(table: Table, path: Path) -> None:
    schema = pa.schema([(column.name, _TYPES[column.type]) for column in table.columns])
    columns = [
        pa.array([row[column.name] for row in table.rows], type=_TYPES[column.type])
        for column in table.columns
    ]
    pq.write_table(pa.table(columns, schema=schema), path)

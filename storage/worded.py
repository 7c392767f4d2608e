"""Statements that every mail asks, worded once for each kind of database and then handed to the driver as they stand.

SQLAlchemy words them, and converts what goes in and comes out by the columns' types; its bookkeeping around each
execution, which took more time than the database, is left out. Errors are therefore the driver's own.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Delete, Dialect, Insert, Select, Update, or_
from sqlalchemy.types import TypeEngine

Values = Mapping[str, Any]
_Convert = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class _Wording:
    """SQL of one kind of database.

    Attributes:
        names: The parameters in their order where the driver counts them, else None.
        given: Parameters that the statement itself gives, converted.
        into, out_of: How a parameter's or a column's value is converted; columns that need nothing are left out.
    """

    sql: str
    names: tuple[str, ...] | None
    given: Values
    into: Mapping[str, _Convert]
    out_of: tuple[tuple[int, _Convert], ...]

    def parameters(self, values: Values) -> Any:
        into = self.into
        converted = {name: into[name](value) if name in into else value for name, value in values.items()}
        asked = {**self.given, **converted}
        return asked if self.names is None else [asked[name] for name in self.names]

    def row(self, found: Sequence[Any]) -> tuple[Any, ...]:
        row = list(found)
        for place, convert in self.out_of:
            row[place] = convert(row[place])
        return tuple(row)


class Worded:
    """A statement whose parameters are all named (`bindparam`) and stand for one value each.

    Args:
        statement: An insert takes the names of its columns from the first row that it gets.
    """

    def __init__(self, statement: "Select[Any] | Insert | Update | Delete | Any") -> None:
        self._statement = statement
        self._wordings: dict[tuple[str, tuple[str, ...]], _Wording] = {}

    def all(self, connection: Connection, values: Values) -> list[tuple[Any, ...]]:
        """Every row that comes back."""
        wording = self._wording(connection, values)
        cursor = _cursor(connection)
        try:
            cursor.execute(wording.sql, wording.parameters(values))
            return [wording.row(found) for found in cursor.fetchall()]
        finally:
            cursor.close()

    def first(self, connection: Connection, values: Values) -> tuple[Any, ...] | None:
        """The first row that comes back."""
        return next(iter(self.all(connection, values)), None)

    def change(self, connection: Connection, values: Values) -> int:
        """How many rows were changed."""
        wording = self._wording(connection, values)
        cursor = _cursor(connection)
        try:
            cursor.execute(wording.sql, wording.parameters(values))
            changed: int = cursor.rowcount
            return changed
        finally:
            cursor.close()

    def each(self, connection: Connection, rows: Sequence[Values]) -> None:
        """Once for each row of values; all have the same names."""
        if not rows:
            return
        wording = self._wording(connection, rows[0])
        cursor = _cursor(connection)
        try:
            cursor.executemany(wording.sql, [wording.parameters(row) for row in rows])
        finally:
            cursor.close()

    def _wording(self, connection: Connection, values: Values) -> _Wording:
        names = tuple(values)
        key = (connection.dialect.name, names)
        if key not in self._wordings:
            self._wordings[key] = _worded(self._statement, connection.dialect, names)
        return self._wordings[key]


def one_of(column: Any, values: Iterable[Any]) -> ColumnElement[bool]:
    """Whether a column holds one of a few fixed values, each worded as a parameter of its own."""
    return or_(*(column == value for value in values))


def _cursor(connection: Connection) -> Any:
    if not connection.in_transaction():
        connection.begin()
    return connection.connection.cursor()


def _worded(statement: Any, dialect: Dialect, names: tuple[str, ...]) -> _Wording:
    compiled = statement.compile(dialect=dialect, column_keys=list(names))
    if compiled.post_compile_params or compiled.literal_execute_params:
        raise TypeError(f"a parameter stands for several values: {compiled}")
    into = {
        name: convert
        for name, parameter in compiled.binds.items()
        if (convert := _type(parameter.type, dialect).bind_processor(dialect)) is not None
    }
    given = {
        name: into[name](value) if name in into else value
        for name, value in compiled.params.items()
        if value is not None and name not in names
    }
    # What Python gives where nobody else does.
    given |= {column.key: column.default.arg for column in compiled.insert_prefetch}
    columns = getattr(statement, "exported_columns", ())
    out_of = tuple(
        (place, convert)
        for place, column in enumerate(columns)
        if (convert := _type(column.type, dialect).result_processor(dialect, None)) is not None
    )
    positions = compiled.positiontup
    missing = compiled.binds.keys() - given.keys() - set(names)
    return _Wording(
        str(compiled),
        tuple(positions) if positions is not None else None,
        {**dict.fromkeys(missing), **given},
        into,
        out_of,
    )


def _type(declared: TypeEngine[Any], dialect: Dialect) -> TypeEngine[Any]:
    return declared.dialect_impl(dialect)

"""Column types, declared once: aware UTC instants, enums as text, text and JSON that any database takes."""

import hashlib
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Integer, String, Text, TypeDecorator
from sqlalchemy.orm import mapped_column
from sqlalchemy.types import TypeEngine


class UtcInstant(TypeDecorator[datetime]):
    """A moment. Aware in, aware UTC out; SQLite keeps it as naive UTC text, which sorts as time does.

    Raises:
        ValueError: If a naive datetime is to be stored.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive datetime: {value}")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# PostgreSQL refuses U+0000 in text, and neither takes half a surrogate pair: a subject may hold both.
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def storable(text: str) -> str:
    """The text with U+FFFD for each character that no database takes."""
    return text if text.isascii() and "\0" not in text else _UNSTORABLE.sub("\ufffd", text)


class CleanText(TypeDecorator[str]):
    """Text from outside, made storable by `storable`."""

    impl = Text
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[str | None], str | None]:
        # Not by process_bind_param: with a hundred texts a mail the calls around it cost more than the cleaning.
        return _clean_text


def _clean_text(value: str | None) -> str | None:
    return None if value is None else storable(value)


LONGEST_KEY = 500


class KeyText(TypeDecorator[str]):
    """Text that an index holds, made storable, cut where it is overlong, with its SHA-256 behind it.

    PostgreSQL refuses index entries over about 2,700 bytes, and a hostile Message-ID has more.
    """

    impl = Text
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[str | None], str | None]:
        return _key_text


def _key_text(value: str | None) -> str | None:
    text = _clean_text(value)
    if text is None or len(text) <= LONGEST_KEY:
        return text
    return f"{text[:200]}#{hashlib.sha256(text.encode()).hexdigest()}"


def dumps(value: Any) -> str:
    """JSON text that both databases take."""
    text = _encode(value)
    if "\\u0000" in text or (not text.isascii() and _UNSTORABLE.search(text)):
        text = _encode(_clean(value))
    return text


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {storable(key): _clean(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(item) for item in value]
    return value


class EnumText(TypeDecorator[StrEnum]):
    """An enum's values as plain text; a new value needs no migration.

    Raises:
        ValueError: If something else is to be stored or was found.
    """

    impl = String(20)
    cache_ok = True

    def __init__(self, enum: type[StrEnum]) -> None:
        super().__init__()
        self.enum = enum

    # Not by process_bind_param, as above: a look into a table costs a tenth of making the member again.
    def bind_processor(self, dialect: Dialect) -> Callable[[str | None], str | None]:
        known: dict[str | None, str | None] = {member: member.value for member in self.enum} | {None: None}
        return lambda value: known[value] if value in known else self.enum(str(value)).value

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[str | None], StrEnum | None]:
        known: dict[str | None, StrEnum | None] = {member.value: member for member in self.enum} | {
            None: None
        }
        return lambda value: known[value] if value in known else self.enum(str(value))


class IndexedJson(TypeDecorator[list[Any]]):
    """JSON that SQL can look into: PostgreSQL's JSONB, loaded only where that is the database, and else plain JSON."""

    impl = JSON
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name != "postgresql":
            return dialect.type_descriptor(JSON())
        from sqlalchemy.dialects.postgresql import JSONB

        return dialect.type_descriptor(JSONB())


# SQLite numbers rows by itself only where the type is INTEGER.
BIG = BigInteger().with_variant(Integer(), "sqlite")
Id = Annotated[int, mapped_column(BIG, primary_key=True)]
Big = Annotated[int, mapped_column(BIG)]
Sha256 = Annotated[str, mapped_column(String(64))]
Instant = Annotated[datetime, mapped_column(UtcInstant)]
Words = Annotated[str, mapped_column(CleanText)]
Key = Annotated[str, mapped_column(KeyText)]
Name = Annotated[str, mapped_column(String(80))]
# A list is JSONB, so that SQL can look into it; a document is JSON, which keeps the order of its keys.
ListJson = Annotated[list[Any], mapped_column(IndexedJson)]
DocumentJson = Annotated[dict[str, Any], mapped_column(JSON())]

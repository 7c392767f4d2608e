"""Which store a configuration means. A new kind of place for raw mail is one module and a line here."""

from pathlib import Path

from storage.raw_mail import RawMail
from storage.raw_store import ObjectSettings, RawStore


def open_raw(place: str | Path, settings: ObjectSettings | None = None) -> RawStore:
    """The store of a configuration: a folder, or `s3://bucket/prefix`. Nothing is opened yet.

    Raises:
        RawStoreUnavailableError: It is another kind of place.
    """
    if "://" not in str(place):
        return RawMail(place)
    from storage.raw_objects import RawObjects

    return RawObjects(str(place), settings or ObjectSettings())

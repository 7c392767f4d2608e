"""Reading a mail file by file, after reading it whole ended its child: only the file that did it is lost."""

from dataclasses import replace

from ingest.context import Context
from ingest.reading import FileCame, MessageRead, outline, read_part
from parsers.refused import FileTooComplex, FileTooLarge
from parsers.sandbox import ReadingFailed
from survey.model import Case, Document, Kind


def read_piece_by_piece(context: Context, sha256: str, case: Case) -> MessageRead:
    """What `read_message` would give, each attachment in a call of its own.

    An attachment that ends its child twice is `file_too_complex`: our limit, held for the coordinator.
    """
    path = str(context.raw.path(sha256))
    try:
        whole = context.sandbox.call(outline, path, case)
    except ReadingFailed as failed:
        if failed.is_our_bug:
            raise
        finding = FileTooComplex().finding("mail.eml")
        refused = Document("mail.eml", sha256, Kind.UNREADABLE, None, (finding,), could_be_form=True)
        return MessageRead((refused,), (), "", "")
    documents = list(whole.documents)
    for index in range(-1, len(whole.files)):
        try:
            documents += context.sandbox.call(read_part, path, index, case, context.limits)
        except ReadingFailed as failed:
            if failed.is_our_bug:
                raise
            documents.append(_too_complex(whole.files, index, sha256))
    return replace(whole, documents=tuple(documents))


def too_large(sha256: str, limit_mb: int) -> MessageRead:
    """What is said of a mail that is over the limit: kept on disk, never read."""
    finding = FileTooLarge(limit=f"{limit_mb} MB").finding("mail.eml")
    refused = Document("mail.eml", sha256, Kind.UNREADABLE, None, (finding,), could_be_form=True)
    return MessageRead((refused,), (), "", "")


def _too_complex(files: tuple[FileCame, ...], index: int, sha256: str) -> Document:
    name, digest = ("body", sha256) if index < 0 else (files[index].name, files[index].sha256)
    finding = FileTooComplex().finding(name)
    return Document(name, digest, Kind.UNREADABLE, None, (finding,), could_be_form=True)

"""Which mailbox a configuration or a path means. A new kind of mailbox is one module and a line here."""

from pathlib import Path

from ingest.config import Config
from ingest.mailboxes import LoginRefused, Mailbox, MailboxLost
from ingest.problems import ConfigError
from ingest.settings import imap_settings

MB = 1024 * 1024


def open_configured(config: Config) -> Mailbox:
    """The configured mailbox, not opened yet.

    Raises:
        ConfigError: There is none.
    """
    settings = config.mailbox
    if settings is None:
        raise ConfigError("mailbox: not configured; `samruat ingest PATH` needs none")
    if settings.backend == "maildir":
        from ingest.mailboxes.maildir import MaildirMailbox

        return MaildirMailbox(settings.path)
    from ingest.mailboxes.imap import ImapMailbox

    return ImapMailbox(imap_settings(settings), config.limits.message_mb * MB, settings.daily_mb * MB)


def open_path(path: Path) -> Mailbox:
    """Mail on disk: a Maildir, a folder of .eml files, an mbox, or one mail; told by what is there.

    Raises:
        FileNotFoundError: Nothing is there.
    """
    if path.is_dir() and ((path / "cur").is_dir() or (path / "new").is_dir()):
        from ingest.mailboxes.maildir import MaildirMailbox

        return MaildirMailbox(path)
    if path.is_dir():
        from ingest.mailboxes.eml import EmlFiles

        return EmlFiles(path)
    with path.open("rb") as file:
        is_mbox = file.read(5) == b"From "
    if is_mbox:
        from ingest.mailboxes.mbox import MboxFile

        return MboxFile(path)
    from ingest.mailboxes.eml import EmlFiles

    return EmlFiles(path)


def find_in_sent(config: Config, message_id: str) -> bool:
    """Whether a mail with that Message-ID stands in the mailbox's folder of sent mail.

    Raises:
        OSError: The mailbox can't be asked.
    """
    settings = config.mailbox
    if settings is None or settings.backend != "imap":
        return False
    from ingest.mailboxes.imap import ImapMailbox

    mailbox = ImapMailbox(imap_settings(settings))
    try:
        return mailbox.find_in_sent(message_id)
    except (MailboxLost, LoginRefused) as error:
        raise OSError(str(error)) from error
    finally:
        mailbox.close()

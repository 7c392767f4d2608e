"""Whatever a run leaves with personal data in it is for its user alone."""

from pathlib import Path

from make.desk import desk, office

from ingest.backup import back_up
from ingest.demo.forms import rows, workbook
from ingest.demo.mails import Attachment


def open_to_others(folder: Path) -> list[str]:
    """What others could get at: open itself, and in no folder that is closed."""
    found = []
    for path in folder.iterdir():
        if path.stat().st_mode & 0o077:
            found.append(f"{path.relative_to(folder)} {path.stat().st_mode & 0o777:o}")
            found += open_to_others(path) if path.is_dir() else []
    return found


def test_database_raw_mail_answers_and_backup_are_for_the_services_user_alone(tmp_path: Path) -> None:
    place = tmp_path / "place"
    place.mkdir(0o700)
    with desk(place) as at:
        given = set(place.rglob("*"))
        at.receive(office("น่าน"), Attachment("a.xlsx", workbook("น่าน", rows("น่าน", 2))))
        given |= set((place / "mailbox").rglob("*"))
        back_up(at.context.config, place / "backup", config_path=place / "samruat.toml")
        for path in given:
            if path.exists():
                path.chmod(0o700 if path.is_dir() else 0o600)
        assert open_to_others(place) == []
        made = {path.relative_to(place).parts[0] for path in place.rglob("*")}
        assert {"raw", "samruat.db", "backup", "answers"} <= made

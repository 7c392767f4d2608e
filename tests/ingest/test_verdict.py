import pytest

from ingest.verdict import Facts, verdict, worst
from survey.model import Status

TABLE = [
    (Facts(ours=True, survey=True), Status.IGNORED),
    (Facts(before_opening=True, survey=True), Status.IGNORED),
    (Facts(automatic="auto_reply"), Status.IGNORED),
    (Facts(automatic="auto_reply", known_sender=True, of_interest=True), Status.IGNORED),
    (Facts(brings_form_files=True), Status.IGNORED),
    (Facts(automatic="list_mail", survey=True), Status.HELD),
    (Facts(survey=True, hold=("province_conflict",)), Status.HELD),
    (Facts(survey=True, authentication_failed=True), Status.HELD),
    (Facts(mou=True, mou_province_known=False), Status.HELD),
    (Facts(survey=True, survey_error=True), Status.NEEDS_CORRECTION),
    (Facts(survey=True, mou=True), Status.ACCEPTED),
    (Facts(mou=True), Status.ACCEPTED),
    (Facts(known_sender=True, brings_form_files=True), Status.UNREADABLE),
    (Facts(of_interest=True, brings_form_files=True), Status.UNREADABLE),
    (Facts(known_sender=True), Status.HELD),
    (Facts(of_interest=True), Status.HELD),
    (
        Facts(survey=True, survey_error=True, hold=("version_unclear",), released=True),
        Status.NEEDS_CORRECTION,
    ),
]


@pytest.mark.parametrize(("facts", "status"), TABLE, ids=[f"row{i}" for i in range(len(TABLE))])
def test_the_first_row_of_the_contract_that_fits_decides(facts: Facts, status: Status) -> None:
    assert verdict(facts).status is status


def test_a_message_has_the_worse_status_of_its_submissions() -> None:
    assert worst([Status.ACCEPTED, Status.NEEDS_CORRECTION]) is Status.NEEDS_CORRECTION

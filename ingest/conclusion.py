"""One read message to what is stored of it: records, status, and the submissions' places among the versions."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from ingest import copies
from ingest.assembly import Draft, with_copies_marked
from ingest.context import Context
from ingest.contradiction import contradictions
from ingest.evidence import Evidence
from ingest.mou_rows import about_mous, mous_of
from ingest.verdict import Facts, Verdict, verdict, worst
from storage.messages import Message
from storage.placing import SEEN
from storage.records import StoredFile, StoredRow, StoredSubmission, current_of, pair
from storage.records import Version as StoredVersion
from storage.unit_of_work import UnitOfWork
from storage.words import SubmissionKind
from survey.findings import Severity
from survey.jsonl import document_json
from survey.model import Document, Kind, Status
from survey.submission import ROWS_VANISHED, VERSION_UNCLEAR, weighed, without_waived
from survey.versions import (
    UNCLEAR,
    Change,
    Placement,
    Step,
    Version,
    change,
    letter_says_part,
    place,
    place_released,
    says_part,
)


@dataclass(frozen=True, slots=True)
class Concluded:
    """A submission with its status, as it will be stored and told.

    Attributes:
        waits_already: What it repeats waits for the coordinator: one decision is enough for both.
    """

    draft: Draft
    verdict: Verdict
    stored: StoredSubmission
    repeats: str | None = None
    replaces: str | None = None
    change: Change | None = None
    documents: tuple[Document, ...] = ()
    contradicted: tuple[str, ...] = ()
    if_released: Placement | None = None
    waits_already: bool = False


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What a message came to. `reference` is None where it is ignored."""

    status: Status
    reason: str
    late: bool
    submissions: tuple[Concluded, ...] = field(default=())

    @property
    def reference(self) -> str | None:
        return self.submissions[0].stored.reference if self.submissions else None


def conclude(
    context: Context,
    work: UnitOfWork,
    message: Message,
    documents: tuple[Document, ...],
    made: list[Draft],
    evidence: Evidence,
) -> Conclusion:
    """Decide on every submission of a message and store it; nothing is committed here."""
    documents = with_copies_marked(documents, made)
    late = evidence.received_on > context.config.survey.deadline
    before = work.submissions.of_message(message.sha256) if message.status is not None else []
    known = {v.ordinal: v for v in before}
    verdicts = [
        _decided(work, known.get(ordinal)) or _verdict(context, draft, documents, evidence)
        for ordinal, draft in enumerate(made)
    ]
    if all(v.status is Status.IGNORED for v in verdicts):
        if known:
            work.submissions.retire_after(message.sha256, -1)
        return Conclusion(Status.IGNORED, verdicts[0].reason, late)
    # All provinces before the first reference, in one order: two workers must not wait for each other.
    for province in sorted({draft.province for draft in made if draft.province}):
        work.submissions.lock_province(province)
    concluded = []
    first_time = message.status is None
    ids: dict[int, int] = {}
    for ordinal, (draft, first) in enumerate(zip(made, verdicts, strict=True)):
        one = _Placing(context, work, message, documents, evidence, late).submission(
            ordinal, draft, first, known.get(ordinal)
        )
        ids[ordinal] = work.submissions.add(one.stored, context.now(), first_time=first_time)
        concluded.append(one)
    if len(known) > len(concluded):
        work.submissions.retire_after(message.sha256, len(concluded) - 1)
    _store_files(work, message, documents, concluded, ids)
    for one in concluded:
        counts = one.stored.status in (Status.ACCEPTED, Status.NEEDS_CORRECTION)
        is_new = counts and one.stored.province is not None and one.repeats is None
        if is_new and copies.take_anew(work, message, one.draft, documents, context.now()):
            context.begin_anew = True
    if message.status is Status.HELD:
        done = (one.stored.reference for one in concluded if one.verdict.status is not Status.HELD)
        copies.reopen_waiting(work, done, context.now())
    status = worst([one.verdict.status for one in concluded])
    reason = next(one.verdict.reason for one in concluded if one.verdict.status is status)
    return Conclusion(status, reason, late, tuple(concluded))


def _decided(work: UnitOfWork, known: StoredVersion | None) -> Verdict | None:
    """A coordinator's no stands before everything (contract, section 6), however often the mail is read."""
    decision = work.decisions.standing(known.reference) if known else None
    if decision is None or decision.what == "release":
        return None
    return Verdict(Status.REJECTED, "decision")


def _verdict(context: Context, draft: Draft, documents: tuple[Document, ...], evidence: Evidence) -> Verdict:
    own = [documents[i] for i in draft.documents]
    surveys = [d for d in own if d.kind is Kind.SURVEY]
    findings = [*draft.findings, *(f for d in own for f in d.findings)]
    facts = Facts(
        ours=evidence.ours,
        automatic=evidence.automatic,
        before_opening=evidence.received_on < context.config.survey.opens_on,
        authentication_failed=evidence.authentication_failed,
        survey=bool(surveys),
        survey_error=any(f.severity is Severity.ERROR for d in surveys for f in d.findings),
        mou=any(d.kind is Kind.MOU for d in own),
        mou_province_known=draft.province is not None,
        hold=(
            *(["virus_found"] if evidence.virus else []),
            *dict.fromkeys(f.code for f in findings if f.severity is Severity.HOLD),
        ),
        brings_form_files=any(d.could_be_form for d in documents),
        of_interest=evidence.of_interest,
        link=evidence.link,
        known_sender=evidence.known_sender,
        released=evidence.released,
    )
    return verdict(facts)


@dataclass(slots=True)
class _Placing:
    """Finds one submission's place among the versions of its province."""

    context: Context
    work: UnitOfWork
    message: Message
    documents: tuple[Document, ...]
    evidence: Evidence
    late: bool
    if_released: Placement | None = None

    def submission(
        self, ordinal: int, draft: Draft, first: Verdict, known: StoredVersion | None
    ) -> Concluded:
        placement: Placement | None = None
        replaced: list[StoredVersion] = []
        decided, findings = first, list(draft.findings)
        contradicted: list[str] = []
        repeats, waiting = self._met_before(draft, known if first.status is Status.REJECTED else None)
        if repeats is not None and first.status is not Status.REJECTED:
            decided = self._as_it_stands(repeats, draft, first)
        counts = first.status in (Status.ACCEPTED, Status.NEEDS_CORRECTION)
        is_survey = draft.kind in (SubmissionKind.SURVEY, SubmissionKind.NIL)
        if repeats is None and counts and is_survey and draft.province:
            placement, replaced = self._place(draft, first, known)
            if placement.step is Step.UNCLEAR:
                decided = Verdict(Status.HELD, VERSION_UNCLEAR.name)
                findings.append(VERSION_UNCLEAR.at(None, reference=self._current_reference(draft)))
            elif contradicted := self._contradictions(draft, placement):
                decided = Verdict(Status.HELD, "correction_contradicted")
                placement, replaced = None, []
        if waits_already := waiting is not None and decided.status is Status.HELD:
            repeats = waiting
        difference = self._change(draft, replaced) if replaced else None
        replaces = ", ".join(version.reference for version in replaced) or None
        if (gone := sum(version.rows for version in replaced) - len(draft.rows)) > 0 and replaced:
            findings.append(ROWS_VANISHED.at(None, reference=replaces, removed=gone))
        if decided.status in (Status.ACCEPTED, Status.NEEDS_CORRECTION) and repeats is None:
            findings += about_mous(self.work, draft, self.documents)
        allocate = self.work.submissions.allocate_reference
        reference = known.reference if known else allocate(self.evidence.received_on)
        told = weighed(findings, self._severities(draft))
        stored = StoredSubmission(
            reference=reference,
            message_sha256=self.message.sha256,
            ordinal=ordinal,
            kind=draft.kind,
            status=decided.status,
            received_at=self.message.received_at,
            uid=self.message.uid,
            province=draft.province,
            part=placement.part if placement else None,
            late=self.late,
            sender=self.message.from_address,
            reporter=draft.reporter,
            heading=draft.heading[:2000],
            rows=draft.rows,
            mous=mous_of(draft, self.documents),
            findings=told,
            answers=self.evidence.answers,
            repeats=repeats,
            token=known.token if known else secrets.token_hex(16),
        )
        own = tuple(self.documents[i] for i in draft.documents)
        if placement is not None and decided.status in (Status.ACCEPTED, Status.NEEDS_CORRECTION):
            self._absorb(draft, placement)
        draft = replace(draft, findings=told)
        return Concluded(
            draft, decided, stored, repeats, replaces, difference, own, tuple(contradicted), self.if_released,
            waits_already,
        )  # fmt: skip

    def _met_before(self, draft: Draft, decided: StoredVersion | None) -> tuple[str | None, str | None]:
        """As `copies.met_before`; a copy that was `decided` on together with what it repeats goes on repeating it."""
        if decided is not None:
            return decided.repeats, None
        return copies.met_before(self.work, self.message, draft, self.documents, self.evidence.same_mail)

    def _as_it_stands(self, repeats: str, draft: Draft, first: Verdict) -> Verdict:
        released = replace(self.evidence, released=True)
        taken_in = _verdict(self.context, draft, self.documents, released)
        return copies.as_it_stands(self.work, repeats, first, taken_in)

    def _contradictions(self, draft: Draft, placement: Placement) -> list[str]:
        """What it says against the coordinator's corrections of what it would replace."""
        if placement.step is not Step.REPLACES or self.evidence.released or draft.province is None:
            return []
        if not self.work.corrections.of_province(draft.province):
            return []
        mine = (self.message.received_at, self.message.uid)
        earlier = [
            v for v in self.work.submissions.versions(draft.province)
            if v.part == placement.part and (v.received_at, v.uid) < mine
        ]  # fmt: skip
        is_new = self.message.status in (None, Status.HELD, Status.FAILED)
        received_at = None if is_new else self.message.received_at
        return contradictions(self.work, earlier, draft.rows, received_at)

    def _severities(self, draft: Draft) -> Mapping[str, Severity]:
        return without_waived(self.context.config.rules, self.evidence.waived, draft.province)

    def _absorb(self, draft: Draft, placement: Placement) -> None:
        """Every version of the parts that it holds as well becomes an older version of its own part."""
        if not placement.absorbs or draft.province is None:
            return
        self.work.submissions.absorb(draft.province, placement.absorbs, placement.part)

    def _place(
        self, draft: Draft, first: Verdict, known: StoredVersion | None
    ) -> tuple[Placement, list[StoredVersion]]:
        assert draft.province is not None
        mine = (self.message.received_at, self.message.uid)
        sha256, answers = self.message.sha256, self.evidence.answers
        others = self.work.submissions.around(draft.province, *mine, other_than=sha256, answers=answers)
        if self.message.status in (None, Status.FAILED):
            self._place_anew(draft.province, [v for v in others if (v.received_at, v.uid) > mine])
        everything = [v for v in others if v.part is not None]
        earlier = [v for v in everything if (v.received_at, v.uid) < mine]
        references = {v.reference: v.id for v in everything}
        new = self._as_version(draft, first, references)
        placed = [_placed(v) for v in earlier]
        placement = place(new, placed)
        if placement == UNCLEAR:
            self.if_released = place_released(new, placed)
            placement = self.if_released if self.evidence.released else UNCLEAR
        later = [v for v in everything if (v.received_at, v.uid) > mine]
        if placement.step in (Step.FIRST, Step.ADDED):
            placement = replace(placement, part=_part_of_its_own(new, known, earlier, later))
        counted = {v.part: v for v in current_of(earlier)}
        parts = (placement.part, *placement.absorbs) if placement.replaces is not None else ()
        return placement, [counted[part] for part in parts if part in counted]

    def _place_anew(self, province: str, later: Sequence[StoredVersion]) -> None:
        """Mails count in the order of receipt: what came after this one was placed without it.

        That may have moved what came before it as well, so all of the province is placed anew, from the first on.
        """
        done = {v.message_sha256 for v in later if _is_placed(v)}
        if done and self.work.messages.reopen(done, self.context.now(), only_done=True):
            everything = {v.message_sha256 for v in self.work.submissions.versions(province) if _is_placed(v)}
            others = everything - done - {self.message.sha256}
            self.work.messages.reopen(others, self.context.now(), only_done=True)
            self.context.begin_anew = True

    def _as_version(self, draft: Draft, first: Verdict, references: dict[str, int]) -> Version:
        province = draft.province
        names = [self.documents[i].file for i in draft.documents]
        evidence = self.evidence
        says = (
            evidence.subordinate
            or says_part(province, [evidence.subject, draft.heading, *names])
            or letter_says_part(province, evidence.letter)
        )
        return Version(
            id=0,
            received_at=self.message.received_at,
            uid=self.message.uid,
            sender=self.message.from_address or "",
            accepted=first.status is Status.ACCEPTED,
            nil=draft.kind is SubmissionKind.NIL,
            pairs=frozenset(_pair(stored) for stored in draft.rows),
            answers=references.get(self.evidence.answers or ""),
            of_record=province in self.evidence.sender_provinces,
            proven=self.evidence.may_speak_for(province),
            in_thread=self.evidence.by_token,
            subordinate=self.evidence.subordinate,
            says_part=says,
        )

    def _current_reference(self, draft: Draft) -> str:
        assert draft.province is not None
        return ", ".join(v.reference for v in self.work.submissions.current(draft.province))

    def _change(self, draft: Draft, replaced: Sequence[StoredVersion]) -> Change:
        old = [stored.row for version in replaced for stored in self.work.submissions.rows(version.id)]
        return change(old, draft.cooperations)


def _is_placed(version: StoredVersion) -> bool:
    return version.kind in (SubmissionKind.SURVEY, SubmissionKind.NIL) and version.status in SEEN


def _part_of_its_own(
    new: Version,
    known: StoredVersion | None,
    earlier: Sequence[StoredVersion],
    later: Sequence[StoredVersion],
) -> int:
    """The number that it had; or that of a later version which looks like it, since that one replaces it; or a new one."""
    taken = {version.part for version in earlier}
    if known is not None and known.part is not None and known.part not in taken:
        return known.part
    alike = {v.part: len(v.pairs & new.pairs) for v in later if v.part is not None and v.part not in taken}
    best = max(alike, key=lambda part: alike[part], default=0)
    if best and alike[best]:
        return best
    return max((v.part for v in (*earlier, *later) if v.part is not None), default=0) + 1


def _pair(stored: StoredRow) -> tuple[str, str]:
    host = stored.row.host
    return pair(stored.row.service, host.name if host else None, host.code if host else None)


def _placed(version: StoredVersion) -> Version:
    return Version(
        id=version.id,
        received_at=version.received_at,
        uid=version.uid,
        sender=version.sender or "",
        accepted=version.status is Status.ACCEPTED,
        nil=version.kind is SubmissionKind.NIL,
        pairs=version.pairs,
        part=version.part,
    )


def _store_files(
    work: UnitOfWork,
    message: Message,
    documents: tuple[Document, ...],
    concluded: list[Concluded],
    ids: dict[int, int],
) -> None:
    home = {i: ordinal for ordinal, one in enumerate(concluded) for i in one.draft.documents}
    files = [
        StoredFile(d.file, d.sha256, d.kind.value, d.source, document_json(d), d.findings, home.get(i))
        for i, d in enumerate(documents)
    ]
    work.submissions.add_files(message.sha256, files, ids, first_time=message.status is None)

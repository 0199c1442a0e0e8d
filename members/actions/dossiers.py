"""What belongs to no single row: loading the papers asked for, copying a dossier."""

import csv
import hashlib
from pathlib import Path

from django.contrib.admin.models import CHANGE, LogEntry
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from federation.lifecycle import MoveRefused
from federation.models import Document, LegalBasis
from federation.uploads import original_name
from members.models import (
    EFFECTS,
    Branch,
    BranchRequest,
    DecisionTemplate,
    DossierFile,
    DossierItem,
    DossierRequirement,
    ProposedMember,
    copy_seats,
)
from members.models.founding import words_of

COPIED = [
    *("association", "kind", "branch", "name", "english_name", "unit_type"),
    *("host_kind", "host_name", "place", "member_total", "about", "grounds"),
    *("wished_on", "resume_planned_on", "term_end_year", "successor", "receiver"),
    *("contact_name", "contact_email"),
]
FLAGS = {"yes": True, "no": False}


@transaction.atomic
def load_requirements(path) -> dict[str, list]:
    """Load the papers of a CSV file; a bad row refuses that row only.

    Columns: kind, code, title_vi, title_en, help_vi, help_en, required (yes or no),
    consent (yes, no or no such column), order. A paper that exists is left as staff
    have worded it.
    Returns {"created": […], "unchanged": […], "refused": […]}, each a list of codes;
    a refused one is (line, column, reason).
    """
    report = {"created": [], "unchanged": [], "refused": []}
    with Path(path).open(encoding="utf-8", newline="") as file:
        for line, row in enumerate(csv.DictReader(file), start=2):
            problem = _problem(row)
            if problem:
                report["refused"].append((line, *problem))
            else:
                report[_load_requirement(row)].append(row["code"])
    return report


def _problem(row) -> tuple[str, str] | None:
    if row["kind"] not in BranchRequest.Kind.values:
        return "kind", f"unknown kind {row['kind']!r}"
    for name in ("required", "consent"):
        if row.get(name, "no") not in FLAGS:
            return name, "yes or no"
    if not row["order"].isdecimal():
        return "order", "a whole number"
    for name in ("code", "title_vi"):
        if not row[name].strip():
            return name, "empty"
    return None


def _load_requirement(row) -> str:
    fields = {
        name: row[name] for name in ("title_vi", "title_en", "help_vi", "help_en")
    }
    fields |= {
        "is_required": FLAGS[row["required"]],
        "is_consent": FLAGS[row.get("consent", "no")],
        "display_order": int(row["order"]),
    }
    _requirement, is_new = DossierRequirement.objects.get_or_create(
        kind=row["kind"], code=row["code"], association=None, defaults=fields
    )
    return "created" if is_new else "unchanged"


@transaction.atomic
def load_templates(path) -> dict[str, list]:
    """Load the wording of decisions from a CSV file, one row for each deciding body.

    `statutes` holds numbers of legal texts, separated by semicolons. What is there
    is left as staff have worded it. Returns what `load_requirements` returns.
    """
    report = {"created": [], "unchanged": [], "refused": []}
    with Path(path).open(encoding="utf-8", newline="") as file:
        for line, row in enumerate(csv.DictReader(file), start=2):
            numbers = [part.strip() for part in row.pop("statutes").split(";")]
            statutes = LegalBasis.objects.filter(code__in=filter(None, numbers))
            key = {name: row.pop(name) for name in ("deciding_body", "kind")}
            if len(statutes) < len([number for number in numbers if number]):
                report["refused"].append((line, "statutes", "a text is not known"))
                continue
            template, is_new = DecisionTemplate.objects.get_or_create(
                association=None, **key, defaults=row
            )
            if is_new:
                template.statutes.set(statutes)
            report["created" if is_new else "unchanged"].append(str(template))
    return report


@transaction.atomic
def start_request(request: BranchRequest, *, by) -> BranchRequest:
    """Save a new draft with today's settings and the papers it needs.

    Of two open ones about the same, the second is refused in words.
    """
    request.created_by = by
    request.keep_settings()
    save_once(request)
    request.take_items()
    return request


def save_once(request: BranchRequest) -> None:
    """Save it unless there is an open one about the same, however fast one clicks."""
    try:
        with transaction.atomic():
            request.save()
    except IntegrityError as error:
        raise MoveRefused(words_of(error, BranchRequest)) from None


@transaction.atomic
def begin_request(branch: Branch, kind: str, *, by) -> BranchRequest:
    """A draft about a branch that is there, filled with what is known of it."""
    effect = EFFECTS[kind]
    if not effect.may_begin(branch):
        raise MoveRefused(_("The state of the branch does not allow this any more."))
    mine = BranchRequest.objects.open().filter(association=branch.association)
    open_one = mine.filter(branch=branch, kind=kind).first()
    if open_one:
        return open_one
    request = BranchRequest(association=branch.association, branch=branch, kind=kind)
    effect.begin(request)
    start_request(request, by=by)
    if effect.committee and branch.committee:
        copy_seats(branch.committee.seats.sitting().in_order(), request=request)
    return request


def add_people(request: BranchRequest, people: list[ProposedMember]) -> int:
    """Put checked people at the end of the list; the caller holds the dossier."""
    last = request.proposed.order_by("-display_order").first()
    start = last.display_order if last else 0
    for number, person in enumerate(people, start=start + 1):
        person.display_order = number
    return len(ProposedMember.objects.bulk_create(people))


@transaction.atomic
def attach(item: DossierItem, upload, *, by) -> DossierFile:
    """Put a checked file under a paper; one that was submitted before is kept."""
    fingerprint = hashlib.sha256()
    for chunk in upload.chunks():
        fingerprint.update(chunk)
    upload.seek(0)
    before = item.file
    item.file = DossierFile.objects.create(
        item=item,
        file=upload,
        original_name=original_name(upload),
        size=upload.size,
        sha256=fingerprint.hexdigest(),
        uploaded_by=by,
    )
    item.state = DossierItem.State.PENDING
    item.checked_by = item.checked_at = None
    item.save(update_fields=["file", "state", "checked_by", "checked_at"])
    if before is not None:
        _drop_unsubmitted(before)
    return item.file


@transaction.atomic
def detach(item: DossierItem) -> None:
    """Take the file from a paper again."""
    before, item.file = item.file, None
    item.state = DossierItem.State.PENDING
    item.checked_by = item.checked_at = None
    item.save(update_fields=["file", "state", "checked_by", "checked_at"])
    if before is not None:
        _drop_unsubmitted(before)


def _drop_unsubmitted(file: DossierFile) -> None:
    if not file.revisions.exists():
        _forget(file.file)
        file.delete()


def _forget(stored) -> None:
    """Row first, file after commit; what a crash leaves behind harms nobody."""

    def remove():
        stored.storage.delete(stored.name)

    transaction.on_commit(remove, robust=True)


@transaction.atomic
def delete_draft(request: BranchRequest) -> None:
    """Delete a draft with its files."""
    request.refresh_from_db(from_queryset=BranchRequest.objects.select_for_update())
    if request.status != BranchRequest.Status.DRAFT:
        raise MoveRefused(_("Only a draft is deleted; a submitted one is withdrawn."))
    for file in DossierFile.objects.filter(item__request=request):
        _forget(file.file)
    request.delete()


@transaction.atomic
def copy_request(request: BranchRequest, *, by) -> BranchRequest:
    """A new draft with the same content, committee and files."""
    if request.status not in BranchRequest.COPYABLE:
        raise MoveRefused(_("Only a closed dossier is copied to a new draft."))
    draft = BranchRequest(
        copied_from=request,
        is_demo=request.is_demo,
        **{name: getattr(request, name) for name in COPIED},
    )
    draft.effect.check(draft)
    start_request(draft, by=by)
    copy_seats(request.seats.in_order(), request=draft)
    ProposedMember.objects.bulk_create(
        ProposedMember(
            request=draft,
            **{name: getattr(person, name) for name in (
                *("name", "birth_year", "occupation", "address", "folded"),
                "display_order",
            )},
        )
        for person in request.proposed.in_order()
    )  # fmt: skip
    files = {item.code: item.file for item in request.items.select_related("file")}
    for item in draft.items.all():
        if before := files.get(item.code):
            _copy_file(item, before, by)
    return draft


def _copy_file(item, before: DossierFile, by) -> None:
    try:
        with before.file.open("rb") as stored:
            content = ContentFile(stored.read(), name=before.original_name)
    except FileNotFoundError:
        return
    attach(item, content, by=by)


@transaction.atomic
def file_scan(request: BranchRequest, *, by, file, publish: bool) -> None:
    """The signed scan becomes the file of the decision; published only if asked."""
    decision = request.decision
    decision.file = file
    decision.access = Document.Access.PUBLIC if publish else decision.access
    decision.save(update_fields=["file", "access"])
    LogEntry.objects.log_actions(
        by.pk, [decision], CHANGE, _("signed scan"), single_object=True
    )

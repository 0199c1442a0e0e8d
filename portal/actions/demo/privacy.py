"""Sample answers, requests about data and breaches, taken by the real steps."""

from datetime import timedelta

from django.utils import timezone

from federation.models import Breach, Consent, ConsentText, DataRequest, Person


def make_privacy(entries: dict, users: dict, rows) -> None:
    """What the data protection officer finds on the desk; what is there is left."""
    officer = users["dpo"]
    for name, make in (
        ("wordings", make_wording),
        ("consents", make_consent),
        ("requests", make_request),
        ("breaches", make_breach),
    ):
        for entry in entries[name]:
            if row := make(dict(entry), officer):
                rows.made[row._meta.label] += 1


def make_wording(entry: dict, officer) -> ConsentText | None:
    """Only while the office has not written its own."""
    if ConsentText.objects.filter(purpose=entry["purpose"]).exists():
        return None
    day = timezone.localdate() - timedelta(days=365)
    return ConsentText.objects.create(valid_from=day, is_demo=True, **entry)


def make_consent(entry: dict, officer) -> Consent | None:
    """A person without a public page, what they were asked, and what they said."""
    person = Person.objects.filter(is_demo=True, full_name=entry["person"]).first()
    if person is None:
        person = Person.objects.make_private(entry["person"])
        Person.objects.filter(pk=person.pk).update(is_demo=True)
    text = ConsentText.objects.filter(purpose=entry["purpose"]).first()
    same = Consent.objects.filter(is_demo=True, person=person, text=text)
    if text is None or same.exists():
        return None
    consent = Consent(
        person=person,
        text=text,
        language="vi",
        answer=entry["answer"],
        channel=entry["channel"],
        note=entry["note"],
        given_at=timezone.now() - timedelta(days=entry["days_ago"]),
        is_demo=True,
    )
    consent.record(by=officer)
    if entry.get("withdrawn"):
        consent.withdraw(by=officer)
    return consent


def make_request(entry: dict, officer) -> DataRequest | None:
    same = DataRequest.objects.filter(is_demo=True, name=entry["name"])
    if same.filter(kind=entry["kind"]).exists():
        return None
    day = timezone.localdate() - timedelta(days=entry.pop("days_ago"))
    is_answered = bool(entry.get("outcome"))
    request = DataRequest(received_on=day, is_demo=True, **entry)
    request.receive()
    if is_answered:
        request.acknowledge(by=officer)
        request.settle(by=officer)
    return request


def make_breach(entry: dict, officer) -> Breach | None:
    if Breach.objects.filter(is_demo=True, title=entry["title"]).exists():
        return None
    found = timezone.now() - timedelta(hours=entry.pop("hours_ago"))
    moves = entry.pop("moves", [])
    breach = Breach(detected_at=found, is_demo=True, **entry)
    breach.detect(by=officer)
    for move in moves:
        getattr(breach, move)(by=officer)
    return breach

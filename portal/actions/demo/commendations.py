"""Sample rounds of commendation, taken by the real steps to where each shall stand."""

from datetime import date, timedelta

from django.utils import timezone

from awards import actions
from awards.models import (
    CertificateDesign,
    CommendationForm,
    CommendationRound,
    CommendationType,
    CouncilRules,
    Nomination,
)
from federation.models import Appointment, Body, Country, Organization, Person
from federation.sortkey import free_slug
from portal.actions.demo.dossiers import paper

SECRETARIES = ("association_secretary", "association_secretary_2")


def make_commendations(data: dict, organizations: dict, users: dict, rows) -> None:
    """One round that takes nominations, one on public notice, one layout."""
    make_layout(data["fields"])
    by_office = seat_council(data["council"], users)
    for entry in data["rounds"]:
        if CommendationRound.objects.filter(slug=entry["slug"]).exists():
            continue
        round_ = make_round(entry)
        for number, said in enumerate(entry["nominations"]):
            key = SECRETARIES[number % 2]
            association = Organization.objects.get(slug=organizations[key])
            nominate(round_, said, association, users[key], users["union_officer"])
        if entry["state"] == "notice":
            put_on_notice(round_, users["council_secretary"], by_office)
        rows.made["awards.CommendationRound"] += 1


def make_layout(fields: list[dict]) -> None:
    """A plain layout of ours: the state's own is uploaded by the office."""
    form = CommendationForm.objects.get(code="giay-khen")
    design, is_new = CertificateDesign.objects.get_or_create(
        form=form,
        effective_from=date(2020, 1, 1),
        defaults={"is_demo": True, "note": "Mẫu minh họa, không phải mẫu nhà nước"},
    )
    if is_new:
        for field in fields:
            design.fields.create(**field)


def make_round(entry: dict) -> CommendationRound:
    today, texts = timezone.localdate(), ("title_vi", "title_en", "citation_vi")
    return CommendationRound.objects.create(
        slug=entry["slug"],
        type=CommendationType.objects.get(code=entry["type"]),
        form=CommendationForm.objects.get(code="giay-khen"),
        rules=CouncilRules.objects.get(code="bo-phieu-kin"),
        period_from=date(today.year, 1, 1),
        period_to=date(today.year, 12, 31),
        opens_on=today - timedelta(20),
        closes_on=today + timedelta(25),
        quota=5,
        status=CommendationRound.Status.OPEN,
        is_demo=True,
        **{name: entry[name] for name in texts},
    )


def nominate(round_, said: dict, association, secretary, officer) -> None:
    """A nomination taken to the state it is to show."""
    country = Country.objects.filter(iso2=said.get("country", "")).first()
    row = Nomination(
        round=round_,
        association=association,
        kind=said["kind"],
        recipient_vi=said["name"],
        recipient_en=said.get("english", said["name"]),
        recipient_title_vi=said["title"],
        achievement=said["achievement"],
        is_foreign=bool(country),
        country=country,
        period_from=round_.period_from,
        period_to=round_.period_to,
        is_demo=True,
    )
    actions.begin_nomination(row, by=secretary)
    if said["state"] == "draft":
        return
    for item in row.items.filter(is_required=True):
        actions.attach(item, paper(item.title_vi))
    row.submit(by=secretary)
    if said["state"] == "returned":
        row.give_back(by=officer, remark=said["remark"])
    elif said["state"] == "valid":
        row.accept(by=officer)


def seat_council(members: list[dict], users: dict) -> list[str]:
    """The council of the union; the names of those without a vote.

    Meetings called later seat the same people, each with or without a vote as here.
    """
    body = Body.objects.filter(owner__kind="union", kind=Body.Kind.COUNCIL).first()
    for number, said in enumerate(members, start=1):
        user = users[said["account"]]
        person = Person.objects.filter(user=user).first()
        if person is None:
            slug = free_slug(user.full_name, Person.objects.all())
            person = Person(full_name=user.full_name, slug=slug, user=user)
            person.is_demo = True
            person.save()
        Appointment.objects.get_or_create(
            person=person,
            body=body,
            defaults={
                "title_vi": said["title_vi"],
                "title_en": said["title_en"],
                "display_order": 10 * number,
                "is_demo": True,
            },
        )
    by_office = [said["account"] for said in members if said.get("by_office")]
    return [users[account].full_name for account in by_office]


def put_on_notice(round_, secretary, by_office: list[str]) -> None:
    """The council met yesterday; from today on everybody may object."""
    round_.close(by=secretary)
    yesterday = timezone.localdate() - timedelta(1)
    round_.closes_on = yesterday - timedelta(1)
    round_.save(update_fields=["closes_on"])
    meeting = actions.call_meeting(round_, by=secretary, held_on=yesterday)
    meeting.seats.filter(name__in=by_office).update(has_vote=False)
    meeting.seats.update(is_present=True)
    for row in round_.nominations.filter(status=Nomination.Status.VALID):
        may, _barred = actions.voters(meeting, row)
        actions.count_votes(meeting, row, yes=len(may), no=0, abstain=0)
    actions.close_meeting(meeting, by=secretary)
    round_.refresh_from_db()
    actions.open_notice(round_, by=secretary)

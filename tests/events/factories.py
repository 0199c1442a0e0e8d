"""Days, their turns, rules, reminders and events for tests."""

from datetime import UTC, date, datetime

import factory

from events.models import (
    Album,
    Anniversary,
    Event,
    Guest,
    Occurrence,
    Reminder,
    ReminderRule,
    Webhook,
)
from events.models.calendar import milestone, morning
from federation.models import Country, Office, Organization, PublishState, Role, Union
from members.models import Association
from tests.accounts.factories import UserFactory
from tests.federation.factories import PhotoFactory


class CountryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Country
        django_get_or_create = ["iso2"]

    iso2 = factory.Sequence(lambda n: chr(65 + n // 26 % 26) + chr(65 + n % 26))
    name_vi = factory.Sequence(lambda n: f"Nước {n}")
    name_en = factory.Sequence(lambda n: f"Country {n}")
    region = Country.Region.SOUTHEAST_ASIA


class UnionFactory(factory.django.DjangoModelFactory):
    """The root; there is one, so a second call gives the first."""

    class Meta:
        model = Union

    kind = Organization.Kind.UNION
    name_vi = "Liên hiệp các tổ chức hữu nghị"
    name_en = "Union of Friendship Organizations"
    slug = "lien-hiep"
    city_vi, city_en = "Thành phố", "The City"
    city_short_vi, city_short_en = "Thành phố", "City"
    document_symbol = "LHHN"

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return model_class.objects.first() or super()._create(
            model_class, *args, **kwargs
        )


class AssociationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Association

    kind = Organization.Kind.ASSOCIATION
    parent = factory.SubFactory(UnionFactory)
    name_vi = factory.Sequence(lambda n: f"Hội hữu nghị số {n}")
    name_en = factory.Sequence(lambda n: f"Friendship Association {n}")
    slug = factory.Sequence(lambda n: f"hoi-{n}")


class OfficeFactory(factory.django.DjangoModelFactory):
    """A secretary since long ago; `officer=True`: the union's office."""

    class Meta:
        model = Office

    class Params:
        officer = factory.Trait(
            organization=factory.SubFactory(UnionFactory), role=Role.UNION_OFFICER
        )

    user = factory.SubFactory(UserFactory)
    organization = factory.SubFactory(AssociationFactory)
    role = Role.ASSOCIATION_SECRETARY
    since = date(2020, 1, 1)


class AnniversaryFactory(factory.django.DjangoModelFactory):
    """A verified diplomatic anniversary."""

    class Meta:
        model = Anniversary

    class Params:
        national_day = factory.Trait(
            kind=Anniversary.Kind.NATIONAL_DAY,
            base_date=None,
            precision="",
            month=12,
            day=2,
        )
        unverified = factory.Trait(is_verified=False)

    kind = Anniversary.Kind.DIPLOMATIC
    title_vi = factory.Sequence(lambda n: f"Quan hệ ngoại giao với nước {n}")
    title_en = factory.Sequence(lambda n: f"Diplomatic relations with country {n}")
    country = factory.SubFactory(CountryFactory)
    base_date = date(1967, 6, 24)
    precision = "day"
    is_verified = True


class OccurrenceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Occurrence

    anniversary = factory.SubFactory(AnniversaryFactory)
    year = 2027
    date = factory.LazyAttribute(
        lambda o: (
            o.anniversary.base_date.replace(year=o.year)
            if o.anniversary.base_date
            else date(o.year, o.anniversary.month, o.anniversary.day)
        )
    )
    ordinal = factory.LazyAttribute(lambda o: o.anniversary.ordinal_in(o.year))
    milestone = factory.LazyAttribute(lambda o: milestone(o.ordinal))
    lead = factory.SelfAttribute("anniversary.responsible")


class ReminderRuleFactory(factory.django.DjangoModelFactory):
    """30 days before every diplomatic anniversary, to both."""

    class Meta:
        model = ReminderRule

    kind = Anniversary.Kind.DIPLOMATIC
    amount = 30
    unit = ReminderRule.Unit.DAYS
    audience = ReminderRule.Audience.BOTH
    valid_from = date(2020, 1, 1)


class ReminderFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Reminder

    rule = factory.SubFactory(ReminderRuleFactory)
    occurrence = factory.SubFactory(OccurrenceFactory)
    occurs_on = factory.SelfAttribute("occurrence.date")
    offset = factory.SelfAttribute("rule.offset")
    recipient = factory.SubFactory(UserFactory)
    due_at = factory.LazyAttribute(lambda o: morning(o.rule.due_on(o.occurs_on)))


class EventFactory(factory.django.DjangoModelFactory):
    """A published event in December 2026."""

    class Meta:
        model = Event

    title_vi = factory.Sequence(lambda n: f"Gặp mặt hữu nghị {n}")
    title_en = factory.Sequence(lambda n: f"Friendship meeting {n}")
    slug = factory.Sequence(lambda n: f"gap-mat-{n}")
    host = factory.SubFactory(AssociationFactory)
    starts_at = datetime(2026, 12, 5, 2, 0, tzinfo=UTC)
    status = Event.Status.CONFIRMED
    publish_state = PublishState.PUBLISHED


class GuestFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Guest

    event = factory.SubFactory(EventFactory)
    name = factory.Sequence(lambda n: f"Khách {n}")
    title_vi, title_en = "Chủ tịch", "President"


class AlbumFactory(factory.django.DjangoModelFactory):
    """A published album; `photos=2` puts described photographs into it."""

    class Meta:
        model = Album
        skip_postgeneration_save = True

    title_vi = factory.Sequence(lambda n: f"Ngày hội hữu nghị {n}")
    title_en = factory.Sequence(lambda n: f"Friendship day {n}")
    slug = factory.Sequence(lambda n: f"ngay-hoi-{n}")
    host = factory.SubFactory(AssociationFactory)
    taken_on = date(2026, 10, 3)
    publish_state = PublishState.PUBLISHED

    @factory.post_generation
    def photos(self, create, extracted):
        for number in range(extracted or 0):
            photo = PhotoFactory()
            self.album_photos.create(photo=photo, display_order=number)


class WebhookFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Webhook

    name = factory.Sequence(lambda n: f"Lịch công tác {n}")
    url = "https://hook.example.org/reminders"

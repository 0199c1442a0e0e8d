"""Rows of awards for tests: valid and unremarkable."""

import datetime as dt

import factory
from django.utils import timezone

from awards.models import (
    Award,
    CommendationDecision,
    CommendationForm,
    CommendationLevel,
    CommendationRound,
    CommendationType,
    CouncilRules,
    ExternalAward,
    Nomination,
    key_of,
)
from tests.federation.factories import OrganizationFactory


class CommendationLevelFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CommendationLevel
        django_get_or_create = ["code"]

    code = "union"
    name_vi, name_en = "Liên hiệp", "this union"


class CommendationFormFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CommendationForm
        django_get_or_create = ["code"]

    code = "giay-khen"
    name_vi, name_en = "Giấy khen", "Certificate of Commendation"
    level = factory.SubFactory(CommendationLevelFactory)
    own_issue = True


class CommendationTypeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CommendationType
        django_get_or_create = ["code"]

    code = "tong-ket-nam"
    name_vi, name_en = "Tổng kết năm", "Year's work"


class CommendationRoundFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CommendationRound

    class Params:
        published = factory.Trait(
            status=CommendationRound.Status.PUBLISHED,
            published_at=factory.LazyFunction(timezone.now),
        )

    title_vi = factory.Sequence("Công tác năm {}".format)
    title_en = factory.Sequence("Work of the year {}".format)
    slug = factory.Sequence("dot-khen-{}".format)
    type = factory.SubFactory(CommendationTypeFactory)
    form = factory.SubFactory(CommendationFormFactory)
    period_from, period_to = dt.date(2019, 1, 1), dt.date(2019, 12, 31)
    historic = True
    status = CommendationRound.Status.PRESENTED


class AwardFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Award

    class Params:
        individual = factory.Trait(
            kind=Award.Kind.INDIVIDUAL,
            recipient_vi="Lê Minh An",
            recipient_en="Lê Minh An",
        )

    round = factory.SubFactory(CommendationRoundFactory, published=True)
    form = factory.SelfAttribute("round.form")
    kind = Award.Kind.COLLECTIVE
    recipient_vi = factory.Sequence("Chi hội số {}".format)
    recipient_en = factory.Sequence("Branch {}".format)
    register_year = 2020
    register_no = factory.Sequence(lambda number: number + 1)


class CommendationDecisionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CommendationDecision

    document = factory.SubFactory("tests.awards.factories.DocumentFactory")
    round = factory.SubFactory(CommendationRoundFactory)
    form = factory.SelfAttribute("round.form")


class DocumentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = "federation.Document"

    code = factory.Sequence("{}/QĐ".format)
    kind = "decision"
    issuer_vi, issuer_en = "Liên hiệp", "The union"
    issued_on = dt.date(2020, 11, 2)
    title_vi, title_en = "Quyết định khen thưởng", "Decision on commendation"


class ExternalAwardFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ExternalAward

    title_vi, title_en = "Bằng khen", "Certificate of Merit"
    organization = factory.SubFactory(OrganizationFactory)
    year = 2024


class CouncilRulesFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CouncilRules
        django_get_or_create = ["code"]

    code = "bo-phieu-kin"
    name_vi, name_en = "Bỏ phiếu kín", "Secret ballot"
    quorum_percent, majority_percent = 67, 50


class OpenRoundFactory(CommendationRoundFactory):
    """A round of our own that takes nominations now."""

    historic = False
    status = CommendationRound.Status.OPEN
    rules = factory.SubFactory(CouncilRulesFactory)
    opens_on = factory.LazyFunction(lambda: timezone.localdate() - dt.timedelta(10))
    closes_on = factory.LazyFunction(lambda: timezone.localdate() + dt.timedelta(10))


class NominationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Nomination

    round = factory.SubFactory(OpenRoundFactory)
    association = factory.SubFactory("tests.members.factories.AssociationFactory")
    kind = Award.Kind.INDIVIDUAL
    recipient_vi = factory.Sequence("Người thứ {}".format)
    recipient_en = factory.SelfAttribute("recipient_vi")
    recipient_title_vi = "Hội viên"
    achievement = factory.Sequence("Tổ chức giao lưu lần {}".format)
    period_from, period_to = dt.date(2019, 1, 1), dt.date(2019, 12, 31)
    created_by = factory.SubFactory("tests.accounts.factories.UserFactory")
    subject_key = factory.LazyAttribute(
        lambda row: f"n:{key_of(row.recipient_vi)}|{key_of(row.recipient_title_vi)}"
    )
    achievement_key = factory.LazyAttribute(lambda row: key_of(row.achievement))

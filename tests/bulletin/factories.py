"""Bulletins for tests: a bare call gives a valid, unremarkable row."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import factory
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from bulletin.models import (
    Article,
    ArticlePhoto,
    Correction,
    EnglishState,
    Issue,
    Publication,
    PublicationLicense,
    Section,
)
from federation.models import Organization, Photo, PublishState, Union


def union() -> Organization:
    """The root organisation, made once."""
    found = Organization.objects.root()
    return found or Union.objects.create(
        kind=Organization.Kind.UNION,
        name_vi="Liên hiệp các tổ chức hữu nghị thành phố",
        name_en="Union of Friendship Organisations",
        slug="lien-hiep",
        city_vi="thành phố",
        city_en="the city",
        city_short_vi="Thành phố",
        city_short_en="City",
        document_symbol="LH",
    )


def picture(size=(64, 48), kind="JPEG", name="anh.jpg") -> ContentFile:
    out = BytesIO()
    Image.new("RGB", size, "#785110").save(out, kind)
    return ContentFile(out.getvalue(), name=name)


class PhotoFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Photo

    file = factory.LazyFunction(picture)
    alt_vi = "Hai đoàn chụp ảnh trước nhà văn hóa"
    alt_en = "Two delegations in front of the house of culture"
    caption_vi = "Hai đoàn gặp mặt"
    caption_en = "The two delegations"
    credit = "Quang Thái"


class PublicationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Publication

    owner = factory.LazyFunction(union)
    title_vi = "Hữu nghị và Hợp tác"
    title_en = "Friendship and Cooperation"
    periodicity_vi = "Ba tháng một số"
    periodicity_en = "Quarterly"


class LicenseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PublicationLicense

    publication = factory.SubFactory(PublicationFactory)
    number = factory.Sequence(lambda n: f"{n:02}/GP-XBBT")
    issued_on = date(2026, 1, 1)
    valid_to = date(2026, 12, 31)


class IssueFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Issue

    publication = factory.SubFactory(PublicationFactory)
    number = factory.Sequence(lambda n: n % 4 + 1)
    year = factory.Sequence(lambda n: 2026 - n // 4)

    class Params:
        online = factory.Trait(
            status=Issue.Status.ONLINE,
            online_at=datetime(2026, 10, 1, 2, tzinfo=UTC),
        )


class SectionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Section

    title_vi = factory.Sequence(lambda n: f"Chuyên mục {n}")
    title_en = factory.Sequence(lambda n: f"Section {n}")
    slug = factory.Sequence(lambda n: f"chuyen-muc-{n}")


class ArticleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Article

    section = factory.SubFactory(SectionFactory)
    slug = factory.Sequence(lambda n: f"bai-{n}")
    title_vi = factory.Sequence(lambda n: f"Bài viết {n}")
    lead_vi = "Một câu mở đầu."
    body_vi = "<p>Thân bài có dấu.</p>"
    authors = "Phương Mai"

    class Params:
        published = factory.Trait(
            status=PublishState.PUBLISHED,
            published_at=factory.LazyFunction(
                lambda: timezone.now() - timedelta(hours=1)
            ),
        )
        english = factory.Trait(
            title_en=factory.Sequence(lambda n: f"Article {n}"),
            lead_en="An opening sentence.",
            body_en="<p>The text.</p>",
            en_state=EnglishState.PUBLISHED,
        )


class ArticlePhotoFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ArticlePhoto

    article = factory.SubFactory(ArticleFactory)
    photo = factory.SubFactory(PhotoFactory)


class CorrectionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Correction

    article = factory.SubFactory(ArticleFactory)
    note_vi = "Đã sửa tên người chụp ảnh."
    note_en = "The photographer's name was corrected."

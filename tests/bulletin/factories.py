"""Bulletins for tests: a bare call gives a valid, unremarkable row."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import factory
import pypdfium2
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from bulletin.models import (
    Article,
    ArticlePhoto,
    Correction,
    EnglishState,
    Issue,
    Mailing,
    Publication,
    PublicationLicense,
    Section,
    Subscription,
)
from federation.models import (
    Organization,
    Photo,
    PublishState,
    TranslationState,
    Union,
)


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


RICH = (
    "<h3>Đầu mục</h3><p>Một <strong>hai</strong> &amp; <em>ba</em> #typst $x$ <br>"
    '*sao* <a href="https://vidu.example/">liên kết</a></p><ul><li>A</li></ul>'
    "<table><tr><th>Năm</th></tr><tr><td>2026</td></tr></table>"
    "<blockquote><p>Trích</p></blockquote>"
)


def composed_issue() -> Issue:
    """Two approved articles in one section, the second in English too."""
    found = IssueFactory(editorial_vi="<p>Lời tòa soạn</p>", cover=PhotoFactory())
    section = SectionFactory(title_vi="Giao lưu")
    for number in range(2):
        ArticleFactory(
            issue=found,
            section=section,
            status="approved",
            title_vi=f"Bài {number}",
            body_vi=RICH,
            title_en="One" if number else "",
            body_en="<p>Text.</p>" if number else "",
            en_state="reviewed" if number else "none",
            cover=PhotoFactory(),
        )
    return found


def words(content: bytes) -> str:
    """What a PDF says."""
    document = pypdfium2.PdfDocument(content)
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return text


def put_out(issue) -> None:
    """Every text of the issue is published, what is English too."""
    issue.articles.update(status="published", published_at="2026-01-01T00:00Z")
    issue.articles.filter(en_state="reviewed").update(en_state="published")


def reader(email="an@vidu.example", language="vi", **kwargs) -> Subscription:
    """Who has confirmed an address."""
    values = {"state": Subscription.State.ACTIVE, "confirmed_at": timezone.now()}
    return Subscription.objects.create(
        email=email, language=language, **values | kwargs
    )


def mailing(english=False, **kwargs) -> Mailing:
    """A newsletter with one article."""
    PublicationFactory()
    texts = {"subject_vi": "Tin tháng 11", "subject_en": "News" if english else ""}
    found = Mailing.objects.create(**texts | kwargs)
    found.articles.add(ArticleFactory(published=True, english=english))
    return found


def stale_english() -> list[int]:
    """Articles whose English was made from a Vietnamese text that has changed since."""
    states = TranslationState.objects.of(Article, "en").filter(state="stale")
    return list(states.values_list("object_id", flat=True))

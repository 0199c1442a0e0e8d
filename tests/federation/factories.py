"""Valid, unremarkable rows of the institution."""

import datetime

import factory
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory, ImageField

from federation.models import (
    AidProject,
    Appointment,
    Body,
    Channel,
    Congress,
    CongressTarget,
    ConsentText,
    Contribution,
    Country,
    DataRequest,
    Document,
    Figure,
    FundDrive,
    LegalBasis,
    Office,
    Organization,
    Page,
    Partner,
    Person,
    Photo,
    Purpose,
    Role,
    Term,
    TermReminderRule,
    TwinCity,
    Union,
)

ISO = [first + second for first in "ABCDEFGHIJKLMNOPQRSTUVWXY" for second in "QXZ"]


class UnionFactory(DjangoModelFactory):
    """The union; there is one in a database, so a second call returns it."""

    class Meta:
        model = Union
        django_get_or_create = ["kind"]

    kind = Organization.Kind.UNION
    name_vi = "Liên hiệp các tổ chức hữu nghị thành phố Sông Cầu"
    name_en = "Song Cau Union of Friendship Organizations"
    short_name_vi = "Liên hiệp Sông Cầu"
    short_name_en = "Song Cau Union"
    slug = "lien-hiep"
    abbreviation = "SCUFO"
    city_vi = "thành phố Sông Cầu"
    city_en = "Song Cau City"
    city_short_vi = "Sông Cầu"
    city_short_en = "Song Cau"
    document_symbol = "LHHN"


class CountryFactory(DjangoModelFactory):
    class Meta:
        model = Country

    iso2 = factory.Sequence(lambda n: ISO[n % len(ISO)])
    name_vi = factory.Sequence(lambda n: f"Nước {n}")
    name_en = factory.Sequence(lambda n: f"Country {n}")
    region = Country.Region.SOUTHEAST_ASIA


class OrganizationFactory(DjangoModelFactory):
    """A bare association of the tree; members.factories makes the whole thing."""

    class Meta:
        model = Organization

    kind = Organization.Kind.ASSOCIATION
    parent = factory.SubFactory(UnionFactory)
    name_vi = factory.Sequence(lambda n: f"Hội hữu nghị {n}")
    name_en = factory.Sequence(lambda n: f"Friendship association {n}")
    slug = factory.Sequence(lambda n: f"to-chuc-{n}")


class DocumentFactory(DjangoModelFactory):
    """A public directive of somebody else, with a small PDF."""

    class Meta:
        model = Document

    code = factory.Sequence(lambda n: f"{n + 1}-CT/TW")
    kind = Document.Kind.DIRECTIVE
    issuer_vi = "Ban Bí thư"
    issuer_en = "The Secretariat"
    issued_on = datetime.date(2022, 1, 5)
    title_vi = factory.Sequence(lambda n: f"Về công tác đối ngoại nhân dân {n}")
    title_en = factory.Sequence(lambda n: f"On people-to-people diplomacy {n}")
    access = Document.Access.PUBLIC
    file = factory.LazyFunction(lambda: ContentFile(b"%PDF-1.7\n", "van-ban.pdf"))


class TermFactory(DjangoModelFactory):
    """The union's sixth term, 2022–2027; each further call is the next one."""

    class Meta:
        model = Term

    owner = factory.SubFactory(UnionFactory)
    ordinal = factory.LazyAttribute(lambda o: 6 + o.owner.terms.count())
    start_year = factory.LazyAttribute(lambda o: 2022 + 5 * o.owner.terms.count())
    end_year = factory.LazyAttribute(lambda o: o.start_year + 5)


class CongressFactory(DjangoModelFactory):
    class Meta:
        model = Congress

    term = factory.SubFactory(TermFactory)
    starts_on = factory.LazyAttribute(lambda o: datetime.date(o.term.start_year, 12, 1))
    place_vi = "Cung Văn hóa"
    place_en = "Palace of Culture"


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person

    full_name = factory.Sequence(lambda n: f"Nguyễn Văn {n}")
    slug = factory.Sequence(lambda n: f"nguyen-van-{n}")


class BodyFactory(DjangoModelFactory):
    """The Executive Committee of a term, or a standing body with `term=None`."""

    class Meta:
        model = Body

    term = factory.SubFactory(TermFactory)
    owner = factory.LazyAttribute(lambda o: o.term.owner if o.term else UnionFactory())
    kind = Body.Kind.EXECUTIVE
    name_vi = "Ban Chấp hành"
    name_en = "Executive Committee"


class AppointmentFactory(DjangoModelFactory):
    class Meta:
        model = Appointment

    person = factory.SubFactory(PersonFactory)
    body = factory.SubFactory(BodyFactory)
    title_vi = "Ủy viên"
    title_en = "Member"

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        """The database writes `owner`; read it back."""
        appointment = super()._create(model_class, *args, **kwargs)
        appointment.refresh_from_db(fields=["owner"])
        return appointment


class OfficeFactory(DjangoModelFactory):
    """A secretary of an association since the beginning of 2020."""

    class Meta:
        model = Office

    user = factory.SubFactory("tests.accounts.factories.UserFactory")
    organization = factory.SubFactory(OrganizationFactory)
    role = Role.ASSOCIATION_SECRETARY
    since = datetime.date(2020, 1, 1)


class LegalBasisFactory(DjangoModelFactory):
    class Meta:
        model = LegalBasis

    code = factory.Sequence(lambda n: f"{n + 1}/2024/NĐ-CP")
    title_vi = "Quy định mẫu"
    title_en = "A sample decree"
    effective_from = datetime.date(2024, 1, 1)


class PartnerFactory(DjangoModelFactory):
    class Meta:
        model = Partner

    name_vi = factory.Sequence(lambda n: f"Đối tác {n}")
    name_en = factory.Sequence(lambda n: f"Partner {n}")
    kind = Partner.Kind.ORGANISATION
    country = factory.SubFactory(CountryFactory)


class TwinCityFactory(DjangoModelFactory):
    class Meta:
        model = TwinCity

    country = factory.SubFactory(CountryFactory)
    name_vi = factory.Sequence(lambda n: f"Thành phố {n}")
    name_en = factory.Sequence(lambda n: f"City {n}")
    tie_vi = "thành phố kết nghĩa"
    tie_en = "twin city"


class AidProjectFactory(DjangoModelFactory):
    class Meta:
        model = AidProject

    title_vi = factory.Sequence(lambda n: f"Dự án {n}")
    title_en = factory.Sequence(lambda n: f"Project {n}")
    donor = "Open Hand"
    modality = AidProject.Modality.PROJECT
    country = factory.SubFactory(CountryFactory)
    start_year = 2023


class FundDriveFactory(DjangoModelFactory):
    class Meta:
        model = FundDrive

    name_vi = factory.Sequence(lambda n: f"Đợt vận động {n}")
    name_en = factory.Sequence(lambda n: f"Fund drive {n}")
    slug = factory.Sequence(lambda n: f"van-dong-{n}")
    beneficiary_vi = "Quỹ Vì biển, đảo"
    beneficiary_en = "Fund for Sea and Islands"
    year = 2023


class ContributionFactory(DjangoModelFactory):
    class Meta:
        model = Contribution

    drive = factory.SubFactory(FundDriveFactory)
    donor = factory.SubFactory(OrganizationFactory)
    pledged = 10_000_000
    received = 4_000_000


class FigureFactory(DjangoModelFactory):
    class Meta:
        model = Figure

    owner = factory.SubFactory(UnionFactory)
    metric = Figure.Metric.MEMBERS
    year = factory.Sequence(lambda n: 2000 + n)
    value = 33_400
    basis = Figure.Basis.REPORTED
    source = "Báo cáo tổng kết"


class PageFactory(DjangoModelFactory):
    class Meta:
        model = Page

    slug = factory.Sequence(lambda n: f"trang-{n}")
    title_vi = factory.Sequence(lambda n: f"Trang {n}")
    title_en = factory.Sequence(lambda n: f"Page {n}")
    body_vi = "<p>Văn bản.</p>"
    body_en = "<p>Text.</p>"
    is_published = True


class PhotoFactory(DjangoModelFactory):
    class Meta:
        model = Photo

    file = ImageField(width=12, height=8)
    alt_vi = "Hai người bắt tay"
    alt_en = "Two people shake hands"
    credit = "Phương Mai"


class CongressTargetFactory(DjangoModelFactory):
    """Thirty associations by the end of the term."""

    class Meta:
        model = CongressTarget

    congress = factory.SubFactory(CongressFactory)
    title_vi = "Phát triển lên 30 hội thành viên"
    title_en = "Grow to 30 member associations"
    metric = Figure.Metric.ASSOCIATIONS
    value = 30


class TermReminderRuleFactory(DjangoModelFactory):
    """Six months before, for as long as anybody remembers."""

    class Meta:
        model = TermReminderRule
        django_get_or_create = ["months"]

    months = 6
    valid_from = datetime.date(2000, 1, 1)


class ConsentTextFactory(DjangoModelFactory):
    """What people are asked about pictures."""

    class Meta:
        model = ConsentText
        django_get_or_create = ["purpose", "valid_from"]

    purpose = Purpose.PHOTO
    wording_vi = "Tôi đồng ý cho đăng ảnh của tôi."
    wording_en = "My pictures may be published."
    valid_from = datetime.date(2026, 1, 1)


class DataRequestFactory(DjangoModelFactory):
    """Somebody wants to see their data, received on a Monday."""

    class Meta:
        model = DataRequest

    kind = DataRequest.Kind.VIEW
    name = factory.Sequence(lambda n: f"Lê Thị {n}")
    contact = "le.thi@example.org"
    channel = Channel.MAIL
    received_on = datetime.date(2026, 11, 2)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        """Its limits are entered when it is received."""
        row = model_class(*args, **kwargs)
        row.receive()
        return row


def appoint(user, *roles):
    """Each of these offices of the union, with the group of its rights."""
    for role in roles:
        user.groups.add(Group.objects.get(name=role))
        OfficeFactory(user=user, organization=UnionFactory(), role=role)
    return user

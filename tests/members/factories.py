"""Associations, branches and dossiers for tests."""

import factory
from factory.django import DjangoModelFactory

from federation.models import Country, Organization, Union
from members.models import (
    Association,
    Branch,
    BranchRequest,
    CommitteeSeat,
    DossierRequirement,
    Member,
    MembershipCount,
)


class UnionFactory(DjangoModelFactory):
    """The one union: made once, then found again."""

    class Meta:
        model = Union
        django_get_or_create = ["slug"]

    kind = Organization.Kind.UNION
    name_vi = "Liên hiệp các tổ chức hữu nghị"
    name_en = "Union of Friendship Organizations"
    slug = "lien-hiep"
    city_vi = "Thành phố Mẫu"
    city_en = "Sample City"
    city_short_vi = "Mẫu"
    city_short_en = "Sample"
    document_symbol = "LHHN"


class CountryFactory(DjangoModelFactory):
    class Meta:
        model = Country
        django_get_or_create = ["iso2"]

    iso2 = "HU"
    name_vi = "Hungary"
    name_en = "Hungary"
    region = Country.Region.EASTERN_EUROPE


class AssociationFactory(DjangoModelFactory):
    class Meta:
        model = Association
        skip_postgeneration_save = True

    parent = factory.SubFactory(UnionFactory)
    name_vi = factory.Sequence(lambda n: f"Hội hữu nghị số {n}")
    name_en = factory.Sequence(lambda n: f"Friendship Association {n}")
    slug = factory.Sequence(lambda n: f"hoi-{n}")
    abbreviation = "HHN"

    @factory.post_generation
    def countries(self, create, extracted, **kwargs):
        if create and extracted:
            self.countries.set(extracted)


class BranchFactory(DjangoModelFactory):
    class Meta:
        model = Branch

    association = factory.SubFactory(AssociationFactory)
    name_vi = factory.Sequence(lambda n: f"Chi hội số {n}")
    name_en = factory.Sequence(lambda n: f"Branch {n}")
    slug = factory.Sequence(lambda n: f"chi-hoi-{n}")
    founded_on = factory.Faker("date_between", start_date="-9y", end_date="-2y")
    host_kind = Branch.HostKind.SCHOOL
    is_legacy = True
    ended_on = None
    status = factory.LazyAttribute(lambda o: "dissolved" if o.ended_on else "active")


class RequirementFactory(DjangoModelFactory):
    class Meta:
        model = DossierRequirement

    kind = BranchRequest.Kind.ESTABLISH
    code = factory.Sequence(lambda n: f"paper-{n}")
    title_vi = factory.Sequence(lambda n: f"Giấy tờ {n}")
    title_en = factory.Sequence(lambda n: f"Paper {n}")


class RequestFactory(DjangoModelFactory):
    """A draft that lacks only its papers and its committee."""

    class Meta:
        model = BranchRequest

    association = factory.SubFactory(AssociationFactory)
    name = factory.Sequence(lambda n: f"Chi hội phường {n}")
    english_name = factory.Sequence(lambda n: f"Ward {n} Branch")
    host_kind = Branch.HostKind.WARD
    host_name = "Ủy ban Mặt trận Tổ quốc phường"
    place = "Kim Liên"
    member_total = 31


class SeatFactory(DjangoModelFactory):
    class Meta:
        model = CommitteeSeat

    request = factory.SubFactory(RequestFactory)
    role = CommitteeSeat.Role.HEAD
    name = "Bùi Đức Mạnh"


class MembershipCountFactory(DjangoModelFactory):
    class Meta:
        model = MembershipCount

    organization = factory.SubFactory(BranchFactory)
    as_of = factory.Faker("date_between", start_date="-2y", end_date="-1d")
    total = 42


class MemberFactory(DjangoModelFactory):
    class Meta:
        model = Member

    association = factory.SubFactory(AssociationFactory)
    full_name = factory.Sequence(lambda n: f"Nguyễn Thị Hoa {chr(65 + n % 26)}{n}")

"""Public pages of the institution, in both languages."""

from itertools import groupby

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.generic import DetailView, ListView, TemplateView, View

from federation.addresses import KeepsAddress
from federation.forms import DocumentFilter, HeldOnForm
from federation.models import (
    AidProject,
    Appointment,
    Body,
    Congress,
    CongressTarget,
    Country,
    Document,
    Figure,
    FundDrive,
    Organization,
    Page,
    Partner,
    Person,
    Term,
    TwinCity,
    Union,
    is_shown,
)
from federation.models.service import services
from federation.uploads import give, show

# So many people of an outer body are shown with their faces; more are a list.
FACES = 12
# Bodies of a term before standing ones, people in their order.
IN_BODIES = (
    *("body__term_id", "body__display_order", "body_id"),
    *("display_order", "pk"),
)


def languages_of(row, *fields) -> list[str]:
    """The languages in which every one of these fields is written."""
    return [
        code
        for code, _name in settings.LANGUAGES
        if all(getattr(row, f"{field}_{code}") for field in fields)
    ]


def tree(bodies) -> list:
    """Bodies with their `inner` ones; one whose outer body is not here stands first."""
    bodies = list(bodies)
    known = {body.pk: body for body in bodies}
    for body in bodies:
        body.inner = [other for other in bodies if other.parent_id == body.pk]
    return [body for body in bodies if body.parent_id not in known]


def faces(bodies) -> list[tuple]:
    """Each body with those of its people who were not shown in an earlier one."""
    shown, found = set(), []
    for body in bodies:
        people = [row for row in body.people if row.person_id not in shown]
        shown |= {row.person_id for row in people}
        if people:
            found.append((body, people))
    return found


def leading_of(bodies) -> list:
    """The inner elected bodies; without them a small outer one: shown with faces."""
    by_kind = {body.kind: body for body in reversed(bodies) if body.people}
    inner = [by_kind[kind] for kind in Body.LEADING[:2] if kind in by_kind]
    outer = by_kind.get(Body.LEADING[-1])
    return inner or ([outer] if outer and len(outer.people) <= FACES else [])


class UnionMixin:
    """Pages about the union itself: a 404 before it is loaded or has no such name."""

    def get_union(self):
        return get_object_or_404(Union.objects.readable())


class HeldOnMixin:
    """Asked for a day by `?ngay=2020-11-12`: who held which title then."""

    def held(self, rows):
        """Which of the organisation's titles the page is about."""
        return rows

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        form = HeldOnForm(self.request.GET or None)
        day = form.cleaned_data["ngay"] if form.is_valid() else None
        context |= {"held_form": form, "held_day": day}
        if day:
            rows = Appointment.objects.of(context["owner"]).on(day).readable()
            rows = self.held(rows).for_rows().order_by(*IN_BODIES)
            bodies = groupby(rows, key=lambda row: row.body)
            context["held"] = [(body, list(found)) for body, found in bodies]
        return context


class About(UnionMixin, HeldOnMixin, DetailView):
    """What the union is, who leads it, how it is built, where to write to."""

    template_name = "federation/about.html"
    context_object_name = "about"

    def get_object(self, queryset=None):
        return self.get_union()

    def get_context_data(self, **kwargs):
        union = self.object
        return super().get_context_data(
            pages=Page.objects.published().readable(),
            terms=Term.objects.of_union().for_rows(),
            term=Term.objects.current().of_union().for_rows().first(),
            owner=union,
            leaders=Appointment.objects.with_service(
                union, Appointment.objects.leaders(union)
            ),
            offices=Body.objects.filter(owner=union, term=None),
            languages=languages_of(union, "name"),
            **kwargs,
        )


class PageDetail(KeepsAddress, DetailView):
    """A text that staff wrote and that stays."""

    template_name = "federation/page_detail.html"
    context_object_name = "page"

    def get_queryset(self):
        return Page.objects.published().readable()

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            languages=languages_of(self.object, "title", "body"),
            others=self.get_queryset().exclude(pk=self.object.pk),
            **kwargs,
        )


class TermDetail(HeldOnMixin, DetailView):
    """One term of the union: its congress, its targets, its bodies and their people."""

    template_name = "federation/term_detail.html"
    context_object_name = "term"

    def get_queryset(self):
        return Term.objects.of_union()

    def get_object(self, queryset=None):
        terms = self.get_queryset().select_related("owner").at(*self.kwargs["years"])
        return get_object_or_404(terms.public())

    def get_context_data(self, **kwargs):
        term = self.object
        bodies = list(term.bodies.with_people())
        leading = leading_of(bodies)
        people = [row for body in bodies for row in body.people]
        Appointment.objects.with_service(term.owner, people)
        return super().get_context_data(
            owner=term.owner,
            terms=Term.objects.of(term.owner).for_rows(),
            congresses=Congress.objects.filter(term=term),
            targets=CongressTarget.objects.readable().with_progress(term),
            bodies=bodies,
            tree=tree(bodies),
            leading=faces(leading),
            above=leading,
            is_current=Term.objects.current().filter(pk=term.pk).exists(),
            resolution=self.get_resolution(),
            languages=languages_of(term.owner, "name"),
            **kwargs,
        )

    def get_resolution(self):
        """Only when the public may read it."""
        public = Document.objects.public().readable()
        return public.filter(pk=self.object.resolution_id).first()


class OwnersTermDetail(KeepsAddress, TermDetail):
    """One term of an association."""

    def get_queryset(self):
        return Term.objects.filter(owner__slug=self.kwargs["slug"])

    def get_addressed(self):
        terms = Term.objects.at(*self.kwargs["years"]).public()
        return Organization.objects.filter(pk__in=terms.values("owner"))


class BodyDetail(HeldOnMixin, DetailView):
    """One body: everybody who ever sat in it, and who did on a day."""

    template_name = "federation/body_detail.html"
    context_object_name = "body"

    def get_queryset(self):
        return Body.objects.public().for_rows()

    def held(self, rows):
        """On a day, whoever sat in such a body then, also in another term."""
        return rows.filter(body__kind=self.object.kind)

    def get_context_data(self, **kwargs):
        body = self.object
        people = body.appointments.readable().for_rows()
        today = body.appointments.on().values_list("pk", flat=True)
        same = Body.objects.filter(owner=body.owner_id, kind=body.kind)
        return super().get_context_data(
            owner=body.owner,
            people=Appointment.objects.with_service(body.owner, people),
            today=set(today),
            inner=body.children.order_by("display_order", "pk"),
            others=same.exclude(pk=body.pk).exclude(term=None).for_rows(),
            languages=languages_of(body.owner, "name"),
            **kwargs,
        )


class PersonDetail(KeepsAddress, DetailView):
    """One person and every title they held, as it was called at that time."""

    template_name = "federation/person_detail.html"
    context_object_name = "person"

    def get_queryset(self):
        return Person.objects.public()

    def get_context_data(self, **kwargs):
        titles = Appointment.objects.public().readable().filter(person=self.object)
        titles = titles.for_rows().newest_first()
        today = set(titles.on().values_list("pk", flat=True))
        first = min(filter(None, (row.first_year for row in titles)), default=None)
        return super().get_context_data(
            titles=titles,
            today=today,
            totals=[found for found in services(titles) if found.is_of_many],
            first_year=first,
            years=timezone.localdate().year - first if first and today else None,
            **kwargs,
        )


class DocumentList(ListView):
    """Documents everybody may read, by type, year, issuer and words."""

    template_name = "federation/document_list.html"
    paginate_by = 20

    def get_queryset(self):
        documents = Document.objects.public().readable().in_order()
        self.filter = DocumentFilter(self.request.GET, documents=documents)
        if not self.filter.is_valid():
            raise Http404
        return documents.matching(**self.filter.cleaned_data)

    def get_context_data(self, **kwargs):
        return super().get_context_data(filter=self.filter, **kwargs)


class DocumentDetail(DetailView):
    """One public document with everything its head says."""

    template_name = "federation/document_detail.html"
    context_object_name = "document"

    def get_queryset(self):
        return Document.objects.public().readable().select_related("owner")

    def get_context_data(self, **kwargs):
        languages = languages_of(self.object, "title")
        return super().get_context_data(languages=languages, **kwargs)


class DocumentFile(View):
    """The file of a public document, as a download under its number."""

    def get(self, request, pk):
        document = get_object_or_404(Document.objects.public(), pk=pk)
        if not document.file:
            raise Http404
        return give(document.file, name=document.file_name, public=True)


class Cooperation(TemplateView):
    """Partners, twin cities, aid and what was given for a common cause."""

    template_name = "federation/cooperation.html"

    def get_context_data(self, **kwargs):
        partners = Partner.objects.readable().for_rows().order_by("kind", "pk")
        kinds = groupby(partners, key=lambda partner: partner.get_kind_display())
        return super().get_context_data(
            partners=[(kind, list(rows)) for kind, rows in kinds],
            twin_cities=TwinCity.objects.readable().for_rows().in_order(),
            projects=AidProject.objects.readable().for_rows(),
            drives=FundDrive.objects.readable().with_sums().with_donors(),
            **kwargs,
        )


class Figures(UnionMixin, TemplateView):
    """What was reported and what the portal counts itself, side by side."""

    template_name = "federation/figures.html"

    def get_context_data(self, **kwargs):
        rows = Figure.objects.over_time(self.get_union())
        by_metric = {
            metric: list(found) for metric, found in groupby(rows, lambda r: r.metric)
        }
        series = [
            by_metric[metric] for metric in Figure.Metric.values if metric in by_metric
        ]
        return super().get_context_data(series=series, **kwargs)


class CountryDetail(DetailView):
    """One country: relations, anniversaries, associations, cities, articles."""

    template_name = "federation/country_detail.html"
    context_object_name = "country"
    slug_field = "iso2__iexact"
    slug_url_kwarg = "iso2"

    def get(self, request, *args, **kwargs):
        if kwargs["iso2"] != kwargs["iso2"].lower():
            return redirect(self.get_object(), permanent=True)
        return super().get(request, *args, **kwargs)

    def get_queryset(self):
        return Country.objects.readable()

    def get_context_data(self, **kwargs):
        country = self.object
        return super().get_context_data(
            twin_cities=country.twin_cities.readable().for_rows(),
            partners=country.partners.readable().for_rows(),
            projects=country.aid_projects.readable().for_rows(),
            languages=languages_of(country, "name"),
            **kwargs,
        )


def public_image(request, path: str):
    """Serve a picture from `public/`; `?w=` gives a listed width, `?f=` a format."""
    name = f"public/{path}"
    if not is_shown(name):
        raise Http404
    return show(name, request.GET.get("w", ""), request.GET.get("f", ""))

"""The bulletin as readers see it."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import DetailView, ListView, View

from bulletin.forms import ArticleFilter
from bulletin.models import (
    PREVIEW_DAYS,
    Article,
    ArticleFile,
    Issue,
    IssueEdition,
    MostRead,
    Publication,
    Readership,
    Section,
)
from federation.access import Private
from federation.addresses import KeepsAddress, present
from federation.uploads import give

readership = Readership()


class KeysFirst(Paginator):
    """Pages far behind cost no more: keys by index alone, then the rows of the page."""

    def page(self, number):
        found = super().page(number)
        keys = list(found.object_list.values_list("pk", flat=True))
        rows = self.object_list.filter(pk__in=keys)
        return self._get_page(rows, found.number, self)


class Home(ListView):
    """The newest issue, then all articles, narrowed by section and year."""

    template_name = "bulletin/home.html"
    paginator_class = KeysFirst
    paginate_by = 12

    def get(self, request, *args, **kwargs):
        """A former word of a section leads on to its present one."""
        try:
            return super().get(request, *args, **kwargs)
        except Http404:
            asked = request.GET.copy()
            sections = Section.objects.filter(title__gt="")
            asked["muc"] = present(sections, asked.get("muc", ""))
            if asked["muc"] is None:
                raise
            path = reverse("bulletin:home")
            return redirect(f"{path}?{asked.urlencode()}", permanent=True)

    def get_queryset(self):
        articles = Article.objects.published().readable()
        self.years = articles.years()
        self.filter = ArticleFilter(self.request.GET, years=self.years)
        if not self.filter.is_valid():
            raise Http404
        return articles.narrowed(
            section=self.filter.cleaned_data["muc"],
            year=self.filter.cleaned_data["nam"],
        ).for_lines()

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            filter=self.filter.cleaned_data,
            sections=self.filter.fields["muc"].queryset,
            years=self.years,
            is_narrowed=any(self.filter.cleaned_data.values()),
            issues=Issue.objects.online().readable().for_cards()[:6],
            publication=Publication.objects.first(),
            most_read=self.most_read(),
            **kwargs,
        )

    def most_read(self) -> list[dict]:
        """Of the week and of the year, on the first page alone."""
        if self.request.GET:
            return []
        rows = MostRead.shown()
        found = [
            {"title": title, "places": [row for row in rows if row.span == span][:5]}
            for span, title in MostRead.Span.choices
        ]
        return [part for part in found if part["places"]]


class IssueDetail(DetailView):
    model = Issue
    template_name = "bulletin/issue_detail.html"

    def get_object(self):
        issues = Issue.objects.online().readable().for_page()
        found = issues.filter(
            year=self.kwargs["year"], number=self.kwargs["number"]
        ).first()
        if found is None:
            raise Http404
        return found

    def get_context_data(self, **kwargs):
        others = Issue.objects.online().readable().for_cards()
        return super().get_context_data(
            contents=self.object.contents(),
            others=others.exclude(pk=self.object.pk)[:4],
            previous=self.object.neighbour(-1),
            next=self.object.neighbour(+1),
            languages=self.object.languages(),
            pdf_size=self.object.pdf_size,
            editions=self.object.editions.for_readers(),
            masthead=self.object.masthead(),
            **kwargs,
        )


class IssuePdf(View):
    """The printed issue as a file."""

    def get(self, request, year, number):
        issues = Issue.objects.online().readable().exclude(pdf="")
        issue = get_object_or_404(issues, year=year, number=number)
        return give(issue.pdf, name=f"{year}-{number}.pdf", public=True)


class IssueEditionFile(View):
    """An issue as a PDF made from its texts, once the issue is out."""

    def get(self, request, year, number, form):
        issues = Issue.objects.online().readable().filter(year=year, number=number)
        edition = get_object_or_404(
            IssueEdition.objects.for_readers(), issue__in=issues, form=form
        )
        return give(edition.file, name=f"{year}-{number}-{form}.pdf", public=True)


class Attachment(KeepsAddress, View):
    """A file of a published article; of another one there is nothing to get."""

    def get_addressed(self):
        return Article.objects.published().readable()

    def get(self, request, slug, pk):
        articles = self.get_addressed().filter(slug=slug)
        file = get_object_or_404(ArticleFile, pk=pk, article__in=articles)
        return give(file.file, name=file.file_name, public=True)


class SharedPreview(Private, DetailView):
    """An unpublished text for people without an account, until the link ends."""

    template_name = "bulletin/article_detail.html"
    extra_context = {
        "is_preview": True,
        "is_shared": True,
        "preview_days": PREVIEW_DAYS,
    }

    def get_object(self):
        articles = Article.objects.previewed(self.kwargs["token"])
        return get_object_or_404(articles.for_page())

    def get_context_data(self, **kwargs):
        languages = ["vi", "en"] if self.object.title_en else ["vi"]
        return super().get_context_data(languages=languages, **kwargs)


class ArticleDetail(KeepsAddress, DetailView):
    template_name = "bulletin/article_detail.html"

    def get_queryset(self):
        return Article.objects.published().readable().for_page()

    def get(self, request, *args, **kwargs):
        response = super().get(request, *args, **kwargs)
        readership.count(request, self.object)
        return response

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            languages=self.object.languages,
            more=self.object.more(),
            **kwargs,
        )

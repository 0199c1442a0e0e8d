"""Statistics of commendations, on a page, as Excel and as Word."""

from django.core.files.base import ContentFile
from django.http import Http404
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from awards.actions.figures import figures
from awards.desk.base import RightMixin
from awards.exports import figures_workbook
from awards.forms import YearsForm
from federation import papers
from federation.models import Union
from federation.uploads import give

WORD = "documents/awards/figures.docx"


class FiguresMixin(RightMixin):
    right = "view_award"

    def figures(self) -> dict:
        self.form = YearsForm(self.request.GET)
        return figures(**self.form.years())

    def period(self) -> str:
        years = self.form.years()
        if not any(years.values()):
            return _("All years of the register")
        return f"{years['since'] or '…'}–{years['until'] or '…'}"


class Figures(FiguresMixin, TemplateView):
    template_name = "awards/desk/figures.html"

    def get_context_data(self, **kwargs):
        found = self.figures()
        return super().get_context_data(
            form=self.form, period=self.period(), **found, **kwargs
        )


class FiguresExport(FiguresMixin, View):
    """The same tables as Excel or Word."""

    def get(self, request, *args, **kwargs):
        found, name = self.figures(), _("statistics of commendations")
        if kwargs["form"] == "xlsx":
            return figures_workbook(name, rows_of(found))
        if kwargs["form"] != "docx":
            raise Http404
        union, lead = Union.objects.root(), found["all"]
        words = _(
            "%(total)d awards: %(collectives)d to collectives, %(individuals)d to "
            "individuals; share of collectives %(share)s."
        )
        data = {
            "issuer": (union.name or "").upper(),
            "period": self.period(),
            "lead": words % lead,
            "parts": found["parts"],
            "never": ", ".join(str(row) for row in found["never"]) or "–",
        }
        return give(ContentFile(papers.word(WORD, data)), name=f"{name}.docx")


def rows_of(found):
    """Every line of every table: part, name, numbers."""
    parts = [{"title": _("Together"), "rows": [found["all"]]}, *found["parts"]]
    for part in parts:
        for row in part["rows"]:
            numbers = (row["collectives"], row["individuals"], row["total"])
            yield [part["title"], row["name"], *numbers, row["percent"]]
    for association in found["never"]:
        yield [_("Never commended"), str(association), 0, 0, 0, None]

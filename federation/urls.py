"""Addresses of federation: public pages and the secretary's."""

from django.urls import path, register_converter
from django.utils.translation import gettext_lazy as _

from federation import views, workspace

app_name = "federation"


class CountryCode:
    """Two letters; the address is written in lower case."""

    regex = "[A-Za-z]{2}"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value.lower()


class TermYears:
    """2022-2027; after a merger began a new counting, 2024-2029-2."""

    regex = r"\d{4}-\d{4}(?:-\d{1,4})?"

    def to_python(self, value):
        start, end, *epoch = map(int, value.split("-"))
        return start, end, *(epoch or [1])

    def to_url(self, value):
        start, end, epoch = value
        return f"{start:04}-{end:04}" + (f"-{epoch}" if epoch > 1 else "")


register_converter(CountryCode, "country_code")
register_converter(TermYears, "term_years")

public = [
    path(_("about/"), views.About.as_view(), name="about"),
    path(_("about/terms/<term_years:years>/"), views.TermDetail.as_view(), name="term"),
    path(
        _("about/terms/<slug:slug>/<term_years:years>/"),
        views.OwnersTermDetail.as_view(),
        name="owners-term",
    ),
    path(_("about/bodies/<int:pk>/"), views.BodyDetail.as_view(), name="body"),
    path(_("about/people/<slug:slug>/"), views.PersonDetail.as_view(), name="person"),
    path(_("about/<slug:slug>/"), views.PageDetail.as_view(), name="page"),
    path(_("documents/"), views.DocumentList.as_view(), name="documents"),
    path(_("documents/<int:pk>/"), views.DocumentDetail.as_view(), name="document"),
    path(
        _("documents/<int:pk>/file/"),
        views.DocumentFile.as_view(),
        name="document-file",
    ),
    path(_("cooperation/"), views.Cooperation.as_view(), name="cooperation"),
    path(_("figures/"), views.Figures.as_view(), name="figures"),
    path(
        _("countries/<country_code:iso2>/"),
        views.CountryDetail.as_view(),
        name="country",
    ),
]
secretary = [
    path(_("workspace/my-offices/"), workspace.MyOffices.as_view(), name="my-offices"),
    path(
        _("workspace/my-offices/<int:pk>/propose/"),
        workspace.ProposeHandOver.as_view(),
        name="propose-hand-over",
    ),
]

urlpatterns = [*public, *secretary]

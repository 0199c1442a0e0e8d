"""What search engines may find of the institution, in the languages that exist."""

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from federation.models import Body, Country, Document, Page, Person, Term


class InEachLanguage(Sitemap):
    """Every row in every language in which it has a text, and only there."""

    i18n = True
    alternates = True
    protocol = "https" if settings.HTTPS else "http"
    fields: tuple[str, ...] = ()

    def get_languages_for_item(self, item):
        return [
            code
            for code, _name in settings.LANGUAGES
            if all(getattr(item, f"{field}_{code}") for field in self.fields)
        ]


class Pages(InEachLanguage):
    fields = ("title", "body")

    def items(self):
        return Page.objects.published()

    def lastmod(self, item):
        return item.updated_at


class Documents(InEachLanguage):
    fields = ("title",)

    def items(self):
        return Document.objects.public().in_order()


class Countries(InEachLanguage):
    fields = ("name",)

    def items(self):
        return Country.objects.order_by("iso2")


class People(InEachLanguage):
    def items(self):
        return Person.objects.public().in_order()


class Terms(InEachLanguage):
    """Of the union and of its associations."""

    def get_languages_for_item(self, item):
        return [code for code, _name in settings.LANGUAGES if named(item.owner, code)]

    def items(self):
        return Term.objects.public().for_rows().newest_first()


class Bodies(Terms):
    def items(self):
        return Body.objects.public().for_rows().order_by("pk")


def named(organization, code: str) -> bool:
    return bool(getattr(organization, f"name_{code}"))


class Institution(InEachLanguage):
    """The pages that always stand."""

    def items(self):
        return ["about", "documents", "cooperation", "figures"]

    def location(self, item):
        return reverse(f"federation:{item}")


SITEMAPS = {
    "institution": Institution,
    "pages": Pages,
    "documents": Documents,
    "countries": Countries,
    "people": People,
    "terms": Terms,
    "bodies": Bodies,
}

"""What every admin of the house is made of: search that folds, the mark of samples."""

from functools import reduce

from django.contrib.admin.utils import lookup_spawns_duplicates
from django.core.exceptions import FieldDoesNotExist
from django.db.models import F, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils.translation import gettext_lazy as _
from modeltranslation.translator import NotRegistered, translator
from modeltranslation.utils import build_localized_fieldname
from unfold.decorators import display

from federation.sortkey import Fold, fold

LANGUAGES = ("vi", "en")


def in_every_language(model, path: str) -> list[str]:
    """`owner__name` → `owner__name_vi`, `owner__name_en`; others stay as they are."""
    *relations, last = path.split("__")
    for name in relations:
        model = model._meta.get_field(name).related_model
    try:
        translated = last in translator.get_options_for_model(model).get_field_names()
        model._meta.get_field(f"{last}_vi")
    except (NotRegistered, FieldDoesNotExist):
        translated = False
    if not translated:
        return [path]
    names = [build_localized_fieldname(last, language) for language in LANGUAGES]
    return ["__".join([*relations, name]) for name in names]


class FoldSearchMixin:
    """`huu nghi` finds “Hữu nghị”: every word, in any of `search_fields`, folded.

    Translated fields are searched in both languages. Put it before ModelAdmin.
    """

    def get_search_results(self, request, queryset, search_term):
        fields = [str(field).lstrip("^=@") for field in self.get_search_fields(request)]
        words = fold(search_term).replace('"', " ").split()
        if not fields or not words:
            return queryset, False
        paths = [
            path for name in fields for path in in_every_language(self.model, name)
        ]
        texts = [Coalesce(Cast(F(path), TextField()), Value("")) for path in paths]
        hay = reduce(lambda left, right: Concat(left, Value("\n"), right), texts)
        queryset = queryset.alias(_hay=Fold(hay))
        for word in words:
            queryset = queryset.filter(_hay__contains=word)
        opts = self.model._meta
        return queryset, any(lookup_spawns_duplicates(opts, path) for path in paths)


class DemoMark:
    """Sample rows carry a mark in the list, and a filter finds them."""

    def get_list_display(self, request):
        return [*super().get_list_display(request), "demo_mark"]

    def get_list_filter(self, request):
        return [*super().get_list_filter(request), "is_demo"]

    @display(description=_("origin"), label={"demo": "warning"}, ordering="is_demo")
    def demo_mark(self, obj):
        return ("demo", _("sample data")) if obj.is_demo else ""

"""What every admin of the house is made of: folding search, marks, history."""

from html import unescape

from django.apps import apps
from django.contrib.admin.utils import lookup_spawns_duplicates
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import FieldDoesNotExist
from django.db.models import (
    PROTECT,
    DateField,
    DecimalField,
    F,
    Func,
    IntegerField,
    Lookup,
    TextField,
    URLField,
)
from django.db.models.deletion import get_candidate_relations_to_delete
from django.template.defaultfilters import linebreaksbr
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TabbedTranslationAdmin
from modeltranslation.translator import NotRegistered, translator
from modeltranslation.utils import build_localized_fieldname
from unfold.admin import ModelAdmin
from unfold.decorators import display

from accounts.admin import ReadOnly
from federation.admin.history import HistoryMixin
from federation.forms import WholeNumber, WholeNumberField
from federation.richtext import RichTextField, checked, render
from federation.sortkey import Fold, fold
from federation.written import partial_date, written

__all__ = [
    "DemoMark",
    "Desk",
    "PlainDesk",
    "ReadOnly",
    "SecureAddresses",
]
LANGUAGES = ("vi", "en")
# A column with what the list is searched for, in the shape of `fold`.
FOLDED = "folded"
SEEN_WORDS = ("published", "public", "online", "readable")


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


class Lines(Func):
    """Texts, numbers and days under each other; what is empty takes no line."""

    template = "concat_ws(chr(10), %(expressions)s)"
    output_field = TextField()


class HasAll(Lookup):
    """Each of these words; the text is put together once for all of them."""

    lookup_name, prepare_rhs = "has_all", False

    def as_sql(self, compiler, connection):
        text, params = self.process_lhs(compiler, connection)
        like = connection.ops.prep_for_like_query
        words = [f"%{like(word)}%" for word in self.rhs]
        return f"{text} LIKE ALL (%s::text[])", [*params, words]


class FoldSearchMixin:
    """`huu nghi` finds “Hữu nghị”: every word, in any of `search_fields`, folded.

    Translated fields are searched in both languages; `folded` is read as the database
    keeps it. Put it before ModelAdmin.
    """

    def get_ordering(self, request):
        """Always some order: the pages of a choice must never overlap."""
        ordered = super().get_ordering(request) or self.model._meta.ordering
        return ordered or ["name" if hasattr(self.model, "name") else "pk"]

    def get_search_results(self, request, queryset, search_term):
        fields = [str(field).lstrip("^=@") for field in self.get_search_fields(request)]
        words = fold(search_term).replace('"', " ").split()
        if not fields or not words:
            return queryset, False
        paths = [
            path for name in fields for path in in_every_language(self.model, name)
        ]
        plain = [path for path in paths if path != FOLDED]
        texts = [F(FOLDED)] if FOLDED in paths else []
        texts += [Fold(Lines(*plain))] if plain else []
        queryset = queryset.filter(HasAll(Lines(*texts), words))
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


class Written:
    """Lists and what is only read: no idle decimals, days as far as they are known.

    Editors' texts are shown as readers see them, plain texts keep their lines.
    """

    def get_list_display(self, request):
        return [self.column(name) for name in super().get_list_display(request)]

    def column(self, name):
        try:
            field = self.opts.get_field(name)
        except (FieldDoesNotExist, TypeError):
            return name
        if isinstance(field, DecimalField):
            return column(field, lambda obj: in_figures(getattr(obj, name)))
        precision = f"{name.removesuffix('_on')}_precision"
        if isinstance(field, DateField) and hasattr(self.model, precision):
            return column(
                field,
                lambda obj: (
                    partial_date(getattr(obj, name), getattr(obj, precision)) or None
                ),
            )
        return name

    @property
    def readonly_preprocess_fields(self):
        """What unfold does to the escaped text of a field that is only read."""
        return {
            field.name: as_readers_see if isinstance(field, RichTextField) else in_lines
            for field in self.opts.get_fields()
            if isinstance(field, TextField)
        }


def column(field, value):
    """A column of a list that says the value of a field in its own way."""
    value.short_description = field.verbose_name
    value.admin_order_field = field.name
    value.empty_value_display = "–"
    value.__name__ = field.name
    return value


def in_figures(value):
    return None if value is None else written(value)


def as_readers_see(contents):
    return render(unescape(contents))


def in_lines(contents):
    return linebreaksbr(contents)


class OnSite:
    """“View on site” is offered where a visitor finds the page, and nowhere else."""

    def get_view_on_site_url(self, obj=None):
        if obj is None or not is_open_to_visitors(obj):
            return None
        return super().get_view_on_site_url(obj)


def is_open_to_visitors(obj) -> bool:
    """Asked in the words that pages themselves ask with: no word, no public page."""
    rows = type(obj)._default_manager.filter(pk=obj.pk)
    words = [word for word in SEEN_WORDS if hasattr(rows, word)]
    if hasattr(rows, "visible_to"):
        rows = rows.visible_to(AnonymousUser())
    elif not words:
        return False
    for word in words:
        rows = getattr(rows, word)()
    return rows.exists()


class PlainDeletion:
    """The page that asks before deleting names rows, not the links between rows.

    Where many rows keep it from being deleted, it counts them and reads none.
    """

    MANY = 50

    def get_deleted_objects(self, objs, request):
        if (held := held_by(objs)) and sum(held.values()) > self.MANY:
            lines = [f"{capfirst(name)}: {number}" for name, number in held.items()]
            return [str(obj) for obj in objs], {}, set(), lines
        lines, counts, rights, protected = super().get_deleted_objects(objs, request)
        links = [m for m in apps.get_models(include_auto_created=True) if is_link(m)]
        starts = tuple(f"{capfirst(m._meta.verbose_name)}: " for m in links)
        names = {m._meta.verbose_name_plural for m in links}
        counts = {name: n for name, n in counts.items() if name not in names}
        return without(starts, lines), counts, rights, protected


def held_by(objs) -> dict:
    """{what: how many} of the rows that forbid to delete these: one query each."""
    rows, found = list(objs), {}
    for relation in get_candidate_relations_to_delete(rows[0]._meta) if rows else ():
        if relation.on_delete is PROTECT and relation.related_model._meta.managed:
            key = f"{relation.field.name}__in"
            number = relation.related_model._base_manager.filter(**{key: rows}).count()
            name = str(relation.related_model._meta.verbose_name_plural)
            if number:
                found[name] = found.get(name, 0) + number
    return found


def is_link(model) -> bool:
    return bool(model._meta.auto_created)


def without(starts: tuple[str, ...], lines: list) -> list:
    """The tree of lines, those beginning so left out."""
    kept = [
        without(starts, line) if isinstance(line, list) else line
        for line in lines
        if isinstance(line, list) or not line.startswith(starts)
    ]
    return [line for line in kept if line != []]


class SecureAddresses:
    """An address typed without its beginning is https; no identity numbers.

    A whole number is read as people write it, its thousands apart or not.
    """

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if isinstance(db_field, IntegerField) and not db_field.choices:
            kwargs |= {"form_class": WholeNumberField, "widget": WholeNumber}
        if isinstance(db_field, URLField):
            kwargs["assume_scheme"] = "https"
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        return checked(super().formfield_for_dbfield(db_field, request, **kwargs))


class Desk(
    SecureAddresses,
    PlainDeletion,
    FoldSearchMixin,
    HistoryMixin,
    OnSite,
    Written,
    ModelAdmin,
    TabbedTranslationAdmin,
):
    """A staff screen with text in two languages."""

    warn_unsaved_form = True
    list_per_page = 50


class PlainDesk(
    SecureAddresses,
    PlainDeletion,
    FoldSearchMixin,
    HistoryMixin,
    OnSite,
    Written,
    ModelAdmin,
):
    """A staff screen without translated fields."""

    warn_unsaved_form = True
    list_per_page = 50

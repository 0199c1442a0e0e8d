"""Everything × language: where it stands, who is to act; both texts side by side."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, path, reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import build_localized_fieldname
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from federation.admin.desk import PlainDesk
from federation.exports import excel
from federation.models import TranslationState, translated_models
from federation.models.translations import (
    REVIEW,
    SOURCE,
    WRITE,
    difference,
    fingerprint,
    parts,
    rests,
    text_of,
)
from federation.richtext import NoIdentityNumber, RichTextField

State = TranslationState.State
TONES = {
    State.NONE: "danger",
    State.MACHINE: "warning",
    State.IN_PROGRESS: "info",
    State.REVIEWED: "success",
    State.STALE: "danger",
}


# What somebody did, as the record calls it.
DEEDS = {
    "save": _("Translation written"),
    "reviewed": _("Translation read and right"),
    "machine": _("A machine's draft"),
}


class AppFilter(admin.SimpleListFilter):
    title, parameter_name = _("part of the portal"), "app"

    def lookups(self, request, model_admin):
        found = parts().items()
        return sorted((label, str(config.verbose_name)) for label, config in found)

    def queryset(self, request, queryset):
        app = self.value()
        return queryset.filter(content_type__app_label=app) if app else queryset


class KindFilter(admin.SimpleListFilter):
    title, parameter_name = _("kind of text"), "kind"

    def lookups(self, request, model_admin):
        found = [
            (model._meta.label_lower, capfirst(model._meta.verbose_name_plural))
            for model in translated_models()
        ]
        return sorted(found, key=lambda pair: pair[1])

    def queryset(self, request, queryset):
        app, _dot, model = (self.value() or "").partition(".")
        if not model:
            return queryset
        return queryset.filter(content_type__app_label=app, content_type__model=model)


class WhoFilter(admin.SimpleListFilter):
    title, parameter_name = _("who is to act"), "who"

    def lookups(self, request, model_admin):
        return [("translator", _("translator")), ("editor", _("editor"))]

    def queryset(self, request, queryset):
        return queryset.for_whom(self.value()) if self.value() else queryset


class TranslationForm(NoIdentityNumber, forms.Form):
    """The texts of one object in one language; what was on the screen comes back."""

    def __init__(self, *args, obj, state, **kwargs):
        super().__init__(*args, **kwargs)
        self.obj, self.state, self.pairs = obj, state, []
        for name in state.names:
            column = build_localized_fieldname(name, state.language)
            self.fields[name] = self.text_field(obj._meta.get_field(column))
            self.initial[name] = text_of(obj, name, state.language)
            for part, language in (("from", SOURCE), ("was", state.language)):
                self.fields[f"{part}_{name}"] = forms.CharField(
                    widget=forms.HiddenInput, required=False, max_length=64
                )
                shown = fingerprint(text_of(obj, name, language))
                self.initial[f"{part}_{name}"] = shown

    def text_field(self, column):
        field = column.formfield(required=False)
        if not isinstance(column, RichTextField):
            area = isinstance(field.widget, forms.Textarea)
            kind = UnfoldAdminTextareaWidget if area else UnfoldAdminTextInputWidget
            field.widget = kind(attrs={"lang": self.state.language})
        return field

    def clean(self):
        """Nobody's text is written over: neither side may have changed meanwhile."""
        data = super().clean()
        for name in self.state.names:
            written = text_of(self.obj, name, self.state.language)
            untouched = data.get(f"was_{name}") == fingerprint(written)
            if not untouched and data.get(name, written) != written:
                words = _("Someone else has changed this text meanwhile: %s")
                self.add_error(name, words % written)
        return data

    def rows(self) -> list[dict]:
        """What the page shows side by side."""
        found = []
        for name in self.state.names:
            source = text_of(self.obj, name, SOURCE)
            changed = None
            if name in self.state.stale:
                before = self.state.source_before(self.obj, name)
                changed = difference(before, source) if before is not None else None
            column = self.obj._meta.get_field(f"{name}_{SOURCE}")
            found.append(
                {
                    "label": capfirst(str(self.obj._meta.get_field(name).verbose_name)),
                    "source": source,
                    "is_rich": isinstance(column, RichTextField),
                    "field": self[name],
                    "hidden": [self[f"from_{name}"], self[f"was_{name}"]],
                    "changed": changed,
                    "is_stale": name in self.state.stale,
                    "is_lacking": name in self.state.lacking,
                }
            )
        return found

    def sources(self) -> dict:
        """The Vietnamese that was on the screen, as fingerprints."""
        return {name: self.cleaned_data[f"from_{name}"] for name in self.state.names}

    def changed(self) -> dict:
        return {
            build_localized_fieldname(name, self.state.language): self.cleaned_data[
                name
            ]
            for name in self.state.names
            if self.cleaned_data[name] != text_of(self.obj, name, self.state.language)
        }


@admin.register(TranslationState)
class TranslationStateAdmin(PlainDesk):
    """A table of all texts; a click opens both languages side by side."""

    list_display = ["shown_label", "kind", "language", "shown_state", "who", "changed"]
    list_filter = ["state", WhoFilter, AppFilter, KindFilter, "language"]
    list_select_related = ["content_type"]
    search_fields = ["label"]
    ordering = ["content_type__app_label", "label", "pk"]
    actions = ["say_reviewed"]
    list_before_template = "federation/admin/translation_counts.html"

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    @display(description=_("text"), ordering="label")
    def shown_label(self, obj):
        return obj.label

    @display(description=_("kind of text"))
    def kind(self, obj):
        model = obj.content_type.model_class()
        return capfirst(model._meta.verbose_name) if model else obj.content_type

    @display(description=_("state"), ordering="state", label=TONES)
    def shown_state(self, obj):
        return obj.state, obj.get_state_display()

    @display(description=_("who is to act"))
    def who(self, obj):
        if obj.state == State.REVIEWED:
            return ""
        whole = obj.state == State.IN_PROGRESS and not obj.lacking
        return _("editor") if whole else _("translator")

    @display(description=_("changed"), ordering="updated_at")
    def changed(self, obj):
        return obj.updated_at

    def get_urls(self):
        export = self.admin_site.admin_view(self.export)
        return [
            path("export/", export, name="federation_translationstate_export"),
            *super().get_urls(),
        ]

    def export(self, request):
        """The rows of the list as it is filtered, as an Excel file."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            rows = self.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters:
            return redirect("admin:federation_translationstate_changelist")
        head = [_("text"), _("kind of text"), _("language"), _("state")]
        head += [_("who is to act"), _("fields not translated")]
        head += [_("fields out of date"), _("changed")]
        lines = (
            [
                *(row.label, str(self.kind(row)), row.language),
                *(row.get_state_display(), str(self.who(row))),
                *(", ".join(row.lacking), ", ".join(row.stale), row.updated_at),
            ]
            for row in rows.select_related("content_type").iterator(2000)
        )
        return excel("translations", str(self.opts.verbose_name_plural), head, lines)

    def changelist_view(self, request, extra_context=None):
        counts = self.get_queryset(request).counts()
        return super().changelist_view(
            request, {"counts": counts} | (extra_context or {})
        )

    def has_review_permission(self, request):
        return request.user.has_perm(REVIEW)

    @admin.action(description=_("Read and right"), permissions=["review"])
    def say_reviewed(self, request, queryset):
        """Only whole translations; what lacks or is out of date stays as it is."""
        done = 0
        with transaction.atomic():
            for state in queryset.select_for_update(of=["self"]):
                if state.state in {State.IN_PROGRESS, State.MACHINE} and not (
                    state.lacking or state.stale or state.target is None
                ):
                    state.was_made_from(
                        state.target, {}, mark=State.REVIEWED, by=request.user
                    )
                    done += 1
        text = ngettext(
            "%(done)s translation is marked as read and right.",
            "%(done)s translations are marked as read and right.",
            done,
        )
        self.message_user(request, text % {"done": done}, messages.SUCCESS)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        state = self.get_object(request, object_id)
        if state is None or (obj := state.target) is None:
            raise Http404
        if not self.has_view_permission(request, state):
            raise PermissionDenied
        may = self.moves_open_to(request.user, state, obj)
        if request.method == "POST":
            return self.write(request, state, obj, may)
        return self.page(
            request, state, obj, TranslationForm(obj=obj, state=state), may
        )

    @transaction.atomic
    def write(self, request, state, obj, may):
        """What the form compares with is locked, so nobody writes in between."""
        move = request.POST.get("move", "")
        if move not in may:
            raise PermissionDenied
        locked = type(obj)._base_manager.select_for_update(of=["self"])
        obj = locked.get(pk=obj.pk)
        if rests(obj):
            raise PermissionDenied
        form = TranslationForm(request.POST, obj=obj, state=state)
        written = form.changed() if form.is_valid() else {}
        if form.is_valid() and self.keep(form, written):
            self.settle(request, state, form, written, move)
            return redirect(request.path)
        return self.page(request, state, obj, form, may)

    def keep(self, form, written: dict) -> bool:
        """Write them down; the database refuses where a text rests once it is used."""
        for name, text in written.items():
            setattr(form.obj, name, text)
        stamps = {"updated_at"} & {f.name for f in form.obj._meta.concrete_fields}
        try:
            with transaction.atomic():
                if written:
                    form.obj.save(update_fields=[*written, *stamps])
        except IntegrityError:
            form.obj.refresh_from_db()
            form.add_error(None, _("This text was used already: it stays as it is."))
        return form.is_valid()

    def moves_open_to(self, user, state, obj) -> set[str]:
        """Who may write here, and who may say it is right; nobody once it rests."""
        if rests(obj):
            return set()
        opts = obj._meta
        change = f"{opts.app_label}.change_{opts.model_name}"
        moves = set()
        if user.has_perm(WRITE) or user.has_perm(change):
            moves |= {"save", "machine"}
        if user.has_perm(REVIEW):
            moves |= {"save", "reviewed"}
        return moves

    def settle(self, request, state, form, written: dict, move: str) -> None:
        """Remember the source the translation was made from, and by whom."""
        row = TranslationState.objects.about(form.obj, state.language)
        sources = form.sources()
        if move == "save":
            sources = {
                name: source
                for name, source in sources.items()
                if build_localized_fieldname(name, state.language) in written
            }
        kept = "" if written else row.mark
        mark = {"reviewed": State.REVIEWED, "machine": State.MACHINE}.get(move, kept)
        row.was_made_from(form.obj, sources, mark=mark, by=request.user)
        self.log_change(request, row, str(DEEDS[move]))
        self.message_user(request, gettext("Saved."), messages.SUCCESS)

    def page(self, request, state, obj, form, may):
        context = {
            **self.admin_site.each_context(request),
            "title": state.label,
            "opts": self.opts,
            "state": state,
            "tone": TONES[state.state],
            "form": form,
            "rows": form.rows(),
            "may": may,
            "rests": rests(obj),
            "media": self.media + form.media,
            "home": self.own_form(obj),
            "now": timezone.now(),
        }
        return TemplateResponse(request, "federation/admin/translation.html", context)

    def own_form(self, obj) -> str:
        """The object's own desk, when it has one."""
        opts = obj._meta
        try:
            return reverse(
                f"admin:{opts.app_label}_{opts.model_name}_change", args=[obj.pk]
            )
        except NoReverseMatch:
            return ""

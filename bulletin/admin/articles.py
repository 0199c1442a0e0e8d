"""Articles and sections as editors, translators and publishers see them."""

import pghistory
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.utils import flatten, flatten_fieldsets
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin, TranslationStackedInline
from unfold.admin import StackedInline, TabularInline
from unfold.decorators import display

from bulletin.admin.autosave import Autosave
from bulletin.admin.buttons import (
    Button,
    ButtonsMixin,
    OfferedButtons,
    add_buttons,
)
from bulletin.admin.imports import OldArticles
from bulletin.forms import ArticleForm
from bulletin.models import (
    Article,
    ArticleFile,
    ArticlePhoto,
    Correction,
    EnglishState,
    Section,
)
from federation.admin import DemoMark, Desk, PlainDesk
from federation.models import Photo, PublishState

STATE_TONES = {
    PublishState.DRAFT: "",
    PublishState.IN_REVIEW: "info",
    PublishState.APPROVED: "info",
    PublishState.SCHEDULED: "warning",
    PublishState.PUBLISHED: "success",
    PublishState.UNPUBLISHED: "danger",
    PublishState.ARCHIVED: "",
}
ENGLISH_TONES = {
    EnglishState.NONE: "",
    EnglishState.TRANSLATING: "warning",
    EnglishState.REVIEWED: "info",
    EnglishState.PUBLISHED: "success",
}
SUBMIT, REVIEW, PUBLISH, TRANSLATE = (
    f"bulletin.{verb}_article" for verb in ("submit", "review", "publish", "translate")
)
CHANGE = "bulletin.change_article"
S, E = PublishState, EnglishState
# What was taken down is shown to nobody outside until somebody works on it again.
PREVIEWED = set(S) - {S.UNPUBLISHED, S.ARCHIVED}
ENGLISH_FIELDS = {"title_en", "lead_en", "body_en"}


def button(transition, label, permission, *sources, **kwargs):
    return Button(transition, label, permission, frozenset(sources), **kwargs)


@admin.register(Section)
class SectionAdmin(DemoMark, Desk):
    list_display = ["title", "slug", "parent", "display_order"]
    list_editable = ["display_order"]
    list_select_related = ["parent"]
    search_fields = ["title"]
    autocomplete_fields = ["parent"]


def is_theirs(user, article) -> bool:
    """Drafts are the authors', texts in review the editors', all the publishers'."""
    mine = {S.DRAFT, S.UNPUBLISHED} if user.has_perm(SUBMIT) else set()
    if user.has_perm(REVIEW):
        mine |= {S.DRAFT, S.UNPUBLISHED, S.IN_REVIEW}
    return article.status in mine or user.has_perm(PUBLISH)


class OfArticle:
    """Pictures and files of an article rest when its Vietnamese does."""

    def has_add_permission(self, request, obj):
        may = obj is None or is_theirs(request.user, obj)
        return may and super().has_add_permission(request, obj)

    def has_change_permission(self, request, obj=None):
        may = obj is None or is_theirs(request.user, obj)
        return may and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        may = obj is None or is_theirs(request.user, obj)
        return may and super().has_delete_permission(request, obj)


class PhotoInline(OfArticle, TabularInline):
    model = ArticlePhoto
    extra = 0
    autocomplete_fields = ["photo"]
    verbose_name_plural = _("gallery")


class FileInline(OfArticle, StackedInline, TranslationStackedInline):
    model = ArticleFile
    extra = 0
    fields = ["title", "file", "display_order"]


class CorrectionInline(StackedInline, TranslationStackedInline):
    model = Correction
    extra = 0
    fields = ["note", "made_at"]


@add_buttons
@admin.register(Article)
class ArticleAdmin(
    DemoMark,
    OfferedButtons,
    Autosave,
    OldArticles,
    PlainDesk,
    TranslationAdmin,
    ButtonsMixin,
):
    form = ArticleForm
    list_display = [
        *("title", "section", "state", "english", "published_at", "shown_views"),
    ]
    list_filter = ["status", "en_state", "kind", "section"]
    list_select_related = ["section"]
    date_hierarchy = "published_at"
    search_fields = ["title", "lead", "authors"]
    autocomplete_fields = [
        *("section", "issue", "cover", "associations", "countries"),
        *("events", "documents"),
    ]
    readonly_fields = [
        *("status", "en_state", "remark", "submitted_by", "submitted_at"),
        *("counted_views", "links"),
    ]
    inlines = [PhotoInline, FileInline, CorrectionInline]
    moved_elsewhere = frozenset(
        {
            *("status", "en_state", "remark", "submitted_by", "submitted_at"),
            *("published_at", "publish_at", "counted_views"),
            *("preview_key", "preview_until"),
        }
    )
    fieldsets = [
        # Both languages side by side: a line holds both.
        (
            None,
            {
                "fields": [
                    *(("title_vi", "title_en"), ("lead_vi", "lead_en")),
                    ("body_vi", "body_en"),
                ],
                "classes": ["bothlanguages"],
            },
        ),
        (_("Where it stands"), {"fields": ["status", "en_state", "remark", "links"]}),
        (
            _("Move it on"),
            {
                "fields": [
                    *(("reason", "reason_en"), "is_slip"),
                    *("publish_at", "published_at"),
                ]
            },
        ),
        (
            _("Where it belongs"),
            {"fields": ["kind", "section", "issue", "page", "slug"]},
        ),
        (
            _("Credits"),
            {"fields": ["authors", "photographers", "source", "original_url"]},
        ),
        (
            _("Lead photograph"),
            {
                "fields": [
                    *("cover", "cover_focus", "new_photo", "new_photo_credit"),
                    *("new_photo_alt_vi", "new_photo_alt_en"),
                    *("new_photo_caption_vi", "new_photo_caption_en"),
                ]
            },
        ),
        (
            _("Related"),
            {"fields": ["associations", "countries", "events", "documents"]},
        ),
        (_("Readers"), {"fields": ["imported_views", "counted_views"]}),
    ]
    buttons = (
        button("submit", _("Send for review"), SUBMIT, S.DRAFT),
        button(
            *("return_to_author", _("Return with remark"), REVIEW, S.IN_REVIEW),
            with_reason=True,
        ),
        button("approve", _("Approve the article"), REVIEW, S.IN_REVIEW),
        button("schedule", _("Schedule"), PUBLISH, S.APPROVED),
        button("unschedule", _("Take off the schedule"), PUBLISH, S.SCHEDULED),
        button("publish", _("Publish now"), PUBLISH, S.APPROVED, S.SCHEDULED),
        button(
            *("unpublish", _("Take down"), PUBLISH, S.PUBLISHED),
            with_reason=True,
        ),
        button("reopen", _("Work on it again"), PUBLISH, S.UNPUBLISHED),
        button("archive", _("Archive"), PUBLISH, S.UNPUBLISHED),
        button(
            *("start_english", _("Translate into English"), TRANSLATE, E.NONE),
            state="en_state",
            only_if=lambda article: not article.title_en,
        ),
        button(
            *("review_english", _("English is right"), REVIEW, E.NONE, E.TRANSLATING),
            state="en_state",
            only_if=lambda article: article.title_en,
        ),
        button(
            *("publish_english", _("Publish the English"), PUBLISH, E.REVIEWED),
            state="en_state",
        ),
        button(
            *("withdraw_english", _("Take the English down"), PUBLISH, E.PUBLISHED),
            state="en_state",
        ),
        button("open_preview", _("New preview link"), CHANGE, *PREVIEWED),
        button(
            *("end_preview", _("End the preview link"), CHANGE, *PREVIEWED),
            only_if=lambda article: article.has_preview,
        ),
    )

    @display(description=_("status"), ordering="status", label=STATE_TONES)
    def state(self, obj):
        return obj.status, obj.get_status_display()

    @display(description=_("English"), ordering="en_state", label=ENGLISH_TONES)
    def english(self, obj):
        return obj.en_state, obj.get_en_state_display()

    @display(description=_("views"), ordering=F("imported_views") + F("counted_views"))
    def shown_views(self, obj):
        return obj.views

    @admin.display(description=_("Look at it"))
    def links(self, obj):
        """The preview for staff, and one for people without an account."""
        if obj.pk is None:
            return "–"
        look = reverse("bulletin:workspace-preview", args=[obj.pk])
        preview = format_html(
            '<a class="text-primary-600" href="{}" target="_blank">{}</a>',
            *(look, _("Preview")),
        )
        if not obj.has_preview:
            return preview
        shown = f"{settings.SITE_URL}{obj.preview_url()}"
        until = date_format(timezone.localtime(obj.preview_until), "DATETIME_FORMAT")
        return format_html(
            '{}<br>{} <a class="text-primary-600 break-all" href="{}">{}</a>',
            *(preview, _("For people without an account, until %s:") % until),
            *(shown, shown),
        )

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("submitted_by")

    def get_fieldsets(self, request, obj=None):
        """Who only reads gets no places to type in: those are the form's alone."""
        sets = super().get_fieldsets(request, obj)
        typed = set(self.form.declared_fields)
        typed -= {field.name for field in self.opts.get_fields()}
        if obj is None or is_theirs(request.user, obj):
            return sets
        if self.has_change_permission(request, obj):
            # A reason goes with a button; what readers see is not theirs to correct.
            typed -= {"reason"}
        kept = []
        for name, told in sets:
            fields = [field for field in flatten(told["fields"]) if field not in typed]
            kept.append((name, told | {"fields": fields}))
        return [(name, told) for name, told in kept if told["fields"]]

    def get_readonly_fields(self, request, obj=None):
        """Drafts are the authors', texts in review the editors', then the publishers'.

        Dates are the publishers' always; who only translates writes the English, until
        readers see it.
        """
        fixed = list(super().get_readonly_fields(request, obj))
        may = request.user.has_perm
        if may(PUBLISH):
            return fixed
        fixed += ["published_at", "publish_at", "imported_views"]
        if obj is None or is_theirs(request.user, obj):
            return fixed
        every = {field.name for field in self.opts.get_fields()}
        every &= set(flatten_fieldsets(super().get_fieldsets(request, obj)))
        out = obj.status == S.PUBLISHED and obj.en_state == E.PUBLISHED
        writes = may(TRANSLATE) or may(REVIEW)
        open_to = ENGLISH_FIELDS if writes and not out else set()
        return [*fixed, *sorted(every - open_to - set(fixed))]

    def save_model(self, request, obj, form, change):
        data = form.cleaned_data
        if data.get("new_photo") and is_theirs(request.user, obj):
            obj.cover = self.new_photo(data)
        with pghistory.context(reason=data.get("reason", "")):
            super().save_model(request, obj, form, change)
        if notes := form.correction():
            note = Correction(**notes, made_by=request.user)
            obj.corrections.add(note, bulk=False)
        english = ENGLISH_FIELDS & set(form.changed_data)
        if english and obj.title_en:
            names = [name.removesuffix("_en") for name in english]
            obj.note_english(by=request.user, names=names)
        else:
            obj.follow_english()
        if words := form.suspicious():
            text = gettext("These words may have lost a space: %s.")
            messages.warning(request, text % ", ".join(words[:12]))

    def new_photo(self, data) -> Photo:
        """The uploaded photograph, with its words."""
        return Photo.objects.create(
            file=data["new_photo"],
            alt_vi=data["new_photo_alt_vi"],
            alt_en=data["new_photo_alt_en"],
            caption_vi=data["new_photo_caption_vi"],
            caption_en=data["new_photo_caption_en"],
            credit=data["new_photo_credit"],
        )

    def save_formset(self, request, form, formset, change):
        for row in formset.save(commit=False):
            if isinstance(row, Correction) and row.made_by_id is None:
                row.made_by = request.user
            row.save()
        for row in formset.deleted_objects:
            row.delete()
        formset.save_m2m()

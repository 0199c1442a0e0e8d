"""What editors and readers may enter."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminFileFieldWidget,
    UnfoldAdminImageFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanWidget,
)

from bulletin.documents.old import RowReader, judged, read_files
from bulletin.models import Article, EnglishState, Section
from bulletin.models.words import glued, typographic, typographic_html
from federation.forms import NothingLost
from federation.models import PublishState
from federation.richtext import plain
from federation.sortkey import free_slug
from federation.uploads import CheckedImageField

# What readers of a language see; whose words and pictures they are, all of them.
CREDITS = {"authors", "photographers", "source", "original_url"}
VIETNAMESE = {"title_vi", "lead_vi", "body_vi"} | CREDITS
ENGLISH = {"title_en", "lead_en", "body_en"} | CREDITS


class ArticleFilter(forms.Form):
    """What a reader may narrow the list of articles to; the words of the address."""

    muc = forms.ModelChoiceField(
        Section.objects.none(), to_field_name="slug", required=False, label=_("Section")
    )
    nam = forms.TypedChoiceField(
        coerce=int, required=False, label=_("Year"), empty_value=None
    )

    def __init__(self, *args, years=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["muc"].queryset = Section.objects.filter(title__gt="")
        self.fields["nam"].choices = [(year, year) for year in years]


class SubscribeForm(forms.Form):
    """An address, a language, topics; a field no person sees catches machines."""

    email = forms.EmailField(
        label=_("E-mail"),
        max_length=200,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    topics = forms.ModelMultipleChoiceField(
        Section.objects.none(),
        required=False,
        label=_("Topics"),
        help_text=_("None chosen: everything."),
        widget=forms.CheckboxSelectMultiple,
    )
    website = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["topics"].queryset = Section.objects.filter(title__gt="")

    @property
    def is_machine(self) -> bool:
        return bool(self.cleaned_data.get("website"))


class ChoicesForm(SubscribeForm):
    """What a reader may change: language and topics, not the address."""

    email = None


class FilesInput(UnfoldAdminFileFieldWidget):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once, each checked by whoever reads it."""

    widget = FilesInput

    def clean(self, data, initial=None):
        files = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(file, initial) for file in files]


class OldArticlesForm(forms.Form):
    """Files with old articles; what they hold is read when the form is."""

    files = FilesField(label=_("Files"))
    section = forms.ModelChoiceField(
        Section.objects.all(),
        required=False,
        label=_("Section"),
        help_text=_("For articles that name none."),
        widget=UnfoldAdminSelectWidget,
    )

    def clean(self):
        data = super().clean()
        if data.get("files"):
            reader = RowReader(data.get("section"))
            data["rows"] = judged(
                [reader.read(row) for row in read_files(data["files"])]
            )
        return data


def line(label, length: int) -> forms.CharField:
    """One optional line of text in the look of the admin."""
    return forms.CharField(
        label=label,
        required=False,
        max_length=length,
        widget=UnfoldAdminTextInputWidget(),
    )


class ArticleForm(NothingLost):
    """An article in both languages, with a photograph uploaded on the way."""

    TYPED = ("title", "lead", "body")

    reason = forms.CharField(
        label=_("Remark or reason"),
        required=False,
        max_length=1000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
        help_text=_(
            "For the author when you return the article; the reason when you take it "
            "down; what you corrected when it is published already."
        ),
    )
    reason_en = forms.CharField(
        label=_("What you corrected, in English"),
        required=False,
        max_length=1000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
        help_text=_("Readers of the English see this note beside the text."),
    )
    is_slip = forms.BooleanField(
        label=_("Only a slip of the pen"),
        required=False,
        widget=UnfoldBooleanWidget(),
        help_text=_(
            "The reason stays on record, but readers see no note of a correction."
        ),
    )
    new_photo = CheckedImageField(
        label=_("New lead photograph"),
        required=False,
        widget=UnfoldAdminImageFieldWidget(),
    )
    new_photo_alt_vi = forms.CharField(
        label=capfirst(_("alternative text (Vietnamese)")),
        required=False,
        max_length=250,
        widget=UnfoldAdminTextInputWidget(),
    )
    new_photo_alt_en = forms.CharField(
        label=capfirst(_("alternative text (English)")),
        required=False,
        max_length=250,
        widget=UnfoldAdminTextInputWidget(),
    )
    new_photo_caption_vi = forms.CharField(
        label=capfirst(_("caption (Vietnamese)")),
        required=False,
        max_length=300,
        widget=UnfoldAdminTextInputWidget(),
    )
    new_photo_caption_en = forms.CharField(
        label=capfirst(_("caption (English)")),
        required=False,
        max_length=300,
        widget=UnfoldAdminTextInputWidget(),
    )
    new_photo_credit = forms.CharField(
        label=capfirst(_("credit")),
        required=False,
        max_length=120,
        widget=UnfoldAdminTextInputWidget(),
    )

    class Meta:
        model = Article
        fields = "__all__"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean(self):
        self.type_well(self.cleaned_data)
        data = super().clean()
        self.clean_photo(data)
        if data.get("kind") == Article.Kind.PRESS:
            self.clean_press(data)
        self.clean_published(data)
        if "slug" in self.fields and not data.get("slug") and "slug" not in self.errors:
            others = Article.objects.exclude(pk=self.instance.pk)
            title = data.get("title_vi") or ""
            data["slug"] = free_slug(title, others, otherwise="bai")
        return data

    def type_well(self, data) -> None:
        """Quotation marks as they are printed, in both languages."""
        for name in self.TYPED:
            printed = typographic_html if name == "body" else typographic
            for column in (f"{name}_vi", f"{name}_en"):
                if data.get(column) and column in self.changed_data:
                    data[column] = printed(data[column])

    def suspicious(self) -> list[str]:
        """Words of the new texts that seem to have lost a space."""
        texts = [
            plain(self.cleaned_data.get(f"{name}_{code}"))
            for name in self.TYPED
            for code in ("vi", "en")
            if f"{name}_{code}" in self.changed_data
        ]
        return glued("\n".join(texts))

    def clean_photo(self, data) -> None:
        """A picture without words for the blind and without its maker is refused."""
        if data.get("new_photo"):
            for name in ("new_photo_alt_vi", "new_photo_credit"):
                if not data.get(name):
                    self.add_error(name, _("The photograph needs this."))

    def clean_press(self, data) -> None:
        """Of other people's texts only the link and our own summary are kept."""
        for name in ("body_vi", "body_en"):
            if plain(data.get(name)):
                self.add_error(
                    name,
                    _("A press item is a link and your own summary, not the text."),
                )

    def corrects(self) -> set[str]:
        """The languages in which it changes what readers see already."""
        if self.instance.status != PublishState.PUBLISHED:
            return set()
        changed = set(self.changed_data)
        found = {"vi"} if VIETNAMESE & changed else set()
        english_is_out = self.instance.en_state == EnglishState.PUBLISHED
        return found | {"en"} if english_is_out and ENGLISH & changed else found

    def correction(self) -> dict[str, str]:
        """The note for the readers of each language; nothing where none is due."""
        notes = {"vi": self.cleaned_data.get("reason", "").strip()}
        notes["en"] = self.cleaned_data.get("reason_en", "").strip()
        languages = self.corrects()
        if not languages or self.cleaned_data.get("is_slip"):
            return {}
        if "vi" not in languages:
            notes["vi"] = ""
        return {f"note_{code}": text for code, text in notes.items() if text}

    def clean_published(self, data) -> None:
        """What readers see may change, but not vanish, and not without a reason."""
        if self.instance.status != PublishState.PUBLISHED:
            return
        languages = self.corrects()
        if languages and not data.get("reason", "").strip():
            self.add_error("reason", _("Say what you corrected; it stays on record."))
        is_told = data.get("is_slip") or data.get("reason_en", "").strip()
        if "en" in languages and not is_told:
            self.add_error("reason_en", _("Say in English what you corrected."))
        needed = "lead_vi" if data.get("kind") == Article.Kind.PRESS else "body_vi"
        if needed in self.fields and not plain(data.get(needed)):
            self.add_error(needed, _("Take the article down before you empty it."))
        shown = self.initial.get("imported_views")
        if shown and (data.get("imported_views") or 0) < shown:
            self.add_error("imported_views", _("The number of views never goes back."))

    def clean_slug(self):
        slug = self.cleaned_data["slug"]
        if Article.objects.exclude(pk=self.instance.pk).filter(slug=slug).exists():
            raise ValidationError(_("Another article has this address."))
        return slug

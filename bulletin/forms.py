"""What editors and readers may enter."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminImageFieldWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from bulletin.models import Article, Section
from federation.models import PublishState
from federation.richtext import plain
from federation.sortkey import fold
from federation.uploads import CheckedImageField

VIETNAMESE = {"title_vi", "lead_vi", "body_vi"}


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


def line(label, length: int) -> forms.CharField:
    """One optional line of text in the look of the admin."""
    return forms.CharField(
        label=label,
        required=False,
        max_length=length,
        widget=UnfoldAdminTextInputWidget(),
    )


class ArticleForm(forms.ModelForm):
    """An article in both languages, with a photograph uploaded on the way."""

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
        fields = "__all__"  # noqa: DJ007 (the admin's fieldsets name them)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean(self):
        data = super().clean()
        self.clean_photo(data)
        if data.get("kind") == Article.Kind.PRESS:
            self.clean_press(data)
        self.clean_published(data)
        if "slug" in self.fields and not data.get("slug") and "slug" not in self.errors:
            data["slug"] = free_slug(data.get("title_vi") or "", self.instance.pk)
        return data

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

    def clean_published(self, data) -> None:
        """What readers see may change, but not vanish, and not without a reason."""
        if self.instance.status != PublishState.PUBLISHED:
            return
        if VIETNAMESE & set(self.changed_data) and not data.get("reason", "").strip():
            self.add_error("reason", _("Say what you corrected; it stays on record."))
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


def free_slug(title: str, pk=None) -> str:
    """An address word made of the title that no other article has."""
    stem = slugify(fold(title))[:100].strip("-") or "bai"
    taken = set(
        Article.objects.exclude(pk=pk)
        .filter(slug__startswith=stem)
        .values_list("slug", flat=True)
    )
    number, slug = 1, stem
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug

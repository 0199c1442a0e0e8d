"""What a secretary enters about members: one, who leaves, whom to merge, a list."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator
from django.db.models import Q
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from federation.forms import DayField
from federation.sortkey import SortKey
from federation.uploads import CheckedDocumentField, original_name
from members.forms.fields import FilterForm, TidyMixin
from members.forms.imports import MOST_ROWS
from members.models import Member, MemberImport

DIRECTLY = "-"


class MemberFilter(FilterForm):
    q = forms.CharField(
        label=_("Name, telephone or e-mail"), required=False, max_length=100
    )
    branch = forms.ChoiceField(label=_("Branch"), required=False)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("members today")),
            ("left", _("have left")),
            ("all", _("today’s and those who left")),
        ],
    )

    def __init__(self, *args, association, **kwargs):
        super().__init__(*args, **kwargs)
        branches = association.branches.order_by(SortKey("name_vi"), "pk")
        self.fields["branch"].choices = [
            ("", _("All")),
            (DIRECTLY, _("in no branch")),
            *((str(row.pk), row.name_vi) for row in branches.only("pk", "name_vi")),
        ]

    def narrow(self, rows):
        """The members asked for."""
        chosen = self.chosen()
        state = chosen.get("state")
        if state != "all":
            rows = rows.left() if state == "left" else rows.today()
        if branch := chosen.get("branch"):
            rows = rows.filter(branch=None if branch == DIRECTLY else branch)
        return rows.matching(chosen["q"]) if chosen.get("q") else rows


class MemberForm(TidyMixin, forms.ModelForm):
    """One member; whoever looks like another is asked about, and nothing is lost."""

    other_person = forms.BooleanField(
        label=_("This is another person"), required=False, widget=forms.HiddenInput
    )

    class Meta:
        model = Member
        fields = [
            *("full_name", "birth_year", "gender", "branch", "position", "workplace"),
            *("phone", "email", "joined_on", "note"),
        ]
        field_classes = {"joined_on": DayField}
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.alike = []
        if not self.instance.may_be_contacted:
            del self.fields["phone"], self.fields["email"]
        branch = self.fields["branch"]
        of_today = Q(ended_on=None) | Q(pk=self.instance.branch_id)
        branch.queryset = self.instance.association.branches.filter(of_today).order_by(
            SortKey("name_vi"), "pk"
        )
        branch.label_from_instance = lambda row: row.name_vi
        branch.empty_label = _("in no branch")
        self.fields["gender"].choices = [
            ("", _("not told")),
            *((value, capfirst(label)) for value, label in Member.Gender.choices),
        ]
        self.fields["birth_year"].help_text = _("Four digits; the day is not kept.")
        for name, kind in (("phone", "tel"), ("email", "email")):
            if name in self.fields:
                self.fields[name].widget.attrs["autocomplete"] = "off"
                self.fields[name].widget.input_type = kind

    def clean(self):
        data = super().clean()
        asked = not self.instance.pk or {"full_name", "birth_year", "phone"} & set(
            self.changed_data
        )
        if asked and data.get("full_name"):
            wanted = Member(
                pk=self.instance.pk,
                association_id=self.instance.association_id,
                full_name=data["full_name"],
                birth_year=data.get("birth_year"),
                phone=data.get("phone") or "",
            )
            self.alike = list(Member.objects.alike(wanted)[:5])
        if self.alike and not data.get("other_person"):
            self.fields["other_person"].widget = forms.CheckboxInput()
            raise ValidationError(
                _("Somebody who looks like this is in the register. Look below.")
            )
        return data

    @property
    def is_told_apart(self) -> bool:
        """Somebody said that this is another person, now or before."""
        if self.alike:
            return True
        return self.instance.told_apart and not (
            {"full_name", "birth_year", "phone"} & set(self.changed_data)
        )


class LeaveForm(TidyMixin, forms.Form):
    left_on = DayField(label=_("Left on"), initial=timezone.localdate)
    left_reason = forms.ChoiceField(
        label=_("Reason"), choices=Member.Left.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, **kwargs)
        self.member = member

    def clean_left_on(self):
        day = self.cleaned_data["left_on"]
        if day > timezone.localdate():
            raise ValidationError(_("This day has not come yet."))
        if self.member.joined_on and day < self.member.joined_on:
            raise ValidationError(_("The day of leaving is before joining."))
        return day


LEFT, RIGHT = "left", "right"


class MergeForm(forms.Form):
    """Of each field that differs: the left one or the right one."""

    def __init__(self, *args, left, right, chosen, **kwargs):
        super().__init__(*args, **kwargs)
        self.same, self.rows = [], []
        for name in chosen:
            label = capfirst(str(Member._meta.get_field(name).verbose_name))
            one, other = words_of(left, name), words_of(right, name)
            if one == other:
                self.same.append((label, one))
                continue
            self.fields[name] = forms.ChoiceField(
                label=label,
                choices=[(LEFT, one or "–"), (RIGHT, other or "–")],
                initial=LEFT if one else RIGHT,
                widget=forms.RadioSelect,
            )

    def taken(self) -> list[str]:
        return [name for name, side in self.cleaned_data.items() if side == RIGHT]


def words_of(member: Member, name: str) -> str:
    """A field of a member as people read it."""
    if name == "left_on" and member.left_on:
        return f"{member.left_on:%d/%m/%Y}, {member.get_left_reason_display()}"
    if name == "joined_on" and member.joined_on:
        return f"{member.joined_on:%d/%m/%Y}"
    if name == "gender":
        return str(member.get_gender_display())
    if name == "branch" and member.branch:
        return member.branch.name_vi
    if name in {"phone", "email"} and not member.may_be_contacted:
        return str(_("not shown")) if getattr(member, name) else ""
    return str(getattr(member, name) or "")


class ImportForm(TidyMixin, forms.ModelForm):
    """A file or pasted lines, and the branch of those who name none."""

    read_elsewhere = frozenset(["pasted"])  # its rows are refused one by one
    file = CheckedDocumentField(
        label=_("Excel file"),
        required=False,
        validators=[FileExtensionValidator(["xlsx"])],
    )
    pasted = forms.CharField(
        label=_("Lines copied from Excel or Word"),
        help_text=_(
            "With a line of headings first, the columns may stand as you like."
        ),
        required=False,
        max_length=2_000_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    class Meta:
        model = MemberImport
        fields = ["file", "pasted", "branch"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ".xlsx"
        self.fields["file"].help_text = _("At most %(most)d rows.") % {
            "most": MOST_ROWS
        }
        branch = self.fields["branch"]
        branch.queryset = self.instance.association.branches.living().order_by(
            SortKey("name_vi"), "pk"
        )
        branch.label_from_instance = lambda row: row.name_vi
        branch.label = _("Branch of those whose row names none")
        branch.empty_label = _("in no branch")

    def _clean_fields(self):
        super()._clean_fields()
        if "pasted" in self.cleaned_data:  # tabs part the columns: not tidied
            self.cleaned_data["pasted"] = self["pasted"].data or ""

    def clean(self):
        data = super().clean()
        has_file, has_lines = data.get("file"), (data.get("pasted") or "").strip()
        if not self.errors and bool(has_file) == bool(has_lines):
            raise ValidationError(_("Choose a file or paste lines, one of the two."))
        if has_file:
            self.instance.file_name = original_name(has_file)
        return data

"""The steps of the guided form; forms narrow and check, they do not act."""

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet, inlineformset_factory
from django.utils import formats, timezone
from django.utils.translation import gettext_lazy as _

from federation.forms import DayField
from federation.uploads import CheckedDocumentField
from members.forms.fields import MeanwhileMixin, TidyMixin, dress
from members.models import (
    EFFECTS,
    Association,
    Branch,
    BranchRequest,
    CommitteeSeat,
    PastHost,
)


class WhatForm(MeanwhileMixin, TidyMixin, forms.ModelForm):
    """Step 1: what the dossier asks for; each kind shows only its own fields."""

    launch_planned_on = DayField(label=_("Planned launch ceremony"), required=False)
    resume_planned_on = DayField(label=_("Work planned to go on from"), required=False)
    wished_on = DayField(
        label=_("Wished from"),
        required=False,
        help_text=_("Empty: from the day of the decision."),
    )

    class Meta:
        model = BranchRequest
        fields = [
            "association",
            *dict.fromkeys(
                name for effect in EFFECTS.values() for name in effect.fields
            ),
        ]
        help_texts = {
            "name": _("In full, as the decision will print it."),
            "english_name": _("Without it the branch has no page in English."),
            "host_name": _("As it stands in the written consent of the host."),
            "member_total": _("Without a list; with a list its people are counted."),
            "about": _("Two or three sentences for the branch’s public page."),
        }
        widgets = {
            "about": forms.Textarea(attrs={"rows": 4}),
            "grounds": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args, associations, **kwargs):
        super().__init__(*args, **kwargs)
        own = [association.pk for association in associations]
        if self.instance.association_id or len(own) == 1:
            del self.fields["association"]
            self.instance.association_id = self.instance.association_id or own[0]
        else:
            field = self.fields["association"]
            field.queryset = Association.objects.filter(pk__in=own).in_order()
        for name in set(self.fields) - {"association", *self.instance.effect.fields}:
            del self.fields[name]
        self._offer()

    def _offer(self) -> None:
        """Only what can be chosen: hosts of today, partners of this branch."""
        if "host_kind" in self.fields:
            offered = PastHost.objects.offered()
            self.fields["host_kind"].choices = [("", _("Not chosen yet")), *offered]
        if "successor" in self.fields:
            others = Branch.objects.filter(association=self.instance.association_id)
            others = others.living().filter(ended_on=None)
            self.fields["successor"].queryset = others.exclude(
                pk=self.instance.branch_id
            ).in_order()
        if "receiver" in self.fields:
            others = Association.objects.filter(ended_on=None)
            self.fields["receiver"].queryset = others.exclude(
                pk=self.instance.association_id
            ).in_order()
        if self.instance.pk and self.instance.proposed.exists():
            self.fields.pop("member_total", None)
        if self.instance.branch_id and "member_total" in self.fields:
            self.fields["member_total"].label = _("Members today")

    def clean_launch_planned_on(self):
        day = self.cleaned_data["launch_planned_on"]
        today = timezone.localdate()
        if day and day <= today and "launch_planned_on" in self.changed_data:
            raise ValidationError(
                _("The launch date must be after today, %(today)s."),
                params={"today": formats.date_format(today, "SHORT_DATE_FORMAT")},
            )
        return day

    def clean_term_end_year(self):
        year = self.cleaned_data["term_end_year"]
        if year and year <= timezone.localdate().year:
            raise ValidationError(_("The new term ends after this year."))
        return year


class SeatForm(MeanwhileMixin, TidyMixin, forms.ModelForm):
    class Meta:
        model = CommitteeSeat
        fields = ["role", "name", "job_title", "workplace", "phone"]

    @property
    def seen(self) -> str:
        """A free row showed nothing that somebody could have changed."""
        return super().seen if self.instance.pk else ""

    def clean(self):
        return (super() if self.instance.pk else super(MeanwhileMixin, self)).clean()

    def has_changed(self):
        """A free row in which only the position is chosen still counts as empty."""
        changed = set(self.changed_data)
        return bool(changed if self.instance.pk else changed - {"role"})


class Seats(BaseInlineFormSet):
    """Step 2: one head at most; whether there is one is asked when submitting.

    A page sent twice, or again after going back, does not know the seats that it made
    itself: the same person in the same place is that seat then, and no second one.
    """

    def clean(self):
        super().clean()
        if any("id" in form.errors for form in self.initial_forms):
            raise ValidationError(
                _("Somebody else took a person off this list meanwhile; open it anew.")
            )
        kept = [form for form in self.forms if self._is_kept(form)]
        shown = {form.instance.pk for form in self.initial_forms}
        seats = CommitteeSeat.objects.filter(**{self.fk.name: self.instance.pk})
        unseen = list(seats.exclude(pk__in=shown).order_by("pk"))
        self.made = {}
        for form in kept:
            same = [seat for seat in unseen if not form.instance.pk
                    and (seat.role, seat.name) == self._place(form)]  # fmt: skip
            if same:
                self.made[form] = same[0]
                unseen.remove(same[0])
        head = CommitteeSeat.Role.HEAD
        heads = [
            form
            for form in kept
            if form.cleaned_data.get("role") == head
            and not form.cleaned_data.get("until")
        ]
        known = [seat for seat in unseen if seat.role == head and not seat.until]
        for form in heads if known else heads[1:]:
            form.add_error("role", _("A branch has one head."))

    @staticmethod
    def _is_kept(form) -> bool:
        data = form.cleaned_data
        return bool(data.get("name")) and not data.get("DELETE")

    @staticmethod
    def _place(form) -> tuple:
        return form.cleaned_data.get("role"), form.cleaned_data["name"]

    def save_new(self, form, commit=True):
        seat = self.made.get(form)
        if seat is None:
            return super().save_new(form, commit=commit)
        for name in form.Meta.fields:
            setattr(seat, name, form.cleaned_data[name])
        seat.save(update_fields=form.Meta.fields)
        return seat


def seats_formset(held, data=None, form=SeatForm):
    """Rows of a committee, a dossier's or a branch's: those there are and free ones."""
    seats = held.seats.all() if held.pk else CommitteeSeat.objects.none()
    number = seats.count()
    factory = inlineformset_factory(
        type(held),
        CommitteeSeat,
        form=form,
        formset=Seats,
        extra=max(5 - number, 2),
        max_num=40,
        absolute_max=60,
        can_delete=True,
    )
    first = [] if number else CommitteeSeat.Role.values[:3]
    initial = [{"role": role} for role in first]
    return factory(
        data,
        instance=held,
        queryset=seats.in_order(),
        initial=initial,
        prefix="seats",
    )


class PapersForm(forms.Form):
    """Step 3: one file per paper; what is good is kept when another is refused."""

    def __init__(self, *args, items, **kwargs):
        super().__init__(*args, **kwargs)
        self.items = {f"file-{item.pk}": item for item in items}
        for name, item in self.items.items():
            self.fields[name] = CheckedDocumentField(label=item.title, required=False)
            dress(self.fields[name])

    def received(self):
        """(paper, checked file) for each that was sent and is good."""
        if not self.is_bound:
            return []
        self.errors  # noqa: B018 - runs the checks
        return [
            (self.items[name], file)
            for name, file in self.cleaned_data.items()
            if file and name in self.items
        ]


class AnswerForm(TidyMixin, forms.Form):
    """Why something that the office asked about stays as it is."""

    text = forms.CharField(
        label=_("Answer"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class WithdrawForm(TidyMixin, forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The office reads it."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

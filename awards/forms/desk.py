"""What the union's office, the council and the leaders enter."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from awards.models import Award, Choice, CouncilMeeting, CouncilRules, Seat
from federation.forms import DayField
from federation.models import Organization
from federation.richtext import NoIdentityNumber

AREA = {"rows": 3, "class": "input"}


def area(label, **kwargs):
    return forms.CharField(
        label=label, widget=forms.Textarea(attrs=dict(AREA)), **kwargs
    )


class DeskForm(NoIdentityNumber, forms.Form):
    """A form about one row, which it may ask about."""

    def __init__(self, *args, about=None, **kwargs):
        self.about = about
        super().__init__(*args, **kwargs)


class ReopenForm(DeskForm):
    association = forms.ModelChoiceField(
        label=gettext_lazy("Only for"),
        queryset=Organization.objects.none(),
        required=False,
        empty_label=gettext_lazy("every association"),
    )
    until = DayField(label=gettext_lazy("Until and including"))
    reason = area(gettext_lazy("Reason"), max_length=300)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Organization.objects.filter(kind=Organization.Kind.ASSOCIATION)
        self.fields["association"].queryset = rows.living().in_order()


class MeetingForm(DeskForm):
    held_on = DayField(label=gettext_lazy("Held on"), initial=timezone.localdate)
    place = forms.CharField(label=gettext_lazy("Place"), max_length=200, required=False)
    rules = forms.ModelChoiceField(
        label=gettext_lazy("Rules"), queryset=CouncilRules.objects.all()
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["rules"].initial = self.about and self.about.rules_id


class NoticeForm(DeskForm):
    begins = DayField(label=gettext_lazy("From"), initial=timezone.localdate)


class PresentForm(DeskForm):
    on = DayField(label=gettext_lazy("Presented on"), initial=timezone.localdate)


class RemarkForm(DeskForm):
    remark = area(gettext_lazy("What is to be changed"), max_length=2000)


class ConflictForm(DeskForm):
    reason = area(gettext_lazy("What the conflict is"), max_length=300)


class AnswerForm(DeskForm):
    upheld = forms.TypedChoiceField(
        label=gettext_lazy("Result"),
        choices=[("", "—"), ("yes", _("upheld")), ("no", _("dismissed"))],
        coerce=lambda value: value == "yes",
    )
    answer = area(gettext_lazy("What was found"), max_length=3000)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["upheld"].choices = [
            *(("", "—"), ("yes", _("upheld: no longer recommended"))),
            ("no", _("dismissed: the result stands")),
        ]


class SigningForm(DeskForm):
    """What every signed decision needs."""

    issued_on = DayField(
        label=gettext_lazy("Date of the decision"), initial=timezone.localdate
    )
    signer = forms.CharField(label=gettext_lazy("Signed by"), max_length=150)
    authority = forms.CharField(
        label=gettext_lazy("Signed on behalf of"), max_length=150, required=False
    )
    signer_title = forms.CharField(
        label=gettext_lazy("Title of the signer"), max_length=150, required=False
    )
    bases = area(
        gettext_lazy("Legal bases, one a line"), max_length=4000, required=False
    )
    recipients = area(
        gettext_lazy("Sent to, one a line"), max_length=1000, required=False
    )
    sure = forms.BooleanField(
        label=gettext_lazy("The decision is signed; afterwards nothing is changed.")
    )

    def signed(self) -> dict:
        data = dict(self.cleaned_data)
        for name in ("sure", "mistake", "ground", "note", *self.VALUES):
            data.pop(name, None)
        return data

    VALUES = (
        *("recipient_vi", "recipient_en"),
        *("recipient_title_vi", "recipient_title_en"),
    )


class DecideForm(SigningForm):
    money = forms.DecimalField(
        label=gettext_lazy("Money with each award, đồng"),
        max_digits=12,
        decimal_places=0,
        min_value=0,
        required=False,
    )


class CorrectForm(SigningForm):
    mistake = forms.ChoiceField(
        label=gettext_lazy("Ground"), choices=Award.Mistake.choices
    )
    recipient_vi = forms.CharField(
        label=gettext_lazy("Name, Vietnamese"), max_length=250
    )
    recipient_en = forms.CharField(label=gettext_lazy("Name, English"), max_length=250)
    recipient_title_vi = forms.CharField(
        label=gettext_lazy("Title and unit, Vietnamese"), max_length=250, required=False
    )
    recipient_title_en = forms.CharField(
        label=gettext_lazy("Title and unit, English"), max_length=250, required=False
    )
    note = area(gettext_lazy("Explanation"), max_length=1000, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.VALUES:
            self.fields[name].initial = getattr(self.about, name)

    def values(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.VALUES}


class RevokeForm(SigningForm):
    ground = forms.ChoiceField(
        label=gettext_lazy("Ground"), choices=Award.Ground.choices
    )
    note = area(gettext_lazy("Explanation"), max_length=1000, required=False)


class CourseForm(NoIdentityNumber, forms.ModelForm):
    """Place and course of the meeting, for the minutes."""

    class Meta:
        model = CouncilMeeting
        fields = ["place", "discussion"]
        widgets = {"discussion": forms.Textarea(attrs={"rows": 4, "class": "input"})}


class SeatForm(NoIdentityNumber, forms.ModelForm):
    class Meta:
        model = Seat
        fields = ["name", "title", "has_vote", "is_chair", "is_present"]


class SeatsFormSet(forms.BaseInlineFormSet):
    """One chair; the database says so too, but later."""

    def clean(self):
        super().clean()
        chairs = [
            form
            for form in self.forms
            if getattr(form, "cleaned_data", None)
            and form.cleaned_data.get("is_chair")
            and not form.cleaned_data.get("DELETE")
        ]
        for form in chairs[1:]:
            form.add_error("is_chair", _("A meeting has one chair."))

    def save_existing_objects(self, commit=True):
        """Who gives the chair up does so before the next takes it."""
        CouncilMeeting.objects.get(pk=self.instance.pk).seats.update(is_chair=False)
        return super().save_existing_objects(commit)


Seats = forms.inlineformset_factory(
    CouncilMeeting, Seat, form=SeatForm, formset=SeatsFormSet, extra=2, can_delete=True
)


class TallyForm(DeskForm):
    """The tellers' numbers for one nomination."""

    yes = forms.IntegerField(
        label=pgettext_lazy("vote", "For"), min_value=0, max_value=999
    )
    no = forms.IntegerField(label=gettext_lazy("Against"), min_value=0, max_value=999)
    abstain = forms.IntegerField(
        label=gettext_lazy("Abstentions"), min_value=0, max_value=999
    )
    chair = forms.ChoiceField(
        label=gettext_lazy("If tied, the chair"),
        choices=[("", "–"), *Choice.choices[:2]],
        required=False,
    )


class VotesForm(DeskForm):
    """What each member says about one nomination."""

    def __init__(self, *args, seats, **kwargs):
        super().__init__(*args, **kwargs)
        for seat in seats:
            self.fields[f"seat-{seat.pk}"] = forms.ChoiceField(
                label=seat.name, choices=[("", "–"), *Choice.choices], required=False
            )

    def choices(self) -> dict[int, str]:
        return {
            int(name.removeprefix("seat-")): value
            for name, value in self.cleaned_data.items()
            if value
        }


class BarForm(DeskForm):
    """A member who must not vote on one nomination."""

    seat = forms.ModelChoiceField(
        label=gettext_lazy("Member"), queryset=Seat.objects.none()
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seat"].queryset = self.about.seats.filter(has_vote=True)


class YearsForm(forms.Form):
    """From which year until which; anything else counts all."""

    tu = forms.IntegerField(
        label=gettext_lazy("From year"), min_value=1945, max_value=2200, required=False
    )
    den = forms.IntegerField(
        label=gettext_lazy("Until year"), min_value=1945, max_value=2200, required=False
    )

    def years(self) -> dict:
        data = self.cleaned_data if self.is_valid() else {}
        return {"since": data.get("tu"), "until": data.get("den")}

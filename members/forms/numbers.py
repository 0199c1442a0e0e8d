"""What an association reports about its size, without a name."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from federation.forms import DayField
from federation.models import Organization
from federation.sortkey import SortKey
from members.forms.fields import TidyMixin
from members.models import MembershipCount


class CountForm(TidyMixin, forms.ModelForm):
    """The number of one day; that of the same day again corrects it."""

    class Meta:
        model = MembershipCount
        fields = [
            *("organization", "as_of", "total", "women", "youth", "organizations"),
            "source",
        ]
        field_classes = {"as_of": DayField}
        help_texts = {
            "total": _("No name is needed."),
            "women": _("Leave it empty if you do not know."),
            "youth": _("Leave it empty if you do not know."),
            "source": _("Where the number comes from, such as the year’s report."),
        }

    def __init__(self, *args, association, **kwargs):
        super().__init__(*args, **kwargs)
        living = association.branches.living().values("pk")
        owners = Organization.objects.filter(pk__in=living)
        owners |= Organization.objects.filter(pk=association.pk)
        field = self.fields["organization"]
        field.queryset = owners.order_by("kind", SortKey("name_vi"), "pk")
        field.label_from_instance = lambda row: row.name_vi or str(row)
        field.label, field.empty_label = _("association or branch"), None
        self.fields["as_of"].initial = timezone.localdate()

    def clean_as_of(self):
        day = self.cleaned_data["as_of"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("The day is in the future."))
        return day

    def clean(self):
        """The number of this day, if there is one, is the one corrected."""
        data = super().clean()
        same = MembershipCount.objects.filter(
            organization=data.get("organization"),
            as_of=data.get("as_of"),
            basis=MembershipCount.Basis.REPORTED,
        ).first()
        if same:
            same.is_demo = False
            self.instance = same
        return data

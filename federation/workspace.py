"""Pages of everybody who works here."""

from django.views.generic import ListView

from federation.access import SecretaryMixin
from federation.models import Office


class MyOffices(SecretaryMixin, ListView):
    """What I hold, until when, and what it opens; those that ended stay on record."""

    template_name = "federation/workspace/my_offices.html"

    def get_queryset(self):
        return Office.objects.filter(user=self.request.user).for_rows()

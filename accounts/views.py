"""The door: what allauth does not have."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.views.generic import TemplateView


class Overview(LoginRequiredMixin, TemplateView):
    """Where an account looks at itself."""

    template_name = "account/overview.html"


class Choose(LoginRequiredMixin, TemplateView):
    """Nobody goes on without a second factor: which one?"""

    template_name = "account/second_factor.html"


class Accept(TemplateView):
    """The page behind the link of an invitation."""

    template_name = "account/invitation.html"

"""Pages made of several apps: home, search, the workspace's front door, errors."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.generic import TemplateView

from federation.access import SecretaryMixin


class Home(TemplateView):
    template_name = "home.html"


class Workspace(SecretaryMixin, TemplateView):
    template_name = "workspace/home.html"


def csrf_failure(request, reason=""):
    return render(request, "403.html", {"csrf": True}, status=403)


def healthz(request):
    """The process answers; nothing else is asked."""
    return HttpResponse("ok", content_type="text/plain")

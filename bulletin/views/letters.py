"""The newsletter's door: in by two steps, out by one, without an account."""

import hmac
import json

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import FormView, TemplateView, View

from bulletin.forms import ChoicesForm, SubscribeForm
from bulletin.models import Subscription
from federation.access import Private


class Subscribe(FormView):
    """The same answer for every address: nobody learns who reads the newsletter."""

    template_name = "bulletin/newsletter/subscribe.html"
    form_class = SubscribeForm

    def get_initial(self):
        return {"language": get_language()}

    def form_valid(self, form):
        data = form.cleaned_data
        if not form.is_machine:
            Subscription.ask(data["email"], data["language"], data["topics"])
        return self.render_to_response(self.get_context_data(form=form, is_asked=True))


class Confirm(Private, TemplateView):
    """A look confirms nothing (mail programs look at links); the button does."""

    template_name = "bulletin/newsletter/confirm.html"

    def dispatch(self, request, *args, **kwargs):
        self.subscription = Subscription.of_confirm(kwargs["token"])
        if self.subscription is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def post(self, request, token):
        self.subscription.confirm()
        return redirect(self.subscription)

    def get_context_data(self, **kwargs):
        return super().get_context_data(subscription=self.subscription, **kwargs)


class Manage(Private, FormView):
    """Language and topics of one subscription; the address is the key."""

    template_name = "bulletin/newsletter/manage.html"
    form_class = ChoicesForm

    def dispatch(self, request, *args, **kwargs):
        rows = Subscription.objects.exclude(state=Subscription.State.ASKED)
        self.subscription = get_object_or_404(rows, token=kwargs["token"])
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        row = self.subscription
        return {"language": row.language, "topics": row.topics.all()}

    def form_valid(self, form):
        row = self.subscription
        row.language = form.cleaned_data["language"]
        row.save(update_fields=["language"])
        row.topics.set(form.cleaned_data["topics"])
        return self.render_to_response(self.get_context_data(form=form, is_saved=True))

    def get_context_data(self, **kwargs):
        return super().get_context_data(subscription=self.subscription, **kwargs)


@method_decorator(csrf_exempt, name="dispatch")
class Leave(Private, View):
    """RFC 8058: a POST from a mail host leaves at once, without session or token.

    The link itself leads a person to the page with the button; both may come twice.
    """

    def get(self, request, token):
        return redirect("bulletin:newsletter-manage", token)

    def post(self, request, token):
        subscription = get_object_or_404(Subscription, token=token)
        subscription.leave()
        if request.POST.get("List-Unsubscribe") == "One-Click":
            return HttpResponse(status=200)
        return redirect("bulletin:newsletter-manage", token)


@method_decorator(csrf_exempt, name="dispatch")
class Bounce(View):
    """The mail server reports an address that cannot be reached, for good."""

    def post(self, request):
        said = request.headers.get("Authorization", "").removeprefix("Bearer ")
        secret = settings.BOUNCE_SECRET
        if not secret or not hmac.compare_digest(said.encode(), secret.encode()):
            raise Http404
        try:
            report = json.loads(request.body)
            address, kind = str(report["address"]), report.get("kind", "hard")
        except (ValueError, KeyError, TypeError, AttributeError):
            return HttpResponse(status=400)
        if kind == "hard":
            rows = Subscription.objects.filter(email=address.lower())
            rows.filter(state=Subscription.State.ACTIVE).update(
                state=Subscription.State.BOUNCED, left_at=timezone.now()
            )
        return HttpResponse(status=204)

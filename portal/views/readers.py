"""What readers say: helpful or not, by one press; and a message to the office."""

import logging
import uuid

from django.core import signing
from django.core.cache import cache
from django.core.exceptions import BadRequest
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import FormView, View
from redis.exceptions import RedisError

from accounts.actions import request_network
from federation.access import Private
from portal.forms import FeedbackForm, page_of_ours
from portal.models import Feedback, Opinion
from portal.templatetags.readers import page_of
from portal.views.pages import csrf_failure

logger = logging.getLogger(__name__)
DAY = 24 * 60 * 60


def is_own_form(request) -> bool:
    """Sent by a page of ours: the browser says so itself, no cookie needed.

    Sec-Fetch-Site (W3C Fetch Metadata), Origin (RFC 6454) where that is missing. A
    client that sends neither is no browser.
    """
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    return request.headers.get("Origin") == request.build_absolute_uri("/")[:-1]


def is_first_today(request, path: str) -> bool:
    """Whether this reader has not spoken of this page today.

    What the cache keeps for a day says neither who nor where from.
    """
    agent = request.headers.get("User-Agent", "")
    today = timezone.localdate().isoformat()
    said = "\n".join([today, request_network(request), agent, path])
    key = salted_hmac("portal.opinion", said, algorithm="sha256").hexdigest()
    try:
        return cache.add(f"portal.opinion.{key}", 1, DAY)
    except (RedisError, OSError):
        logger.warning("Opinions are not told apart: the cache does not answer.")
        return True


@method_decorator(csrf_exempt, name="dispatch")
class GiveOpinion(Private, View):
    """Counts one opinion of a page that showed its buttons; twice a day is once.

    Pages are the same for all readers and set no cookie, so they bear no token against
    forged posts: the address they sign and the browser's word take its place.
    """

    http_method_names = ["post"]

    def post(self, request):
        if not is_own_form(request):
            return csrf_failure(request)
        try:
            path = page_of(request.POST.get("page", ""))
        except signing.BadSignature:
            raise BadRequest("No page of ours.") from None
        said = request.POST.get("helpful")
        if said not in {"yes", "no"}:
            raise BadRequest("Neither yes nor no.")
        is_new = is_first_today(request, path)
        if is_new:
            Opinion.objects.add_up(path, is_helpful=said == "yes")
        context = {"path": path, "is_new": is_new, "is_helpful": said == "yes"}
        return render(request, "thanks.html", context)


class Contact(FormView):
    """Where the office is, who to ask for what, and a message to it."""

    template_name = "contact.html"
    form_class = FeedbackForm

    def get_initial(self):
        about = page_of_ours(self.request.GET.get("trang", ""))
        return {"number": uuid.uuid4(), "about": about}

    def form_valid(self, form):
        if not form.is_machine:
            Feedback.objects.receive(**form.said, language=get_language())
        return self.render_to_response(self.get_context_data(form=form, is_sent=True))

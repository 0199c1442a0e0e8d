"""Public pages: the rounds, one round, and the check of a certificate."""

import logging

from django.core.cache import cache
from django.db.models import Prefetch
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import DetailView, ListView, TemplateView
from redis.exceptions import RedisError

from accounts.actions import request_network
from awards.forms import TokenForm
from awards.models import (
    Award,
    AwardCheck,
    CommendationDecision,
    CommendationRound,
    ExternalAward,
)
from federation.access import Private

logger = logging.getLogger(__name__)
CHECKS_A_MINUTE = 20


class RoundList(ListView):
    """Rounds from the newest, and what the union and its members received."""

    template_name = "awards/round_list.html"
    context_object_name = "rounds"
    paginate_by = 12

    def get_queryset(self):
        return CommendationRound.objects.published().readable().for_rows()

    def get_context_data(self, **kwargs):
        received = ExternalAward.objects.readable().for_rows()
        return super().get_context_data(received=received[:50], **kwargs)


class RoundDetail(DetailView):
    """One round: how many, for which period, presented when, to whom."""

    template_name = "awards/round_detail.html"
    context_object_name = "round"

    def get_queryset(self):
        decisions = CommendationDecision.objects.select_related("document")
        recipients = Award.objects.published().readable().in_order()
        return (
            CommendationRound.objects.visible_to(self.request.user)
            .readable()
            .for_rows()
            .prefetch_related(
                Prefetch("decisions", decisions),
                Prefetch("awards", recipients, to_attr="recipients"),
            )
        )

    def get_context_data(self, **kwargs):
        kinds = {kind: [] for kind in Award.Kind}
        for award in self.object.recipients:
            kinds[award.kind].append(award)
        languages = [
            language
            for language in ("vi", "en")
            if getattr(self.object, f"title_{language}")
        ]
        return super().get_context_data(
            collectives=kinds[Award.Kind.COLLECTIVE],
            individuals=kinds[Award.Kind.INDIVIDUAL],
            languages=languages,
            **kwargs,
        )


@method_decorator(never_cache, name="dispatch")
class Verify(Private, TemplateView):
    """Is this certificate real? Unknown and malformed codes get the same answer."""

    template_name = "awards/verify.html"

    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "no-referrer"
        return response

    def get(self, request, token=None):
        if too_many_checks(request):
            return self.answer(state="busy", status=429)
        if token is None:
            return self.ask(request)
        award = Award.objects.for_check(token)
        if award is None:
            return self.answer(state="unknown", status=404)
        if token != award.token:
            return redirect(award)
        AwardCheck.add(award)
        return self.answer(state=award.status, award=award)

    def ask(self, request):
        """The empty form, or the way from what was typed to its page."""
        if "code" not in request.GET:
            return self.answer(state="ask")
        form = TokenForm(request.GET)
        if form.is_valid():
            return redirect("awards:verify", form.cleaned_data["code"])
        return self.answer(state="unknown", status=404)

    def answer(self, *, state: str, status: int = 200, **context):
        context = self.get_context_data(
            state=state, form=TokenForm(), checked_at=timezone.now(), **context
        )
        return self.render_to_response(context, status=status)


def too_many_checks(request) -> bool:
    """More than twenty in a minute from one address; without a cache nobody is held.

    Guessing 140 bits is hopeless anyway: the limit protects the server.
    """
    key = f"awards.verify.{request_network(request)}"
    try:
        cache.add(key, 0, timeout=60)
        return cache.incr(key) > CHECKS_A_MINUTE
    except (RedisError, OSError, ValueError):  # the cache may be lost at any time
        logger.warning("Checks are not limited: the cache does not answer.")
        return False

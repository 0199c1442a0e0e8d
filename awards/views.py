"""Public pages: the rounds, one round, and the check of a certificate."""

import hashlib
import logging

from django.contrib import messages
from django.core.cache import cache
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import DetailView, FormView, ListView, TemplateView
from redis.exceptions import RedisError

from accounts.actions import request_network
from awards import notifications
from awards.forms import FileForm, ObjectionForm, RollFilter, TokenForm
from awards.models import (
    Award,
    AwardCheck,
    Certificate,
    CommendationDecision,
    CommendationRound,
    ExternalAward,
)
from federation.access import Private
from federation.addresses import KeepsAddress

logger = logging.getLogger(__name__)
CHECKS_A_MINUTE = 20
NAMED = 1_000  # recipients on the page of a round; the honour roll has them all
OBJECTIONS_AN_HOUR = 10


class RoundList(ListView):
    """Rounds from the newest, and what the union and its members received."""

    template_name = "awards/round_list.html"
    context_object_name = "rounds"
    paginate_by = 12

    def get_queryset(self):
        return CommendationRound.objects.published().readable().for_rows()

    def get_context_data(self, **kwargs):
        received = ExternalAward.objects.readable().for_rows()
        notices = CommendationRound.objects.readable().on_notice()
        return super().get_context_data(
            received=received[:50],
            notices=notices,
            has_friends=Award.objects.published().readable().from_abroad().exists(),
            **kwargs,
        )


class RoundDetail(KeepsAddress, DetailView):
    """One round: how many, for which period, presented when, to whom."""

    template_name = "awards/round_detail.html"
    context_object_name = "round"

    def get_queryset(self):
        decisions = CommendationDecision.objects.select_related("document")
        return (
            CommendationRound.objects.visible_to(self.request.user)
            .readable()
            .for_rows()
            .prefetch_related(Prefetch("decisions", decisions))
        )

    def get_context_data(self, **kwargs):
        rows = self.object.awards.published().readable().in_order()
        recipients = list(rows[: NAMED + 1])
        kinds = {kind: [] for kind in Award.Kind}
        for award in recipients[:NAMED]:
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
            named=NAMED if len(recipients) > NAMED else None,
            **kwargs,
        )


class FirstOnes(Paginator):
    """The first pages of a long list; who looks for more is asked to narrow it.

    Counting and skipping to the last page would cost more with every year.
    """

    MOST = 2_000

    @cached_property
    def count(self):
        found = self.object_list.order_by()[: self.MOST + 1].count()
        self.is_cut = found > self.MOST
        return min(found, self.MOST)


class Roll(ListView):
    """Everybody commended in published rounds: by round, year, form, kind, name."""

    template_name = "awards/roll_list.html"
    context_object_name = "awards"
    paginator_class = FirstOnes
    paginate_by = 50

    def get_queryset(self):
        self.filter = RollFilter(self.request.GET)
        rows = Award.objects.published().readable().on_roll()
        return self.filter.narrow(rows).order_by(
            "-register_year", "form_id", "register_no", "pk"
        )

    def get_context_data(self, **kwargs):
        return super().get_context_data(filter=self.filter, **kwargs)


class Notice(KeepsAddress, FormView):
    """Who is recommended, for whoever wants to object; there only while it lasts."""

    template_name = "awards/notice.html"
    form_class = ObjectionForm

    @cached_property
    def round(self):
        rounds = CommendationRound.objects.readable().select_related("form")
        found = get_object_or_404(rounds, slug=self.kwargs["slug"])
        if not found.is_on_notice:
            raise Http404
        return found

    def get_addressed(self):
        return CommendationRound.objects.readable().on_notice()

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"round": self.round}

    def form_valid(self, form):
        if too_many(self.request, "object", OBJECTIONS_AN_HOUR, 3600):
            form.add_error(None, _("Too many from your connection; try in an hour."))
            return self.form_invalid(form)
        with transaction.atomic():
            notifications.objection_received(form.save())
        messages.success(
            self.request, _("Received. The union looks into it before it decides.")
        )
        return redirect("awards:notice", self.round.slug)

    def get_context_data(self, **kwargs):
        rows = self.round.nominations.filter(status="recommended").in_order()
        return super().get_context_data(
            round=self.round, nominations=rows.select_related("association"), **kwargs
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
        if too_many(request, "verify", CHECKS_A_MINUTE, 60):
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


@method_decorator(never_cache, name="dispatch")
class VerifyFile(Private, FormView):
    """Is this file, bit for bit, one that was issued? It is read and not kept."""

    template_name = "awards/verify_file.html"
    form_class = FileForm

    def form_valid(self, form):
        if too_many(self.request, "verify", CHECKS_A_MINUTE, 60):
            return self.answer(state="busy", status=429)
        digest = hashlib.sha256()
        for chunk in form.cleaned_data["file"].chunks():
            digest.update(chunk)
        made = Certificate.objects.filter(sha256=digest.hexdigest())
        made = made.select_related("award__form", "award__correction").first()
        if made is None:
            return self.answer(state="altered", status=404)
        AwardCheck.add(made.award)
        return self.answer(
            state="issued",
            award=Award.objects.for_check(made.award.token),
            is_newest=made == made.award.certificates.first(),
        )

    def answer(self, *, state: str, status: int = 200, **context):
        context = self.get_context_data(
            state=state, form=FileForm(), checked_at=timezone.now(), **context
        )
        return self.render_to_response(context, status=status)


def too_many(request, what: str, most: int, seconds: int) -> bool:
    """More than so many from one network; without a cache nobody is held.

    Guessing 140 bits is hopeless anyway: the limit protects the server.
    """
    key = f"awards.{what}.{request_network(request)}"
    try:
        cache.add(key, 0, timeout=seconds)
        return cache.incr(key) > most
    except (RedisError, OSError, ValueError):  # the cache may be lost at any time
        logger.warning("Checks are not limited: the cache does not answer.")
        return False

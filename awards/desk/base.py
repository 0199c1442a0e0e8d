"""What the pages of this desk are made of: one right each, else a 404."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.views.generic import FormView
from django.views.generic.detail import SingleObjectMixin

from awards.models import CommendationRound
from federation.access import MoveView, OfficeMixin, Private
from federation.lifecycle import MoveRefused
from federation.models import Role

READERS = (
    *(Role.UNION_OFFICER, Role.UNION_LEADER, Role.COUNCIL_SECRETARY),
    *(Role.COUNCIL_MEMBER, Role.PUBLISHER),
)
RIGHTS = (
    *("run_round", "check_nomination", "hold_council", "vote_council"),
    *("decide_commendation", "present_round", "publish_round"),
)


class RightMixin(Private, OfficeMixin):
    """For holders of an office of the union with this right; 404 for all others."""

    roles = READERS
    right = "view_nomination"

    def dispatch(self, request, *args, **kwargs):
        user = request.user
        if user.is_authenticated and not user.has_perm(f"awards.{self.right}"):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def rights(self) -> dict[str, bool]:
        """What the reader may do, for the buttons of a page."""
        user = self.request.user
        return {name: user.has_perm(f"awards.{name}") for name in RIGHTS}


class RoundMixin(RightMixin):
    """A round of our own; historic ones have nothing to decide."""

    model = CommendationRound
    context_object_name = "round"

    def get_queryset(self):
        return CommendationRound.objects.select_related("form", "type", "rules")


class DeskMove(RightMixin, MoveView):
    """One click, one step."""

    def get_success_url(self, obj):
        return obj.get_desk_url()


class DeskAsk(RightMixin, SingleObjectMixin, FormView):
    """Asks what a step needs, then takes it; a refusal is told in the form.

    Each page has `take(form)`: the step itself, which raises MoveRefused.
    """

    template_name = "awards/desk/ask.html"
    title = lead = submit = done = ""

    def dispatch(self, request, *args, **kwargs):
        self.object = None
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        self.object = self.get_object()
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        self.object = self.get_object()
        return super().post(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"about": self.object}

    def form_valid(self, form):
        try:
            self.take(form)
        except MoveRefused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, self.done)
        return redirect(self.back())

    def back(self) -> str:
        return self.object.get_desk_url()

    def get_context_data(self, **kwargs):
        words = {"title": self.title, "lead": self.lead, "submit": self.submit}
        return super().get_context_data(
            **words, about=self.object, back=self.back(), **kwargs
        )

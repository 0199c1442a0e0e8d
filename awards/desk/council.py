"""A meeting of the council: who is there, how they vote, what comes of it."""

from django.contrib import messages
from django.core.files.base import ContentFile
from django.db import IntegrityError
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, ListView, View
from django.views.generic.detail import SingleObjectMixin

from awards import actions, documents
from awards.desk.base import DeskAsk, RightMixin
from awards.forms import BarForm, CourseForm, Seats, TallyForm, VotesForm
from awards.models import Barred, Choice, CouncilMeeting, Nomination, Seat, Vote
from federation.lifecycle import MoveRefused
from federation.uploads import give

VALID = Nomination.Status.VALID


class MeetingMixin(RightMixin):
    right = "view_councilmeeting"
    model = CouncilMeeting
    slug_field = slug_url_kwarg = "public_id"
    context_object_name = "meeting"

    def get_queryset(self):
        return CouncilMeeting.objects.select_related("round__form", "round__rules")


class MeetingDetail(MeetingMixin, DetailView):
    """Seats, rules, quorum, and every nomination with its result."""

    template_name = "awards/desk/meeting_detail.html"

    def get_context_data(self, **kwargs):
        meeting = self.object
        results = {row.nomination_id: row for row in meeting.results.all()}
        rows = meeting.round.nominations.filter(status=VALID)
        if not meeting.is_open:
            rows = meeting.round.nominations.filter(pk__in=results)
        numbers = meeting.numbers()
        return super().get_context_data(
            may=self.rights(),
            seats=meeting.seats.all(),
            numbers=numbers,
            has_quorum=meeting.has_quorum(
                present=numbers["present"], members=numbers["members"]
            ),
            rows=[(row, results.get(row.pk)) for row in rows.in_order()],
            done=len(results),
            **kwargs,
        )


class MeetingSeats(MeetingMixin, DetailView):
    """Who is there, who chairs, who has no vote; the course for the minutes."""

    right = "hold_council"
    template_name = "awards/desk/meeting_seats.html"

    def get_queryset(self):
        return super().get_queryset().filter(status=CouncilMeeting.Status.OPEN)

    def get_context_data(self, **kwargs):
        kwargs.setdefault("seats", Seats(instance=self.object))
        kwargs.setdefault("course", CourseForm(instance=self.object))
        return super().get_context_data(**kwargs)

    def post(self, request, *args, **kwargs):
        self.object = self.get_object()
        seats = Seats(request.POST, instance=self.object)
        course = CourseForm(request.POST, instance=self.object)
        if not (seats.is_valid() and course.is_valid()):
            context = self.get_context_data(seats=seats, course=course)
            return self.render_to_response(context)
        try:
            seats.save()
        except IntegrityError:
            messages.error(request, _("Somebody has a seat already, or chairs."))
            return redirect(request.path)
        course.save()
        messages.success(request, _("Saved."))
        return redirect(self.object)


class OneNomination(MeetingMixin):
    """One nomination at one meeting."""

    right = "hold_council"

    def nomination_of(self, meeting):
        rows = meeting.round.nominations.filter(status=VALID)
        return get_object_or_404(rows, public_id=self.kwargs["nomination"])


class MeetingVote(OneNomination, DetailView):
    """Open: what each member says. Secret: the numbers of the tellers."""

    template_name = "awards/desk/meeting_vote.html"

    def get_form(self, data=None):
        meeting, row = self.object, self.row
        if meeting.ballot == CouncilMeeting.Ballot.SECRET:
            result = meeting.results.filter(nomination=row).first()
            names = ("yes", "no", "abstain", "chair")
            known = {name: getattr(result, name) for name in names} if result else {}
            return TallyForm(data, initial=known)
        votes = Vote.objects.filter(seat__meeting=meeting, nomination=row)
        known = {f"seat-{vote.seat_id}": vote.choice for vote in votes}
        return VotesForm(data, seats=self.may, initial=known)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            nomination=self.row, voters=self.may, barred=self.barred, **kwargs
        )

    def prepare(self):
        self.object = self.get_object()
        self.row = self.nomination_of(self.object)
        self.may, self.barred = actions.voters(self.object, self.row)

    def get(self, request, *args, **kwargs):
        self.prepare()
        return self.render_to_response(self.get_context_data(form=self.get_form()))

    def post(self, request, *args, **kwargs):
        self.prepare()
        form = self.get_form(request.POST)
        if form.is_valid():
            try:
                self.keep(form)
            except MoveRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("Saved."))
                return redirect(self.object)
        return self.render_to_response(self.get_context_data(form=form))

    def keep(self, form):
        if isinstance(form, TallyForm):
            actions.count_votes(self.object, self.row, **form.cleaned_data)
        else:
            actions.note_votes(self.object, self.row, form.choices())


class MeetingBar(OneNomination, DeskAsk):
    """A member says at the table that they are too near to the recipient."""

    form_class = BarForm
    title = gettext_lazy("A member has a conflict of interest")
    lead = gettext_lazy("The member does not vote on this nomination.")
    submit, done = gettext_lazy("Save"), gettext_lazy("Saved.")

    def take(self, form):
        row = self.nomination_of(self.object)
        if not self.object.is_open:
            raise MoveRefused(_("The meeting is closed; its results stay."))
        Vote.objects.filter(seat=form.cleaned_data["seat"], nomination=row).delete()
        self.object.results.filter(nomination=row).delete()
        Barred.objects.get_or_create(
            seat=form.cleaned_data["seat"],
            nomination=row,
            defaults={"reason": form.cleaned_data["reason"]},
        )

    def back(self) -> str:
        return self.object.get_absolute_url()


class MeetingClose(MeetingMixin, SingleObjectMixin, View):
    """The results become those of the nominations; the minutes are written."""

    right = "hold_council"
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        meeting = self.get_object()
        try:
            actions.close_meeting(meeting, by=request.user)
        except MoveRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Closed. The minutes are ready."))
        return redirect(meeting)


class MeetingMinutes(MeetingMixin, SingleObjectMixin, View):
    """The minutes as Word: kept once closed, before that as they would be."""

    def get(self, request, *args, **kwargs):
        meeting = self.get_object()
        name = "{} {:%Y-%m-%d}.docx".format(_("minutes"), meeting.held_on)
        if meeting.minutes:
            return give(meeting.minutes, name=name)
        return give(ContentFile(documents.minutes_of(meeting)), name=name)


class MyVotes(RightMixin, ListView):
    """A member's own open votes at a meeting that is going on."""

    right = "vote_council"
    template_name = "awards/desk/my_votes.html"
    context_object_name = "votes"

    def get_queryset(self):
        return Vote.objects.filter(seat__in=self.seats())

    def seats(self):
        seats = Seat.objects.voting_now(self.request.user)
        return seats.select_related("meeting__round", "person")

    def get_context_data(self, **kwargs):
        known = {(v.seat_id, v.nomination_id): v.choice for v in self.object_list}
        rows = [
            (seat, row, seat.bias_about(row), known.get((seat.pk, row.pk), ""))
            for seat in self.seats()
            for row in seat.meeting.round.nominations.filter(status=VALID).in_order()
        ]
        return super().get_context_data(rows=rows, choices=Choice.choices, **kwargs)

    def post(self, request, *args, **kwargs):
        """One vote of one's own; the secretary sees what is still missing."""
        seat = get_object_or_404(self.seats(), pk=request.POST.get("seat") or 0)
        rows = seat.meeting.round.nominations.filter(status=VALID)
        row = get_object_or_404(rows, pk=request.POST.get("nomination") or 0)
        choice = request.POST.get("choice")
        if choice in Choice.values and not seat.bias_about(row):
            Vote.objects.update_or_create(
                seat=seat, nomination=row, defaults={"choice": choice}
            )
            messages.success(request, _("Your vote is kept."))
        else:
            messages.error(request, _("You have no vote on this nomination."))
        return redirect("awards:desk-my-votes")

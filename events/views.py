"""What every reader sees of events and anniversaries."""

import calendar
from datetime import date
from itertools import groupby
from pathlib import PurePath

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.generic import DetailView, FormView, ListView, TemplateView, View
from django.views.generic.detail import SingleObjectMixin

from events.forms import (
    AlbumFilter,
    AnniversaryFilter,
    CalendarQuestion,
    EventFilter,
    RegistrationForm,
)
from events.models import (
    Album,
    AlbumPhoto,
    Anniversary,
    CalendarPolicy,
    Event,
    EventDocument,
    Milestone,
    Occurrence,
    Registration,
)
from federation.access import Private
from federation.addresses import KeepsAddress
from federation.lifecycle import MoveRefused
from federation.sortkey import fold
from federation.uploads import give


class EventList(ListView):
    """What comes next, or (`?khi=da-qua`, or with a year) what there was.

    `?nam=2027&thang=3` is a month of it.
    """

    paginate_by = 12
    template_name = "events/event_list.html"

    def dispatch(self, request, *args, **kwargs):
        if request.GET.get("thang"):
            return EventMonth.as_view()(request, *args, **kwargs)
        return super().dispatch(request, *args, **kwargs)

    @property
    def is_archive(self) -> bool:
        return self.request.GET.get("khi") == "da-qua"

    def get_queryset(self):
        self.filter = EventFilter(self.request.GET)
        events = Event.objects.published().readable().for_cards()
        if not self.request.GET.get("nam"):
            events = events.past() if self.is_archive else events.upcoming()
        return self.filter.apply(events)

    def get_context_data(self, **kwargs):
        latest = Event.objects.published().readable().for_cards().past()[:3]
        alone = not (self.is_archive or self.filter.is_asking())
        return super().get_context_data(
            filter=self.filter,
            chosen=self.filter.as_query(),
            is_archive=self.is_archive,
            latest=latest if alone else Event.objects.none(),
            today=timezone.localdate(),
            **kwargs,
        )


class EventMonth(TemplateView):
    """The events of one month, as a table of weeks and day by day."""

    template_name = "events/event_month.html"

    def get(self, request, *args, **kwargs):
        self.question = CalendarQuestion(request.GET)
        if not self.question.is_valid():
            raise Http404(_("The calendar has no such year or month."))
        self.years = Event.objects.published().years()
        if self.question.year not in self.years:
            raise Http404(_("The calendar does not reach that year."))
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        year, month = self.question.year, self.question.month
        asked = self.request.GET.dict() | {"nam": ""}
        self.filter = EventFilter(asked)
        events = Event.objects.published().readable().in_month(year, month)
        events = list(self.filter.apply(events.for_cards()))
        return super().get_context_data(
            year=year,
            filter=self.filter,
            chosen=self.filter.as_query(),
            events=events,
            **month_frame(
                *(year, month, self.years),
                lambda day: [event for event in events if event.is_on(day)],
            ),
            **kwargs,
        )


class AlbumList(ListView):
    """Albums of photographs, the latest first; of an association (`?hoi=`)."""

    paginate_by = 12
    template_name = "events/album_list.html"

    def get_queryset(self):
        self.filter = AlbumFilter(self.request.GET)
        albums = Album.objects.published().readable().for_cards()
        return self.filter.apply(albums)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(filter=self.filter, **kwargs)
        Album.objects.put_covers(context["album_list"])
        return context


class AlbumDetail(KeepsAddress, DetailView):
    """One album: every photograph with its caption and its maker."""

    template_name = "events/album_detail.html"

    def get_queryset(self):
        albums = Album.objects.published().readable()
        return albums.select_related("host", "event")

    def get_context_data(self, **kwargs):
        photos = AlbumPhoto.objects.shown().filter(album=self.object)
        page = Paginator(photos, 24).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            languages=self.object.languages,
            page=page,
            facts=self.object.as_json_ld(settings.SITE_URL, page),
            **kwargs,
        )


class EventDetail(KeepsAddress, DetailView):
    """One event with its guests, photographs and the facts in JSON-LD."""

    template_name = "events/event_detail.html"

    def get_queryset(self):
        return Event.objects.published().readable().for_page()

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            languages=self.object.languages,
            papers=[
                paper
                for paper in self.object.papers.all()
                if paper.is_public and paper.title
            ],
            facts=self.object.as_json_ld(settings.SITE_URL),
            **kwargs,
        )


class EventRegister(KeepsAddress, SingleObjectMixin, FormView):
    """Name and address for a seat; true only after the click in the mail."""

    template_name = "events/register.html"
    form_class = RegistrationForm
    context_object_name = "event"

    def get_queryset(self):
        return Event.objects.published().readable().for_cards()

    @cached_property
    def object(self) -> Event:
        event = self.get_object()
        if not event.takes_registrations_now:
            raise Http404(_("Registration for this event is closed."))
        return event

    def form_valid(self, form):
        """The same answer whether the address was known or not."""
        Registration.objects.ask(
            self.object, **form.cleaned_data, language=get_language()
        )
        return render(
            self.request,
            "events/register_sent.html",
            {
                "event": self.object,
                "email": form.cleaned_data["email"],
                "days": CalendarPolicy.current().confirm_days,
            },
        )


class RegistrationPage(Private, DetailView):
    """One's own registration, found by its secret: confirm it or cancel it."""

    model = Registration
    slug_field = slug_url_kwarg = "token"
    template_name = "events/registration.html"

    def get_queryset(self):
        return Registration.objects.select_related("event__host")

    def post(self, request, *args, **kwargs):
        registration = self.get_object()
        confirming = "confirm" in request.POST
        try:
            registration.confirm() if confirming else registration.cancel()
        except MoveRefused as refusal:
            messages.error(request, str(refusal))
        return redirect(registration)


class EventPaper(KeepsAddress, SingleObjectMixin, View):
    """A public paper of a published event, as a download."""

    def get_queryset(self):
        events = Event.objects.published().readable()
        papers = EventDocument.objects.filter(is_public=True, event__in=events)
        return papers.filter(event__slug=self.kwargs["slug"])

    def get_addressed(self):
        return Event.objects.published().readable()

    def get(self, request, *args, **kwargs):
        paper = self.get_object(self.get_queryset().filter(pk=kwargs["pk"]))
        stem = slugify(fold(paper.title or "")) or str(paper.pk)
        name = f"{stem}{PurePath(paper.file.name).suffix}"
        return give(paper.file, name=name, public=True)


class AnniversaryYear(TemplateView):
    """The days of a year, or of one month of it (`?nam=2027&thang=1`)."""

    def get_template_names(self):
        month = self.question.month
        return [f"events/anniversary_{'month' if month else 'year'}.html"]

    def get(self, request, *args, **kwargs):
        self.question = CalendarQuestion(request.GET)
        if not self.question.is_valid():
            raise Http404(_("The calendar has no such year or month."))
        self.years = Occurrence.objects.years()
        if self.question.year not in self.years:
            raise Http404(_("The calendar does not reach that year."))
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        year, month = self.question.year, self.question.month
        self.filter = AnniversaryFilter(self.request.GET)
        days = Occurrence.objects.visible_to(self.request.user).listed(year)
        days = list(self.filter.apply(days))
        pick = month_of if month else year_of
        return super().get_context_data(
            year=year,
            years=self.years,
            filter=self.filter,
            chosen=self.filter.as_query(),
            **pick(days, year, month),
            **kwargs,
        )


def year_of(days: list[Occurrence], year: int, _month) -> dict:
    """Milestones first, then the twelve months; national days count only there."""
    own = [day for day in days if day.anniversary.kind != NATIONAL_DAY]
    by_month = {
        month: list(group) for month, group in groupby(days, key=lambda d: d.date.month)
    }
    months = [
        {
            "number": month,
            "name": date_format(date(year, month, 1), pgettext("format", "F")),
            "count": len(by_month.get(month, [])),
            "days": [day for day in own if day.date.month == month],
        }
        for month in range(1, 13)
    ]
    milestones = [day for day in own if day.milestone != Milestone.OTHER]
    milestones.sort(key=lambda day: (day.milestone != Milestone.DECADE, day.date))
    return {
        "months": months,
        "milestones": milestones,
        "total": len(own),
        "decades": sum(day.milestone == Milestone.DECADE for day in own),
        "fives": sum(day.milestone == Milestone.FIVE for day in own),
    }


def month_of(days: list[Occurrence], year: int, month: int) -> dict:
    """A month as a table of weeks, and the list that carries the phone."""
    mine = [day for day in days if day.date.month == month]
    return {
        "days": mine,
        "national_days": sum(d.anniversary.kind == NATIONAL_DAY for d in mine),
        "year_url": f"{reverse('events:anniversaries')}?nam={year}",
        **month_frame(
            *(year, month, Occurrence.objects.years()),
            lambda date: [day for day in mine if day.date == date],
        ),
    }


def month_frame(year: int, month: int, years: range, on) -> dict:
    """The weeks of a month, each day with what is `on` it; the months beside."""
    weeks = [
        [
            {
                "date": day,
                "inside": day.month == month,
                "today": day == timezone.localdate(),
                "days": on(day) if day.month == month else [],
            }
            for day in week
        ]
        for week in calendar.Calendar().monthdatescalendar(year, month)
    ]
    return {
        "month": month,
        "month_name": month_name(year, month),
        "weeks": weeks,
        "weekdays": [date(2024, 1, day) for day in range(1, 8)],
        "previous": neighbour(year, month, -1, years),
        "next": neighbour(year, month, +1, years),
    }


def month_name(year: int, month: int) -> str:
    """`December 2026`, in Vietnamese with numbers and words: tháng 12 năm 2026."""
    return date_format(date(year, month, 1), pgettext("format", "F Y"))


def neighbour(year: int, month: int, step: int, years: range) -> dict | None:
    """The month beside, if the calendar reaches it."""
    index = year * 12 + month - 1 + step
    year, month = index // 12, index % 12 + 1
    if year not in years:
        return None
    return {
        "year": year,
        "month": month,
        "name": month_name(year, month),
    }


NATIONAL_DAY = Anniversary.Kind.NATIONAL_DAY

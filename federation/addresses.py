"""A former address leads on: every word an address ever had is in the history."""

import pghistory
from django.db import models
from django.http import Http404, HttpResponsePermanentRedirect
from django.urls import reverse

from federation.models.translations import events_of


def track(model, **how) -> None:
    """The history of a row whose address is made of its slug, found by that word."""
    pghistory.track(meta={"indexes": [models.Index(fields=["slug"])]}, **how)(model)


def present(rows, word: str) -> str | None:
    """The word today of the one that was at this word last, if it is among `rows`.

    What held a word before everybody could see it has left nothing there: `PUBLIC` of
    its model says in which of its states it was to be seen.
    """
    holder = rows.model._meta.get_field("slug").model
    held = events_of(holder).objects.filter(slug=word)
    held = held.filter(**getattr(rows.model, "PUBLIC", {})).order_by("-pgh_id")
    last = models.Subquery(held.values("pgh_obj_id")[:1])
    moved = rows.filter(pk=last).exclude(slug=word)
    return moved.values_list("slug", flat=True).first()


def lead_on(request, rows, name: str = "slug"):
    """To the same page under its present word, with question and form; or None."""
    match = request.resolver_match
    word = present(rows, match.kwargs[name])
    if word is None:
        return None
    path = reverse(match.view_name, kwargs=match.kwargs | {name: word})
    return HttpResponsePermanentRedirect(
        "?".join(filter(None, [path, request.META.get("QUERY_STRING")])),
        preserve_request=request.method not in {"GET", "HEAD"},
    )


class KeepsAddress:
    """A page whose address has a slug that staff may change."""

    def dispatch(self, request, *args, **kwargs):
        try:
            return super().dispatch(request, *args, **kwargs)
        except Http404:
            if moved := lead_on(request, self.get_addressed()):
                return moved
            raise

    def get_addressed(self):
        """The rows that have such a page today."""
        return self.get_queryset()

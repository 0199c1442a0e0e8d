"""Shelves that take from several apps at once."""

from django import template

from bulletin.models import Article
from events.models import Event, Occurrence

register = template.Library()


@register.inclusion_tag("components/horizon.html")
def horizon():
    """Under the drum: the next event, the newest article, the next great year."""
    days = Occurrence.objects.facts().readable().upcoming().for_cards()
    days = days.filter(milestone__in=["decade", "five"])
    return {
        "event": Event.objects.published().readable().upcoming().for_cards().first(),
        "article": Article.objects.published().readable().for_cards().first(),
        "day": days.exclude(anniversary__kind="national_day").first(),
    }

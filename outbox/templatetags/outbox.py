"""Shelves: what staff must know about the mail."""

from django import template
from django.db.models import Count

from outbox.models import Brake, Message

register = template.Library()


@register.inclusion_tag("outbox/shelf_mail.html", takes_context=True)
def waiting_mail(context, limit=5):
    """What only a person moves on, and whether mail flows at all: three queries."""
    waiting = Message.objects.waiting_for_staff()
    numbers = waiting.order_by().values_list("state").annotate(Count("pk"))
    return {
        "perms": context["perms"],
        "brake": Brake.objects.first(),
        "groups": [
            {"state": state, "label": Message.State(state).label, "number": number}
            for state, number in sorted(numbers)
        ],
        "messages": list(waiting.order_by("-date", "-pk")[:limit]),
    }

"""Whose site this is, for templates that are rendered without a request."""

from django import template

from federation.models import Union

register = template.Library()


@register.simple_tag
def identity():
    """The root organisation; None before the data is loaded."""
    return Union.objects.first()

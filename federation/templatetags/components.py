"""Components: a template builtin, so no {% load %} is needed."""

from django import template

register = template.Library()

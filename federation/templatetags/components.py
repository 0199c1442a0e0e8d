"""Components: a template builtin, so no {% load %} is needed."""

from django import template

from federation import richtext as fenced

register = template.Library()


@register.filter
def richtext(html):
    """Show a rich text; it is cleaned here once more, whatever the database holds."""
    return fenced.render(html)

"""Shelves of the institution: leaders, key figures, documents; and its words."""

import json

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from federation.models import Appointment, Document, Figure
from federation.templatetags.charts import value_of, written

register = template.Library()

# Letters that could end a script element early.
HARMLESS = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}


@register.inclusion_tag("federation/shelf_leaders.html")
def leaders(organization):
    """Who leads it today: one query."""
    return {"leaders": Appointment.objects.leaders(organization)}


@register.inclusion_tag("federation/shelf_key_figures.html")
def key_figures(organization, limit=4):
    """The newest value of each metric: one query."""
    rows = {row.metric: row for row in Figure.objects.latest(organization)}
    chosen = [rows[metric] for metric in Figure.Metric.values if metric in rows]
    return {"figures": [{"row": row, "value": value_of(row)} for row in chosen[:limit]]}


@register.inclusion_tag("federation/shelf_documents.html")
def documents_of(organization, limit=5):
    """Its newest public documents: one query."""
    rows = Document.objects.public().readable().of(organization).in_order()
    return {"documents": rows[:limit]}


@register.filter
def money(amount):
    """33.400.000 / 33,400,000: an amount as the reader's language writes it."""
    return written(amount)


@register.simple_tag
def large(amount):
    """37,5 + tỷ đồng: a sum to be read at a glance; the table has it exactly."""
    for size, unit in ((10**9, _("billion đồng")), (10**6, _("million đồng"))):
        if amount >= size:
            return {"number": written(round(amount / size, 1)), "unit": unit}
    return {"number": written(amount), "unit": _("đồng")}


@register.simple_tag
def term_year(term, union):
    """Which year of the term it is today, counted as the union counts; or None."""
    return term.year_number(timezone.localdate(), union.term_year)


@register.simple_tag
def organization_json_ld(organization):
    """schema.org Organization, safe inside a script element."""
    data = {
        "@context": "https://schema.org",
        "@type": "Organization",
        "name": organization.name,
        "url": settings.SITE_URL + organization.get_absolute_url(),
    }
    optional = {
        "alternateName": organization.abbreviation,
        "foundingDate": organization.founded_on and organization.founded_iso,
        "address": organization.address,
        "telephone": organization.phone,
        "email": organization.email,
        "sameAs": organization.website,
        "logo": organization.logo and settings.SITE_URL + organization.logo.url,
    }
    data |= {name: value for name, value in optional.items() if value}
    text = json.dumps(data, ensure_ascii=False).translate(HARMLESS)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308

"""Shelves of the institution: leaders, key figures, documents; and its words."""

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from federation.models import Appointment, Document, Figure, Term
from federation.templatetags.charts import value_of, written
from federation.templatetags.components import json_ld

register = template.Library()


@register.inclusion_tag("federation/shelf_leaders.html")
def leaders(organization):
    """Who leads it today: one query."""
    return {"leaders": Appointment.objects.leaders(organization)}


@register.inclusion_tag("federation/shelf_terms.html")
def terms_of(organization):
    """Its terms, the running one marked, for an association's page: two queries."""
    current = Term.objects.current().filter(owner=organization).first()
    return {"terms": Term.objects.of(organization).for_rows(), "current": current}


@register.inclusion_tag("federation/shelf_key_figures.html")
def key_figures(organization, limit=4, leading=False):
    """The newest value of each metric, or of those that say most alone: one query."""
    rows = {row.metric: row for row in Figure.objects.latest(organization)}
    metrics = Figure.LEADING if leading else Figure.Metric.values
    chosen = [rows[metric] for metric in metrics if metric in rows]
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
    return json_ld(data | optional)


@register.simple_tag
def term_json_ld(owner, term, bodies):
    """schema.org: the organisation with whom its term elected, each in their role."""
    roles = [role_of(row) for body in bodies for row in body.people]
    return json_ld(
        {
            "@type": "Organization",
            "name": owner.name,
            "url": settings.SITE_URL + owner.get_absolute_url(),
            "subjectOf": settings.SITE_URL + term.get_absolute_url(),
            "member": roles,
        }
    )


@register.simple_tag
def person_json_ld(person, titles, today):
    """schema.org Person with the titles held today."""
    held = [row for row in titles if row.pk in today]
    return json_ld(
        {
            "@type": "Person",
            "name": person.full_name,
            "url": settings.SITE_URL + person.get_absolute_url(),
            "jobTitle": [row.title for row in held],
            "worksFor": [
                {"@type": "Organization", "name": row.body.owner.name} for row in held
            ],
        }
    )


def role_of(row) -> dict:
    """An appointment as schema.org writes it: the role, its days, its person."""
    person = {
        "@type": "Person",
        "name": row.person.full_name,
        "url": settings.SITE_URL + row.person.get_absolute_url(),
    }
    role = {"@type": "OrganizationRole", "roleName": row.title, "member": person}
    days = {"startDate": row.since, "endDate": row.until}
    return role | {name: day.isoformat() for name, day in days.items() if day}

"""What every template may count on."""

from django.conf import settings
from django.db.models import Exists, Subquery
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from federation.models import Organization, Union
from portal.models import Announcement

DEMO = Exists(Organization.objects.filter(is_demo=True))


def site(request):
    """`union`: the root organisation, the identity of the site (one query, if used)."""
    return {"union": union_of(request), "SITE_URL": settings.SITE_URL}


def union_of(request):
    """Asked once per request, and only by a page that says something of it."""
    if not hasattr(request, "union"):
        request.union = SimpleLazyObject(
            lambda: Union.objects.annotate(
                has_demo=DEMO, downtime=Subquery(Announcement.objects.as_json())
            ).first()
        )
    return request.union


def admin_title(request) -> str:
    """What the admin is called: the union's name, from the data."""
    return str(union_of(request) or _("Administration"))


def admin_city(request) -> str:
    union = union_of(request)
    return union.city if union else ""

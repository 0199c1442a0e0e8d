"""What every template may count on."""

from django.conf import settings
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from federation.models import Union


def site(request):
    """`union`: the root organisation, the identity of the site (one query, if used)."""
    return {
        "union": SimpleLazyObject(lambda: Union.objects.first() or Union()),
        "SITE_URL": settings.SITE_URL,
    }


def admin_title(request) -> str:
    """What the admin is called: the union's name, from the data."""
    union = Union.objects.first()
    return str(union) if union else str(_("Administration"))


def admin_city(request) -> str:
    union = Union.objects.first()
    return union.city if union else ""

"""What every template may count on."""

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from federation.models import Union


def site(request):
    """`union`: the root organisation, the identity of the site (one query, if used)."""
    return {
        "union": SimpleLazyObject(lambda: Union.objects.first()),
        "SITE_URL": settings.SITE_URL,
    }

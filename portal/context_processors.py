"""What every template may count on."""

from django.conf import settings
from django.db.models import Exists
from django.utils.functional import SimpleLazyObject

from federation.models import Organization, Union

DEMO = Exists(Organization.objects.filter(is_demo=True))


def site(request):
    """`union`: the root organisation, the identity of the site (one query, if used)."""
    if not hasattr(request, "union"):
        request.union = SimpleLazyObject(
            lambda: Union.objects.annotate(has_demo=DEMO).first()
        )
    return {"union": request.union, "SITE_URL": settings.SITE_URL}

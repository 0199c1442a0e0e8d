"""What a reader can find of associations and branches."""

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _

from federation.search import Source
from members.models import Association, Branch

SOURCES = [
    Source(
        "associations",
        _("Associations"),
        lambda: Association.objects.readable(),
        ("name", "short_name"),
        title=lambda row: row.name,
        countries=("countries",),
        associations=("pk",),
        standing=9,
    ),
    Source(
        "branches",
        _("Branches"),
        lambda: (
            Branch.objects.visible_to(AnonymousUser())
            .readable()
            .select_related("association")
        ),
        ("name", "association__name"),
        title=lambda row: row.name,
        note=lambda row: row.association.name,
        day="founded_on",
        countries=("association__countries",),
        associations=("association",),
        standing=6,
    ),
]

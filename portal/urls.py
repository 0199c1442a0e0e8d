"""The map of the site: each app is included once and owns its addresses."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from federation.uploads import public_image
from portal import views

portal = (
    [
        path("", views.Home.as_view(), name="home"),
        path(_("workspace/"), views.Workspace.as_view(), name="workspace"),
    ],
    "portal",
)

urlpatterns = [
    path("admin/", admin.site.urls),
    path("media/public/<path:path>", public_image, name="image"),
    path("healthz", views.healthz, name="healthz"),
    *i18n_patterns(
        path("", include(portal)),
        path(_("accounts/"), include("accounts.urls")),
        path("", include("federation.urls")),
        path("", include("members.urls")),
        path("", include("events.urls")),
        path("", include("bulletin.urls")),
        path("", include("awards.urls")),
        prefix_default_language=False,
    ),
]

"""The map of the site: each app is included once and owns its addresses."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from federation.admin.files import give_file
from federation.views import public_image
from portal import health, views
from portal.api import api
from portal.search import desk
from portal.sitemaps import SITEMAPS, index

portal = (
    [
        path("", views.Home.as_view(), name="home"),
        path("site.webmanifest", views.manifest, name="manifest"),
        path(_("search/"), views.Search.as_view(), name="search"),
        path(_("search/suggestions/"), views.Suggestions.as_view(), name="suggestions"),
        path(_("contact/"), views.Contact.as_view(), name="contact"),
        path(_("contact/opinion/"), views.GiveOpinion.as_view(), name="opinion"),
        path(_("shortcuts/"), views.Shortcuts.as_view(), name="shortcuts"),
        path(_("components/"), views.Components.as_view(), name="components"),
        path(
            _("components/errors/<int:status>/"),
            views.ErrorSpecimen.as_view(),
            name="error",
        ),
        path(
            _("workspace/access/"),
            views.Access.as_view(),
            name="workspace-access",
        ),
        path(_("workspace/"), views.Workspace.as_view(), name="workspace"),
    ],
    "portal",
)

urlpatterns = [
    path(
        "admin/tep/<str:label>/<int:pk>/<slug:field>/",
        admin.site.admin_view(give_file),
        name="desk-file",
    ),
    path("admin/tim/", admin.site.admin_view(desk.search), name="desk-search"),
    path("admin/", admin.site.urls),
    path("api/v1/", api.urls),
    path("media/public/<path:path>", public_image, name="image"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    path("sitemap.xml", index, name="sitemap"),
    path(
        "sitemap-<slug:section>.xml",
        sitemap,
        {"sitemaps": SITEMAPS},
        name="sitemap-section",
    ),
    path("og<path:page>card.png", views.share_card, name="card"),
    path("robots.txt", views.robots, name="robots"),
    path(".well-known/security.txt", views.security_txt, name="security"),
    path("healthz", health.healthz, name="healthz"),
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

handler400 = views.bad_request
handler403 = views.permission_denied
handler404 = views.page_not_found
handler500 = views.server_error

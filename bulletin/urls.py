"""Addresses of bulletin: public pages and the staff's preview."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from bulletin import desk, feeds, views
from bulletin.views import letters

app_name = "bulletin"

public = [
    path(_("bulletin/"), views.Home.as_view(), name="home"),
    path(_("bulletin/rss.xml"), feeds.LatestRss(), name="rss"),
    path(_("bulletin/atom.xml"), feeds.LatestAtom(), name="atom"),
    path(_("bulletin/news.xml"), feeds.news_map, name="news-map"),
    path(
        _("bulletin/sections/<slug:section>/rss.xml"),
        feeds.LatestRss(),
        name="section-rss",
    ),
    path(
        _("bulletin/sections/<slug:section>/atom.xml"),
        feeds.LatestAtom(),
        name="section-atom",
    ),
    path(
        _("bulletin/<int:year>/<int:number>/"),
        views.IssueDetail.as_view(),
        name="issue",
    ),
    path(
        _("bulletin/<int:year>/<int:number>/issue.pdf"),
        views.IssuePdf.as_view(),
        name="issue-pdf",
    ),
    path(
        _("bulletin/<int:year>/<int:number>/issue-<str:form>.pdf"),
        views.IssueEditionFile.as_view(),
        name="issue-edition",
    ),
    path(
        _("bulletin/articles/<slug:slug>/"),
        views.ArticleDetail.as_view(),
        name="article",
    ),
    path(
        _("bulletin/articles/<slug:slug>/files/<int:pk>/"),
        views.Attachment.as_view(),
        name="attachment",
    ),
    path(
        _("bulletin/preview/<uuid:token>/"),
        views.SharedPreview.as_view(),
        name="preview",
    ),
]
newsletter = [
    path(_("bulletin/newsletter/"), letters.Subscribe.as_view(), name="newsletter"),
    path(
        _("bulletin/newsletter/confirm/<str:token>/"),
        letters.Confirm.as_view(),
        name="newsletter-confirm",
    ),
    path(
        _("bulletin/newsletter/<uuid:token>/"),
        letters.Manage.as_view(),
        name="newsletter-manage",
    ),
    path(
        _("bulletin/newsletter/<uuid:token>/leave/"),
        letters.Leave.as_view(),
        name="newsletter-leave",
    ),
    path(
        _("bulletin/newsletter/bounce/"),
        letters.Bounce.as_view(),
        name="newsletter-bounce",
    ),
]
staff = [
    path(
        _("workspace/bulletin/articles/<int:pk>/preview/"),
        desk.ArticlePreview.as_view(),
        name="workspace-preview",
    ),
]

urlpatterns = [*public, *newsletter, *staff]

"""Shelves: the bulletin on other apps' pages, and what its own pages share."""

import re

from django import template
from django.conf import settings
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from bulletin.models import Article, Mailing, PublicationLicense
from bulletin.models.words import codes_in, with_links
from federation.models import Document, PublishState
from federation.richtext import plain
from federation.templatetags.components import card_url, json_ld

register = template.Library()


@register.inclusion_tag("bulletin/shelf.html")
def latest_articles(limit=4):
    """The newest articles, as lines."""
    return {"articles": Article.objects.published().readable().for_lines()[:limit]}


@register.inclusion_tag("bulletin/shelf.html")
def articles_about(association=None, country=None, event=None, limit=5):
    """Articles that editors tied to this association, country or event."""
    articles = Article.objects.published().readable().for_lines()
    return {
        "articles": articles.about(
            association=association, country=country, event=event
        )[:limit]
    }


@register.filter
def with_documents(html):
    """Numbers of public documents in the text lead to them: one query, if any."""
    codes = codes_in(html or "")
    if not codes:
        return html
    documents = Document.objects.public().readable().filter(code__in=codes)
    found = {row.code: row.get_absolute_url() for row in documents}
    return mark_safe(with_links(html, found))  # noqa: S308 (clean before, our links)


@register.inclusion_tag("bulletin/shelf_newsroom.html")
def newsroom(limit=6):
    """For the admin's dashboard: what waits for a person, and licences that end."""
    groups = [
        (_("To be reviewed"), PublishState.IN_REVIEW, "submitted_at"),
        (_("To be published"), PublishState.APPROVED, "pk"),
        (_("Scheduled"), PublishState.SCHEDULED, "publish_at"),
    ]
    shown = [
        {"title": title, "status": status, "articles": list(rows[:limit])}
        for title, status, order in groups
        for rows in [Article.objects.filter(status=status).for_cards().order_by(order)]
    ]
    open_ = (Mailing.Status.SCHEDULED, Mailing.Status.SENDING, Mailing.Status.PAUSED)
    found = {
        "groups": shown,
        "licenses": list(PublicationLicense.objects.in_use().ending()),
        "mailings": list(Mailing.objects.filter(status__in=open_)[:limit]),
    }
    rest = any(group["articles"] for group in shown)
    return found | {"is_empty": not (rest or found["licenses"] or found["mailings"])}


@register.simple_tag(takes_context=True)
def article_json_ld(context, article):
    """NewsArticle for search engines, with the card where it has no picture."""
    url = settings.SITE_URL + article.get_absolute_url()
    union = context.get("union")
    house = {"@type": "Organization", "url": settings.SITE_URL}
    house["name"] = getattr(union, "name", "") or settings.SITE_URL
    people = [name.strip() for name in re.split(r"[,;]| – ", article.authors or "")]
    authors = [{"@type": "Person", "name": name} for name in people if name]
    data = {
        "@type": "NewsArticle",
        "headline": article.title[:110],
        "description": article.lead or plain(article.body)[:200],
        "inLanguage": get_language(),
        "mainEntityOfPage": url,
        "url": url,
        "isAccessibleForFree": True,
        "articleSection": article.section.title,
        "dateModified": article.updated_at.isoformat(),
        "author": authors or [house],
        "publisher": house,
        "image": [card_url(context)],
    }
    return json_ld(data | more_json_ld(article))


def more_json_ld(article) -> dict:
    """What only some articles have: a date, a picture, an issue."""
    data = {}
    if article.published_at:
        data["datePublished"] = article.published_at.isoformat()
    if article.cover and not article.cover.is_withheld:
        data["image"] = [settings.SITE_URL + article.cover.file.url]
    issue = article.issue
    if issue and issue.is_online:
        data["isPartOf"] = {
            "@type": "PublicationIssue",
            "issueNumber": str(issue.number),
            "isPartOf": {"@type": "Periodical", "name": issue.publication.title},
        }
    return data

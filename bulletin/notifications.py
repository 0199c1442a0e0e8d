"""Who is told what about an article on its way to the reader."""

from federation.models import Office, Role
from outbox.post import post


def article_submitted(article) -> None:
    """The editors: a text waits for them."""
    _tell_offices(article, "submitted", Role.EDITOR, article.submitted_at)


def article_returned(article) -> None:
    """Who sent it: what is to be changed."""
    _tell_sender(article, "returned", article.submitted_at)


def article_approved(article) -> None:
    """The publishers: it may appear."""
    _tell_offices(article, "approved", Role.PUBLISHER, article.submitted_at)


def article_published(article) -> None:
    """Who sent it: readers see it."""
    _tell_sender(article, "published", article.updated_at)


def article_unpublished(article) -> None:
    """Who sent it: readers no longer see it, and why."""
    _tell_sender(article, "unpublished", article.updated_at)


def license_ends(license_, *, stage: int, days: int) -> None:
    """The publishers: so many days are left to renew the licence; each stage once."""
    for office in Office.objects.of_union(Role.PUBLISHER).select_related("user"):
        user = office.user
        post(
            key=f"license-{license_.pk}-{license_.valid_to}-{stage}-{user.pk}",
            to=user.email,
            language=user.language,
            template="bulletin/license_ends",
            license=license_,
            days=days,
            user=user,
        )


def mailing_stopped(mailing, reason: str, moment) -> None:
    """The publishers: a newsletter waits for them, and why."""
    for office in Office.objects.of_union(Role.PUBLISHER).select_related("user"):
        user = office.user
        post(
            key=f"mailing-{mailing.pk}-stopped-{moment:%Y%m%d%H%M%S%f}-{user.pk}",
            to=user.email,
            language=user.language,
            template="bulletin/mailing_stopped",
            mailing=mailing,
            reason=reason,
            user=user,
        )


def subscription_asked(subscription, moment, *, days: int) -> None:
    """Whoever was entered: confirm, or change what runs already. Once an hour."""
    known = subscription.state == "active"
    url = subscription.get_absolute_url() if known else subscription.confirm_url()
    post(
        key=f"subscription-{subscription.pk}-{subscription.state}-{moment:%Y%m%d%H}",
        to=subscription.email,
        language=subscription.language,
        template=f"bulletin/subscription_{'known' if known else 'asked'}",
        secret=True,
        url=url,
        days=days,
    )


def _tell_offices(article, occasion: str, role: str, moment) -> None:
    offices = Office.objects.of_union(role).select_related("user")
    for user in {office.user for office in offices}:
        _tell(article, occasion, user, moment)


def _tell_sender(article, occasion: str, moment) -> None:
    if article.submitted_by is not None:
        _tell(article, occasion, article.submitted_by, moment)


def _tell(article, occasion: str, user, moment) -> None:
    stamp = f"{moment:%Y%m%d%H%M%S%f}" if moment else "0"
    post(
        key=f"article-{article.pk}-{occasion}-{stamp}-{user.pk}",
        to=user.email,
        language=user.language,
        template=f"bulletin/article_{occasion}",
        article=article,
        user=user,
    )

"""What concerns many rows: old articles come in, readers who left are forgotten."""

from collections import Counter
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bulletin.models import (
    Article,
    ArticleImport,
    Delivery,
    EnglishState,
    Publication,
    Subscription,
)
from federation.lifecycle import MoveRefused
from federation.models import PublishState
from federation.sortkey import free_slug
from outbox.models import Message


@transaction.atomic
def forget_readers(now=None) -> Counter:
    """Addresses nobody reads at, the mails to them, and those of copies long sent."""
    now = now or timezone.now()
    policy = Publication.objects.first() or Publication()
    over = now - timedelta(days=policy.keep_readers)
    gone = list(Subscription.objects.outlived(over).values_list("pk", flat=True))
    for pk in gone:
        Message.objects.filter(key__startswith=f"subscription-{pk}-").delete()
    Subscription.objects.filter(pk__in=gone).delete()
    sent = now - timedelta(days=policy.keep_copies)
    copies = Delivery.objects.forget_addresses(sent)
    return Counter(forgotten=len(gone), copies=copies)


# What the list still says of a row when its texts are in the articles.
KEPT_OF_OLD = ("title", "published_at", "authors", "views")


@transaction.atomic
def take_over(importing: ArticleImport, *, is_published: bool) -> int:
    """Write all good rows or none, once; how many.

    The texts themselves are articles then, so the list keeps only what it says of them.
    """
    mine = ArticleImport.objects.select_for_update().filter(pk=importing.pk)
    found = mine.filter(taken_at=None).first()
    if found is None:
        raise MoveRefused(_("These articles were taken over already."))
    for row in found.rows:
        values = row["values"]
        row["values"] = {name: values.get(name, "") for name in KEPT_OF_OLD}
        if row["verdict"] == "new":
            row["article"] = old_article(values, is_published).pk
    found.added, found.taken_at = len(found.good), timezone.now()
    found.save(update_fields=["rows", "added", "taken_at"])
    return found.added


def old_article(values: dict, is_published: bool) -> Article:
    """It keeps its day and its views; English waits for somebody to read it."""
    texts = {f"{name}_vi": values[name] for name in ("title", "lead", "body")}
    texts |= {f"{name}_en": values[f"{name}_en"] for name in ("title", "lead", "body")}
    credits = ("authors", "photographers", "source", "original_url")
    return Article.objects.create(
        **texts,
        **{name: values[name] for name in credits},
        slug=free_slug(values["title"], Article.objects.all(), otherwise="bai"),
        section_id=values["section"],
        published_at=values["published_at"],
        imported_views=values["views"],
        status=PublishState.PUBLISHED if is_published else PublishState.DRAFT,
        en_state=(
            EnglishState.TRANSLATING if values["title_en"] else EnglishState.NONE
        ),
    )

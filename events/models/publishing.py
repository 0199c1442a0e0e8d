"""Who may read a thing, and how it comes to that (domain.md 4.0)."""

from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from federation.lifecycle import MoveRefused
from federation.models import PublishState
from federation.richtext import no_identity_number


def current_language() -> str:
    return (get_language() or settings.LANGUAGE_CODE)[:2]


def written_in(language: str, needed) -> Q:
    """The first of the texts is there in that language, and of the others each that
    there is in the first language of the site."""
    texts = Q(**{f"{needed[0]}_{language}__gt": ""})
    for name in needed[1:] if language != settings.LANGUAGE_CODE else ():
        mine, original = (
            f"{name}_{language}__gt",
            f"{name}_{settings.LANGUAGE_CODE}__gt",
        )
        texts &= Q(**{mine: ""}) | ~Q(**{original: ""})
    return texts


def said(reason: str) -> str:
    """A reason somebody gave; without one the move is refused."""
    if not reason.strip():
        raise MoveRefused(_("Say why."))
    try:
        no_identity_number(reason)
    except ValidationError as error:
        raise MoveRefused(error.message) from None
    return reason.strip()[:250]


class Publishable(models.Model):
    """A second status beside the first: draft, in review, approved, published …"""

    # Without these in the site's first language there is nothing to review; a page in
    # another language has each of them too.
    NEEDED = ("title",)
    PUBLISH_MOVES = {
        PublishState.IN_REVIEW: {PublishState.DRAFT},
        PublishState.DRAFT: {PublishState.IN_REVIEW, PublishState.UNPUBLISHED},
        PublishState.APPROVED: {PublishState.IN_REVIEW},
        PublishState.SCHEDULED: {PublishState.APPROVED},
        PublishState.PUBLISHED: {PublishState.APPROVED, PublishState.SCHEDULED},
        PublishState.UNPUBLISHED: {PublishState.PUBLISHED},
        PublishState.ARCHIVED: {PublishState.UNPUBLISHED},
    }

    publish_state = models.CharField(
        _("publication"),
        max_length=11,
        choices=PublishState,
        default=PublishState.DRAFT,
    )
    publish_at = models.DateTimeField(_("publish at"), null=True, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    remark = models.TextField(_("remark of the review"), blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_scheduled_with_time",
                condition=~Q(publish_state="scheduled") | Q(publish_at__isnull=False),
                violation_error_message=_("Say when it is to be published."),
            ),
        ]

    @property
    def is_shown(self) -> bool:
        """Readers see it, or will at the hour that is set."""
        return self.publish_state in (PublishState.SCHEDULED, PublishState.PUBLISHED)

    def is_written_in(self, language: str) -> bool:
        """The same as `written_in`, of a row at hand."""
        title, *others = self.NEEDED
        original = [name for name in others if self.text_of(name)]
        if language == settings.LANGUAGE_CODE:
            original = []
        return all(self.text_of(name, language) for name in (title, *original))

    def text_of(self, name: str, language: str = settings.LANGUAGE_CODE) -> str:
        return getattr(self, f"{name}_{language}") or ""

    def validate_constraints(self, exclude=None):
        """Also in forms that do not show the state of publication."""
        super().validate_constraints(exclude=set(exclude or ()) - {"publish_state"})

    def submit_for_review(self, *, by) -> None:
        fields = [
            capfirst(str(self._meta.get_field(name).verbose_name))
            for name in self.NEEDED
            if not self.text_of(name).strip()
        ]
        if fields:
            words = _("Fill this in before the review: %(fields)s.")
            raise MoveRefused(words % {"fields": ", ".join(fields)})
        self._publish(PublishState.IN_REVIEW, by=by, remark="")

    def return_to_draft(self, *, by, remark: str) -> None:
        """Back to its author, with what is to be changed."""
        if not remark.strip():
            raise MoveRefused(_("Say what is to be changed."))
        self._publish(PublishState.DRAFT, by=by, remark=remark.strip())

    def approve(self, *, by) -> None:
        self._publish(PublishState.APPROVED, by=by, remark="")

    def schedule(self, *, by) -> None:
        if not self.publish_at or self.publish_at <= timezone.now():
            raise MoveRefused(_("Give an hour of publication that lies ahead."))
        self._publish(PublishState.SCHEDULED, by=by)

    def publish(self, *, by) -> None:
        """On the site, by hand."""
        self._publish(
            PublishState.PUBLISHED,
            by=by,
            published_at=self.published_at or timezone.now(),
        )

    def publish_due(self) -> None:
        """On the site at its hour, unless it was taken off the schedule meanwhile."""
        self._publish(
            PublishState.PUBLISHED,
            only=Q(publish_state="scheduled", publish_at__lte=timezone.now()),
            published_at=self.published_at or timezone.now(),
        )

    def unpublish(self, *, by, reason: str) -> None:
        self._publish(PublishState.UNPUBLISHED, by=by, remark=said(reason))

    def archive(self, *, by) -> None:
        self._publish(PublishState.ARCHIVED, by=by)

    def _publish(self, to: str, *, by=None, only=None, **changes) -> None:
        """The same conditional UPDATE as `move`, for the second status."""
        changes = {"publish_state": to, "updated_at": timezone.now(), **changes}
        rows = type(self)._base_manager.filter(
            only or Q(), pk=self.pk, publish_state__in=self.PUBLISH_MOVES[to]
        )
        if not rows.update(**changes):
            raise MoveRefused(_("This is no longer possible: the status has changed."))
        for name, value in changes.items():
            setattr(self, name, value)
        if by is not None:
            LogEntry.objects.log_actions(
                by.pk, [self], CHANGE, f"publish_state: {to}", single_object=True
            )

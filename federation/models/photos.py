"""Photographs, and who is to be seen on them."""

import logging
from functools import partial

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, ProtectedError
from django.utils.translation import gettext_lazy as _

from federation.models.base import Demonstrable
from federation.models.people import Person
from federation.richtext import PlainCharField
from federation.uploads import ImageField, forget_image, is_public, make_copies

logger = logging.getLogger(__name__)
# A picture is withheld while one of the people on it does not want to be shown.
WITHHOLD = """
    UPDATE federation_photo p SET is_withheld = NOT p.is_withheld
    WHERE p.id IN (NEW.photo_id, OLD.photo_id) AND p.is_withheld <> EXISTS (
        SELECT FROM federation_photoperson m
        JOIN federation_person q ON q.id = m.person_id
        WHERE m.photo_id = p.id AND q.hides_photos
    );
    RETURN NULL;
"""


class PhotoQuerySet(models.QuerySet):
    def to_prepare(self):
        """Whose copies are lacking, or are those of a file that was replaced."""
        return self.exclude(file="").exclude(prepared_for=F("file")).order_by("pk")


class Photo(Demonstrable, models.Model):
    """A picture with what a blind reader, a caption reader and its maker need."""

    file = ImageField(_("file"), width_field="width", height_field="height")
    width = models.PositiveIntegerField(null=True, editable=False)
    height = models.PositiveIntegerField(null=True, editable=False)
    alt = PlainCharField(
        _("alternative text"),
        max_length=250,
        help_text=_("What the picture shows, for readers who cannot see it."),
    )
    caption = PlainCharField(_("caption"), max_length=300, blank=True)
    credit = PlainCharField(_("credit"), max_length=120)
    taken_on = models.DateField(_("taken on"), null=True, blank=True)
    people = models.ManyToManyField(
        Person,
        through="PhotoPerson",
        related_name="photos",
        blank=True,
        verbose_name=_("people on it"),
    )
    # The file whose copies in every size and format a worker has made.
    prepared_for = models.CharField(
        max_length=100, blank=True, db_default="", editable=False
    )
    # Written by the database from the people's consents, so that no page can forget.
    is_withheld = models.BooleanField(
        _("withheld"), default=False, db_default=False, editable=False
    )

    objects = PhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("photograph")
        verbose_name_plural = _("photographs")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["file"], name="photo_file")]

    def __str__(self):
        return self.caption or self.alt or self.file.name

    @property
    def is_prepared(self) -> bool:
        """Whether its copies in other formats can be offered."""
        return bool(self.file) and self.prepared_for == self.file.name

    def discard(self) -> bool:
        """Delete it with its file, unless something still shows it."""
        try:
            with transaction.atomic():
                self.delete()
        except ProtectedError:
            return False
        transaction.on_commit(partial(forget_image, self.file.name))
        return True

    def prepare(self) -> None:
        """Make its copies; a file that is replaced meanwhile comes again.

        One that is gone or cannot be read does not: its page shows what there is.
        """
        name = self.file.name
        try:
            make_copies(name)
        except (FileNotFoundError, ValidationError):
            logger.warning("Photograph %s has no copies", self.pk)
        type(self).objects.filter(pk=self.pk, file=name).update(prepared_for=name)


class PhotoPerson(models.Model):
    """Somebody who can be recognised on a photograph."""

    photo = models.ForeignKey(Photo, models.CASCADE, verbose_name=_("photograph"))
    person = models.ForeignKey(Person, models.CASCADE, verbose_name=_("person"))

    class Meta:
        verbose_name = _("person on a photograph")
        verbose_name_plural = _("people on photographs")
        constraints = [
            models.UniqueConstraint(
                fields=["photo", "person"],
                name="photo_person_once",
                violation_error_message=_("This person is named already."),
            )
        ]
        triggers = [
            pgtrigger.Trigger(
                name="photo_is_withheld",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=WITHHOLD,
            )
        ]

    def __str__(self):
        return f"{self.person} · {self.photo}"


def is_shown(name: str) -> bool:
    """Whether everybody may see the stored picture of this name.

    Nobody gets the file of a picture that was taken out, or replaced, or on which
    somebody does not want to be shown.
    """
    if not is_public(name):
        return False
    if name.startswith("public/portraits/"):
        return Person.objects.filter(portrait=name, hides_photos=False).exists()
    if name.startswith("public/photos/"):
        photos = Photo.objects.filter(file=name)
        return set(photos.values_list("is_withheld", flat=True)) == {False}
    return True

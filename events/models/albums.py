"""Albums: the photographs of an event or a day, many at once."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Count, Max, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from events.models.events import Event
from events.models.publishing import Publishable
from federation.lifecycle import MoveRefused
from federation.models import Demonstrable, Organization, Photo, PublishState


def describable(path: str = "") -> Q:
    """Photographs everybody may see, and say in the reader's language what they show.

    Nobody who asked not to be shown is on them (see `Photo.is_withheld`).
    """
    language = (get_language() or settings.LANGUAGE_CODE)[:2]
    return Q(**{f"{path}is_withheld": False, f"{path}alt_{language}__gt": ""})


class AlbumQuerySet(models.QuerySet):
    def published(self):
        return self.filter(**Album.PUBLIC)

    def readable(self):
        """With a title and at least one photograph to show in the reader's language."""
        shown = AlbumPhoto.objects.shown().filter(album=OuterRef("pk"))
        return self.filter(models.Exists(shown), title__gt="")

    def of(self, organization):
        """Its own, those of its branches, and those of events it holds."""
        mine = Q(host=organization) | Q(host__parent=organization)
        return self.filter(mine | Q(event__host=organization))

    def for_cards(self):
        """Everything a card prints but its picture (`put_covers`), in one query."""
        first = AlbumPhoto.objects.shown().filter(album=OuterRef("pk"))
        return (
            self.select_related("host", "event")
            .annotate(
                photo_count=Count("album_photos", describable("album_photos__photo__")),
                first_photo=Subquery(first.values("photo")[:1]),
            )
            .order_by("-taken_on", "-pk")
        )

    def put_covers(self, albums) -> None:
        """The first picture of each, in one query."""
        photos = Photo.objects.in_bulk([album.first_photo for album in albums])
        for album in albums:
            album.cover = photos.get(album.first_photo)


class Album(Demonstrable, Publishable):
    """Photographs of one occasion, in their order."""

    # The states in which readers find it at its address.
    PUBLIC = {"publish_state": PublishState.PUBLISHED}

    title = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("address word"), max_length=120, unique=True)
    host = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="albums",
        verbose_name=_("organisation"),
    )
    event = models.ForeignKey(
        Event,
        models.SET_NULL,
        related_name="albums",
        null=True,
        blank=True,
        verbose_name=_("event"),
        help_text=_("Its page shows the album."),
    )
    taken_on = models.DateField(_("taken on"))
    lead_text = models.CharField(_("in one sentence"), max_length=300, blank=True)
    photos = models.ManyToManyField(
        Photo, through="AlbumPhoto", related_name="in_albums", blank=True
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = AlbumQuerySet.as_manager()

    class Meta:
        verbose_name = _("album")
        verbose_name_plural = _("albums")
        ordering = ["-taken_on", "-pk"]
        permissions = [
            ("submit_album", _("Can submit albums for review")),
            ("review_album", _("Can approve and return albums")),
            ("publish_album", _("Can publish albums and take them down")),
        ]
        constraints = [*Publishable.Meta.constraints]

    def __str__(self):
        return self.title or self.slug

    def get_absolute_url(self):
        return reverse("events:album", args=[self.slug])

    def submit_for_review(self, *, by) -> None:
        """Only with something to see, and words for those who cannot see it."""
        if not self.album_photos.exists():
            raise MoveRefused(_("Add photographs first."))
        if self.album_photos.filter(photo__alt_vi__in=["", None]).exists():
            raise MoveRefused(_("Say of every photograph what it shows."))
        super().submit_for_review(by=by)

    @property
    def languages(self) -> list[str]:
        """The languages its page exists in: with a title and described photographs."""
        seen = Q(photo__is_withheld=False)
        found = self.album_photos.aggregate(
            **{
                code: Count("pk", seen & Q(**{f"photo__alt_{code}__gt": ""}))
                for code, _name in settings.LANGUAGES
            }
        )
        return [code for code in found if found[code] and self.is_written_in(code)]

    @transaction.atomic
    def add(self, file, *, credit: str) -> Photo:
        """One more photograph, at the end; its words follow."""
        photo = Photo.objects.create(
            file=file, credit=credit, taken_on=self.taken_on, is_demo=self.is_demo
        )
        last = self.album_photos.aggregate(last=Max("display_order"))["last"] or 0
        self.album_photos.create(photo=photo, display_order=min(last + 1, 32_000))
        return photo

    def as_json_ld(self, site: str, photos) -> dict:
        """schema.org/ImageGallery."""
        return {
            "@type": "ImageGallery",
            "name": self.title,
            "url": site + self.get_absolute_url(),
            "dateCreated": self.taken_on.isoformat(),
            "author": {"@type": "Organization", "name": self.host.name},
            "image": [
                {
                    "@type": "ImageObject",
                    "contentUrl": site + item.photo.file.url,
                    "caption": item.photo.caption or item.photo.alt,
                    "creditText": item.photo.credit,
                }
                for item in photos
            ],
        }


class AlbumPhotoQuerySet(models.QuerySet):
    def shown(self):
        """What a reader sees, in the album's order."""
        return self.filter(describable("photo__")).select_related("photo")


class AlbumPhoto(models.Model):
    """A photograph of an album, in its place."""

    album = models.ForeignKey(
        Album, models.CASCADE, related_name="album_photos", verbose_name=_("album")
    )
    photo = models.ForeignKey(
        Photo,
        models.PROTECT,
        related_name="album_places",
        verbose_name=_("photograph"),
    )
    display_order = models.PositiveSmallIntegerField(_("order"), default=100)

    objects = AlbumPhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("photograph of the album")
        verbose_name_plural = _("photographs of the album")
        ordering = ["display_order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["album", "photo"], name="album_photo_once")
        ]

    def __str__(self):
        return str(self.photo_id)

    @transaction.atomic
    def take_out(self) -> None:
        """Out of the album; a picture that nothing else shows is deleted with it."""
        photo = self.photo
        self.delete()
        photo.discard()

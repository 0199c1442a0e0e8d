"""Mail decided on, and what became of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Message(models.Model):
    """One mail to one person about one occasion; the key names the occasion."""

    key = models.CharField(_("occasion"), max_length=200, unique=True)
    to = models.EmailField(_("to"))
    language = models.CharField(_("language"), max_length=2)
    template = models.CharField(_("template"), max_length=120, blank=True)
    subject = models.CharField(_("subject"), max_length=250)
    text = models.TextField(_("text"))
    html = models.TextField(_("HTML"), blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")

    def __str__(self):
        return self.subject

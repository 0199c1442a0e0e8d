"""Write a mail down in the same transaction as the change it reports."""

from django.template.loader import render_to_string
from django.utils import translation

from outbox.models import Message


def post(*, key: str, to: str, language: str, template: str, **context) -> Message:
    """Post the mail `templates/mail/<template>.txt` once per key."""
    with translation.override(language):
        text = render_to_string(f"mail/{template}.txt", context)
    subject, _, body = text.partition("\n")
    message, _created = Message.objects.get_or_create(
        key=key,
        defaults={
            "to": to,
            "language": language,
            "template": template,
            "subject": subject.strip(),
            "text": body.strip() + "\n",
        },
    )
    return message

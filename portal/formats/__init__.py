"""How days and numbers are written in each language.

The names of the days are ours: Django's Vietnamese counts them in digits.
"""

from django.conf import settings
from django.utils.translation import gettext_noop

WEEKDAYS = (
    *(gettext_noop("Monday"), gettext_noop("Tuesday"), gettext_noop("Wednesday")),
    *(gettext_noop("Thursday"), gettext_noop("Friday"), gettext_noop("Saturday")),
    gettext_noop("Sunday"),
)


def labelled(name: str, language: str) -> str:
    """“headline [Vietnamese]”: where a tab names the language, the brackets go."""
    return f"{name} [{dict(settings.LANGUAGES)[language]}]"

"""How days and numbers are written in each language.

The names of the days are ours: Django's Vietnamese counts them in digits.
"""

from django.utils.translation import gettext_noop

WEEKDAYS = (
    *(gettext_noop("Monday"), gettext_noop("Tuesday"), gettext_noop("Wednesday")),
    *(gettext_noop("Thursday"), gettext_noop("Friday"), gettext_noop("Saturday")),
    gettext_noop("Sunday"),
)

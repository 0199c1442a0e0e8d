"""A posted choice that is no key at all is no choice.

Django's autocomplete widget asks its table with whatever was posted when it shows a
form again; letters in place of a key would be a fault, not a message at the field.
"""

from functools import wraps

from django.contrib.admin.widgets import AutocompleteMixin
from django.core.exceptions import ValidationError


def is_key(field, value) -> bool:
    try:
        field.to_python(value)
    except ValidationError:
        return False
    return True


def only_keys(optgroups):
    @wraps(optgroups)
    def shown(widget, name, value, attr=None):
        key = widget.choices.queryset.model._meta.pk
        return optgroups(widget, name, [v for v in value if is_key(key, v)], attr)

    return shown


AutocompleteMixin.optgroups = only_keys(AutocompleteMixin.optgroups)

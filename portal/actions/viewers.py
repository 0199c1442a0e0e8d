"""Whom the rules of rows let see them, asked for everybody in office at once.

A QuerySet's rule says what one person may see. It is asked here for "whoever" instead
of one account after the other: sixty secretaries cost as many queries as one.
"""

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models.expressions import RawSQL

from accounts.models import User
from federation.models import Office

RULES = ("visible_to", "managed_by")


class DependsOnThePerson(Exception):
    """The rule asks for more than who it is: each person has to be asked."""


class Whoever(RawSQL):
    """Stands where a rule expects an account, for every account that is (not) staff."""

    is_authenticated = is_active = True

    def __init__(self, *, is_staff: bool):
        super().__init__("viewer.id", ())
        self.is_staff = is_staff

    @property
    def pk(self):
        return self

    def has_perm(self, right, obj=None):
        raise DependsOnThePerson


def of(rows):
    """Who holds an office today and may see at least one of these rows by its rule."""
    rule = next((getattr(rows, name) for name in RULES if hasattr(rows, name)), None)
    if rule is None:
        return User.objects.none()
    people = User.objects.filter(offices__in=Office.objects.current()).distinct()
    try:
        found = seeing(rule, is_staff=True) + seeing(rule, is_staff=False)
    except DependsOnThePerson:
        found = [user.pk for user in people if rule(user).exists()]
    return people.filter(pk__in=found)


def seeing(rule, *, is_staff: bool) -> list[int]:
    """The accounts to which this rule gives a row, in one query."""
    rows = rule(Whoever(is_staff=is_staff)).order_by().values("pk")
    try:
        given, values = rows.query.sql_with_params()
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT viewer.id FROM accounts_user viewer"  # noqa: S608 - Django's own SQL
            f" WHERE viewer.is_active AND viewer.is_staff = %s AND EXISTS ({given})",
            [is_staff, *values],
        )
        return [pk for (pk,) in cursor.fetchall()]

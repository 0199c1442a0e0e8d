"""Numbers and days as the reader's language writes them."""

from decimal import Decimal

from django.utils.formats import date_format, number_format

KNOWN = {"day": "DATE_FORMAT", "month": "YEAR_MONTH_FORMAT", "year": "Y"}


def written(value) -> str:
    """A number as the reader's language writes it, without idle decimals."""
    exponent = -Decimal(str(value)).normalize().as_tuple().exponent
    return number_format(value, max(0, exponent), force_grouping=True)


def partial_date(value, precision="day") -> str:
    """A date as far as it is known: day, month or year."""
    if not value:
        return ""
    return date_format(value, KNOWN.get(precision or "day", "DATE_FORMAT"))

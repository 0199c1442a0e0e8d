"""The roof: the only package that sees every app."""

from portal.celery import app as celery_app

__all__ = ["celery_app"]

"""The open data: what the public pages show, to be read by programs, at `/api/v1/`."""

from portal.api.addresses import PAGES, api

__all__ = ["PAGES", "api"]

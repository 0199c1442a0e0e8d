"""Pages made of several apps, and what readers say of them."""

from portal.views.pages import (
    Access,
    Components,
    ErrorSpecimen,
    Home,
    Search,
    Shortcuts,
    Suggestions,
    Workspace,
    bad_request,
    csrf_failure,
    manifest,
    page_not_found,
    permission_denied,
    robots,
    security_txt,
    server_error,
    share_card,
)
from portal.views.readers import Contact, GiveOpinion

__all__ = [
    "Access",
    "Components",
    "Contact",
    "ErrorSpecimen",
    "GiveOpinion",
    "Home",
    "Search",
    "Shortcuts",
    "Suggestions",
    "Workspace",
    "bad_request",
    "csrf_failure",
    "manifest",
    "page_not_found",
    "permission_denied",
    "robots",
    "security_txt",
    "server_error",
    "share_card",
]

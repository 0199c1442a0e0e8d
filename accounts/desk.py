"""The staff's desk as one site."""

from unfold.sites import UnfoldAdminSite


class Desk(UnfoldAdminSite):
    """The admin; its parts ask again and again what this person may open."""

    def get_app_list(self, request, app_label=None):
        """Looked up once for each request."""
        known = request.__dict__.setdefault("known_desks", {})
        if app_label not in known:
            known[app_label] = super().get_app_list(request, app_label)
        return known[app_label]

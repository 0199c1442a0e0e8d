"""Addresses of events: public pages and the secretary's."""

app_name = "events"

public: list = []
secretary: list = []

urlpatterns = [*public, *secretary]

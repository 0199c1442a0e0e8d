"""Addresses of bulletin: public pages and the secretary's."""

app_name = "bulletin"

public: list = []
secretary: list = []

urlpatterns = [*public, *secretary]

"""Addresses of members: public pages and the secretary's."""

app_name = "members"

public: list = []
secretary: list = []

urlpatterns = [*public, *secretary]

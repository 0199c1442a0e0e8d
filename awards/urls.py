"""Addresses of awards: public pages and the secretary's."""

app_name = "awards"

public: list = []
secretary: list = []

urlpatterns = [*public, *secretary]

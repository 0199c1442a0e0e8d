"""Addresses of federation: public pages and the secretary's."""

app_name = "federation"

public: list = []
secretary: list = []

urlpatterns = [*public, *secretary]

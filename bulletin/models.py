"""Models come with the app."""

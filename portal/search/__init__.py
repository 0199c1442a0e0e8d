"""One search over everything the public may read, in Vietnamese and English."""

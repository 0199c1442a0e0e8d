"""What the web server calls."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

application = get_wsgi_application()
# What is loaded now stays: looking through it again and again would hold up requests.
gc.collect()
gc.freeze()

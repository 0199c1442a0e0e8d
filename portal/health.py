"""Is the process alive, can it work, and what do the counters say."""

from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.http import Http404, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache

from outbox.models import Heartbeat, Message
from outbox.tasks import SWEEP
from portal.celery import app as celery_app

QUIET = timedelta(minutes=2)


def database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def cached() -> None:
    cache.set("readyz", 1, 5)
    if cache.get("readyz") != 1:
        raise ConnectionError("the cache forgets")


def broker() -> None:
    with celery_app.connection_for_write() as link:
        link.ensure_connection(max_retries=1, timeout=1)


def worker() -> None:
    age = Heartbeat.age(SWEEP)
    if age is None or age > QUIET:
        raise ConnectionError("no worker was seen in the last two minutes")


CHECKS = {"database": database, "cache": cached, "broker": broker, "worker": worker}


def healthz(request):
    """The process answers; nothing else is asked."""
    return HttpResponse("ok", content_type="text/plain")


@never_cache
def readyz(request):
    """Database, cache, broker and a worker seen lately; 503 when one is missing."""
    found = {}
    for name, check in CHECKS.items():
        try:
            check()
        except Exception as error:  # noqa: BLE001 - whatever fails, that part is down
            found[name] = type(error).__name__
        else:
            found[name] = "ok"
    ready = all(state == "ok" for state in found.values())
    return JsonResponse({"ready": ready, **found}, status=200 if ready else 503)


@never_cache
def metrics(request):
    """Counters in the text format of Prometheus, for allowed addresses only."""
    if request.META.get("REMOTE_ADDR") not in settings.METRICS_ALLOWED:
        raise Http404
    oldest = Message.objects.oldest_due()
    age = Heartbeat.age(SWEEP)
    lines = ["# TYPE portal_messages gauge"]
    for state in Message.State.values:
        number = Message.objects.filter(state=state).count()
        lines.append(f'portal_messages{{state="{state}"}} {number}')
    lines += [
        "# HELP portal_oldest_due_timestamp Since when the oldest mail has been due.",
        "# TYPE portal_oldest_due_timestamp gauge",
        f"portal_oldest_due_timestamp {oldest.timestamp() if oldest else 0:.0f}",
        "# TYPE portal_sweep_age_seconds gauge",
        f"portal_sweep_age_seconds {age.total_seconds() if age else -1:.0f}",
    ]
    return HttpResponse(
        "\n".join(lines) + "\n", content_type="text/plain; version=0.0.4"
    )

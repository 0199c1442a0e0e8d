"""What happens by itself, and how often; a bell that nobody heard is not kept."""

from datetime import timedelta

from celery.schedules import crontab

# Seconds after which a bell that no worker took is thrown away: the next one rings.
EXPIRES = 240


def entries(*, outbox: int, reminders: int) -> dict[str, dict]:
    """The beat's schedule in UTC; sweeps of mail and of reminders in seconds."""
    rounds = {
        "accounts.clear_outworn": crontab(minute="*/10"),
        "outbox.sweep": timedelta(seconds=outbox),
        "outbox.balance": crontab(minute=25, hour=17),
        # Hourly, though once a day would do: a bell that nobody heard is rung again.
        "federation.remind_of_terms": crontab(minute=15, hour="1-13"),
        "federation.remind_of_data_requests": crontab(minute=20, hour="1-13"),
        "federation.remind_of_breaches": crontab(minute="*/15"),
        "portal.erase_due": crontab(minute=40),
        "portal.index_search": timedelta(seconds=30),
        "events.generate": crontab(minute=10),
        "events.send_reminders": timedelta(seconds=reminders),
        "events.make_calls": timedelta(seconds=outbox),
        "events.publish_scheduled": timedelta(minutes=1),
        "events.announce_year": crontab(minute=20),
        "events.care_for_registrations": timedelta(minutes=10),
        "bulletin.publish_due": timedelta(seconds=30),
        "bulletin.write_views": timedelta(seconds=30),
        "bulletin.count_most_read": timedelta(minutes=5),
        "bulletin.remind_licenses": crontab(minute=20),
        "bulletin.forget_readers": crontab(minute=25),
        "members.sweep": timedelta(minutes=2),
        "awards.sweep": timedelta(minutes=2),
        "bulletin.sweep_issues": timedelta(minutes=1),
        "bulletin.send_mailings": timedelta(seconds=outbox),
        "federation.survey_translations": timedelta(minutes=1),
        "federation.prepare_photos": timedelta(seconds=30),
    }
    return {name: entry(name, schedule) for name, schedule in rounds.items()}


def entry(name: str, schedule) -> dict:
    return {"task": name, "schedule": schedule, "options": {"expires": EXPIRES}}

"""Mail decided on, what became of it, and whether it flows."""

from outbox.models.messages import (
    LADDER,
    NO_RELAY,
    PATIENT,
    STOPPED,
    USUAL,
    Message,
    message_id,
)
from outbox.models.running import STANDSTILL, SWEEP, Balance, Brake, Heartbeat

__all__ = [
    "LADDER",
    "NO_RELAY",
    "PATIENT",
    "STANDSTILL",
    "STOPPED",
    "SWEEP",
    "USUAL",
    "Balance",
    "Brake",
    "Heartbeat",
    "Message",
    "message_id",
]

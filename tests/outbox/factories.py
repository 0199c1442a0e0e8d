"""Messages for tests."""

import factory
from django.utils import timezone

from outbox.models import Message, message_id


class MessageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Message

    class Params:
        sent = factory.Trait(
            state=Message.State.SENT, sent_at=factory.LazyFunction(timezone.now)
        )

    key = factory.Sequence(lambda n: f"occasion-{n}")
    to = factory.Sequence(lambda n: f"reader{n}@example.org")
    language = "vi"
    subject = "Xin chào"
    text = "Thân ái\n"
    message_id = factory.LazyAttribute(lambda message: message_id(message.key))
    date = factory.LazyFunction(timezone.now)

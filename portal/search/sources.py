"""Everything that can be found, app by app."""

from awards.search import SOURCES as AWARDS
from bulletin.search import SOURCES as BULLETIN
from events.search import SOURCES as EVENTS
from federation.search import SOURCES as FEDERATION
from members.search import SOURCES as MEMBERS

SOURCES = [*MEMBERS, *EVENTS, *BULLETIN, *AWARDS, *FEDERATION]
BY_KIND = {source.kind: source for source in SOURCES}

"""The sources of live facts, in one place; articles are found beside them."""

from services import coworkingfacts, roadmap
from services.facts import FactSource

SOURCES: tuple[FactSource, ...] = (roadmap.POINTS, coworkingfacts.SEATS)

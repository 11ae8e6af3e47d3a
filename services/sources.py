"""The sources of live facts, in one place; articles are found beside them."""

from services import coworkingfacts, milestonefacts, roadmap
from services.facts import FactSource

SOURCES: tuple[FactSource, ...] = (roadmap.POINTS, milestonefacts.MILESTONES, coworkingfacts.SEATS)

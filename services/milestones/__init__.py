"""Milestones of the roadmap's points: written and moved by satgas, read by everybody, what moved told on."""

from services.milestones.moving import moved_since, snapshot
from services.milestones.values import Milestone, Moved, Snapshot, Status

__all__ = ["Milestone", "Moved", "Snapshot", "Status", "moved_since", "snapshot"]

"""Milestones of the roadmap's points: written and moved by satgas, read by everybody; what moved is told on."""

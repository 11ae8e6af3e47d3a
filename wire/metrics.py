"""The figures behind /metrics; one registry a running bot."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from wire.outcomes import Outcome


class Metrics:
    """All figures, named `bot_…`; listed in docs/operations.md."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._updates = Counter("bot_updates", "Updates by kind and result", ["kind", "result"], registry=self.registry)
        self._sends = Counter(
            "bot_sends", "Tries to send by kind and outcome", ["kind", "outcome"], registry=self.registry
        )
        self.handler = Histogram(
            "bot_handler_seconds",
            "Seconds an update spent in its handler and services",
            buckets=(0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.05, 0.25, 1),
            registry=self.registry,
        )
        self.too_many = Counter("bot_too_many_requests", "Refusals with 429", registry=self.registry)
        self.unknown = Counter("bot_unknown", "Messages whose outcome stayed unknown", registry=self.registry)
        self.presses = Counter("bot_press_answers", "Answers to presses by result", ["result"], registry=self.registry)
        self.inline = Counter(
            "bot_inline_answers", "Answers to inline queries by result", ["result"], registry=self.registry
        )
        self.outbox_depth = Gauge("bot_outbox_depth", "Rows that wait in the outbox", registry=self.registry)
        self.outbox_age = Gauge("bot_outbox_age_seconds", "Age of the oldest waiting row", registry=self.registry)
        self.healthy = Gauge("bot_healthy", "1 when /healthz says 200", registry=self.registry)
        self._updates_by: dict[tuple[str, str], Counter] = {}
        self._sends_by: dict[tuple[str, str], Counter] = {}

    def update(self, kind: str, result: str) -> None:
        """An update was taken: handled, ignored, repeated or set_aside."""
        key = (kind, result)
        if key not in self._updates_by:
            self._updates_by[key] = self._updates.labels(kind, result)
        self._updates_by[key].inc()

    def sent(self, kind: str, outcome: Outcome) -> None:
        key = (kind, outcome.value)
        if key not in self._sends_by:
            self._sends_by[key] = self._sends.labels(*key)
        self._sends_by[key].inc()

    def page(self) -> bytes:
        """The Prometheus text format."""
        return generate_latest(self.registry)

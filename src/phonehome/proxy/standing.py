"""How the rules stand to a recipient, known before anything of a request is read."""

from __future__ import annotations

from phonehome.attribute import attributor, host_of
from phonehome.knowledge.schema import Knowledge
from phonehome.model import Exchange, Recipient
from phonehome.shield.rules import Rules, Stance, stance


class Standing:
    """Of one set of rules."""

    def __init__(self, rules: Rules, knowledge: Knowledge) -> None:
        self._rules = rules
        self._attribute = attributor(knowledge)

    def recipient(self, exchange: Exchange) -> Recipient:
        """Who gets it."""
        return self._attribute(host_of(exchange.url) or exchange.address.strip("[]"))

    def stance(self, exchange: Exchange) -> Stance:
        """What becomes of what cannot be read on its way there."""
        return stance(self._rules, (self.recipient(exchange), exchange.url))

    def lets_pass(self) -> bool:
        """Whether no rule is closed, whoever the recipient."""
        acting = [rule.fail for rule in self._rules.rules if rule.action != "pass"]
        acting += [self._rules.fail] if self._rules.default != "pass" else []
        return "closed" not in acting

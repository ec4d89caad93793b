"""How the rules stand to a recipient, known before anything of a request is read."""

from __future__ import annotations

from phonehome.attribute import attributor, host_of
from phonehome.knowledge.schema import Knowledge
from phonehome.knowledge.shielding import load_shielding
from phonehome.model import Exchange, Recipient
from phonehome.shield.rules import Rules, Stance, stance


def is_withdrawal(recipient: Recipient) -> bool:
    """Whether consent is withdrawn there."""
    return load_shielding().is_withdrawal(recipient.host)


class Standing:
    """Of one set of rules."""

    def __init__(self, rules: Rules, knowledge: Knowledge) -> None:
        self._rules = rules
        self._attribute = attributor(knowledge)

    def recipient(self, exchange: Exchange) -> Recipient:
        """Who gets it."""
        return self._attribute(host_of(exchange.url) or exchange.address.strip("[]"))

    def stance(self, exchange: Exchange) -> Stance:
        """What becomes of what cannot be read on its way there; nothing keeps a withdrawal of consent from its host."""
        recipient = self.recipient(exchange)
        return "free" if is_withdrawal(recipient) else stance(self._rules, (recipient, exchange.url))

    def lets_pass(self) -> bool:
        """Whether no rule is closed, whoever the recipient."""
        acting = [rule.fail for rule in self._rules.rules if rule.action != "pass"]
        acting += [self._rules.fail] if self._rules.default != "pass" else []
        return "closed" not in acting

"""Every action that the code records has words."""

import re
from pathlib import Path

from registry.audit.wording import ACTIONS, action_name

RECORDED = re.compile(r'\brecord\(\s*"([a-z_]+(?:\.[a-z_]+)?)"')


def test_every_recorded_action_has_words() -> None:
    sources = Path(__file__).resolve().parents[2] / "registry"
    recorded = {code for path in sources.rglob("*.py") for code in RECORDED.findall(path.read_text("utf-8"))}
    assert len(recorded) > 60
    assert recorded <= set(ACTIONS)


def test_a_code_without_words_stays() -> None:
    assert action_name("from.elsewhere") == "from.elsewhere"

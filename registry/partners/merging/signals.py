"""How rooms above this one take part in a merge: what points to an organisation otherwise than by a foreign key.

Receivers are called with `kept_id` and `gone_id` by name. The sender is None when a merge is looked at, the
journal when it happens, and the merge when it was undone.
"""

from blinker import Namespace

_signals = Namespace()

#: Receivers return a Part: what would move, and what forbids it.
looked_at = _signals.signal("merge-looked-at")
#: Receivers change rows through the journal, or raise Refusal.
happening = _signals.signal("merge-happening")
#: All rows are as they were, but for what changed meanwhile; receivers put right what follows from it.
undone = _signals.signal("merge-undone")

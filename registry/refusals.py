"""What an operation or a query may answer instead of a result; the web turns each into a page."""


class Refusal(Exception):
    """An operation says no; the text is a whole sentence in the reader's language.

    `field` names the form field the sentence belongs beside, where there is one.
    """

    def __init__(self, sentence: object, field: str | None = None) -> None:
        super().__init__(str(sentence))
        self.field = field


class NotFound(Exception):
    """There is no such record, or none that this reader may know of."""


class Stale(Exception):
    """Somebody else changed the record after this form was opened."""


class TooMany(Exception):
    """Tried too often; `retry_after` is in seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(retry_after)
        self.retry_after = retry_after

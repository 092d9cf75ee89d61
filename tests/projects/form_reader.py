"""What a browser would send if somebody pressed the button of a form without touching anything."""

from html.parser import HTMLParser

Fields = dict[str, list[str]]


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        #: action -> fields
        self.forms: dict[str, Fields] = {}
        self.fields: Fields | None = None
        self.select = self.textarea = ""
        self.options: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "form":
            self.fields = self.forms.setdefault(given.get("action", ""), {})
        elif self.fields is None:
            return
        elif tag == "input" and "name" in given:
            if given.get("type") not in ("checkbox", "radio") or "checked" in given:
                self.add(given["name"], given.get("value", ""))
        elif tag == "select":
            self.select, self.options = given["name"], []
        elif tag == "option" and self.select:
            self.options.append((given.get("value", ""), "selected" in given))
        elif tag == "textarea":
            self.textarea = given["name"]
            self.add(self.textarea, "")

    def handle_data(self, data: str) -> None:
        if self.textarea and self.fields is not None:
            self.fields[self.textarea][-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.fields = None
        elif tag == "select" and self.select:
            chosen = [value for value, is_chosen in self.options if is_chosen]
            for value in chosen or [value for value, _chosen in self.options[:1]]:
                self.add(self.select, value)
            self.select = ""
        elif tag == "textarea":
            assert self.fields is not None
            # The first line end after the tag belongs to the markup, not to the text.
            self.fields[self.textarea][-1] = self.fields[self.textarea][-1].removeprefix("\r\n").removeprefix("\n")
            self.textarea = ""

    def add(self, name: str, value: str) -> None:
        assert self.fields is not None
        self.fields.setdefault(name, []).append(value)


def fields_of(page: str, action: str) -> Fields:
    """Field -> values of the form on a page that is sent to this address."""
    reader = _Forms()
    reader.feed(page)
    assert action in reader.forms, f"no form for {action}; there are {sorted(reader.forms)}"
    return reader.forms[action]

"""Codes that carry a label for people and a tone for the eye."""

from enum import StrEnum
from typing import Self


class Labelled(StrEnum):
    """A code with its label, translated when shown, and its tone.

    Tones are neutral, info, progress, attention, success and danger.
    """

    label: str
    tone: str

    def __new__(cls, code: str, label: str = "", tone: str = "neutral") -> Self:
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        member.tone = tone
        return member

"""Domains that tell one organisation from others. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

#: More organisations than these at one domain share a roof, such as a ministry's.
MOST_AT_ONE = 3

#: Providers of mail, and of pages: their domains say nothing about the organisation.
_MAIL = """
126.com 163.com aol.com bk.ru foxmail.com gmail.com gmx.com gmx.de hotmail.com icloud.com inbox.ru inbox.uz list.ru
live.com mail.com mail.ru mail.uz naver.com outlook.com proton.me protonmail.com qq.com rambler.ru sina.com
umail.uz web.de ya.ru yahoo.com yandex.com yandex.kz yandex.ru yeah.net
"""
_PAGES = """
docs.google.com drive.google.com facebook.com github.com instagram.com linkedin.com linktr.ee m.facebook.com
sites.google.com t.me taplink.cc telegram.me twitter.com vk.com weibo.com x.com youtube.com
"""
PUBLIC = frozenset(_MAIL.split() + _PAGES.split())


def domain_of_website(address: str | None) -> str | None:
    """The host of a web address, without www."""
    try:
        host = urlsplit(address or "").hostname
    except ValueError:
        return None
    return _own((host or "").removeprefix("www."))


def domain_of_mail(address: str) -> str | None:
    """What stands behind the @."""
    return _own(address.rpartition("@")[2])


def _own(domain: str) -> str | None:
    return domain.lower() if "." in domain and domain.lower() not in PUBLIC else None


def telling(found: Mapping[int, Iterable[str]]) -> dict[int, frozenset[str]]:
    """Organisation -> those of its domains that few others use."""
    used = Counter(domain for domains in found.values() for domain in set(domains))
    return {
        id_: frozenset(domain for domain in domains if used[domain] <= MOST_AT_ONE)
        for id_, domains in found.items()
    }

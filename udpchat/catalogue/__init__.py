"""All text that people read, by key and language. Code names a key; the words are data, so they can be translated."""

from __future__ import annotations

from udpchat.catalogue import en

LANGUAGES: dict[str, dict[str, str]] = {"en": en.STRINGS}

_strings = en.STRINGS


def use(language: str) -> None:
    """Switch to a language such as `en` or `en_GB.UTF-8`; one that is not there means English."""
    global _strings
    _strings = LANGUAGES.get(language[:2].lower(), en.STRINGS)


def text(key: str, **values: object) -> str:
    """The text of a key with its `{names}` filled in. A key or value that is missing is a KeyError: tests find it."""
    template = _strings.get(key)
    if template is None:
        template = en.STRINGS[key]
    return template.format(**values) if values else template.format()

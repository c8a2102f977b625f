"""How much of files a server takes, and for how long it keeps them: a setting that is saved, told and kept to."""

from __future__ import annotations

from dataclasses import dataclass

from udpchat import limits
from udpchat.catalogue import text
from udpchat.errors import BadRequest, FileTooLarge, Quota
from udpchat.sizes import size_words


@dataclass(frozen=True, slots=True)
class FileRules:
    """Bytes of one file, of one person's files, of all; bytes that must stay free on the disk; days that a file is kept."""

    one_bytes: int = limits.FILE_MAX_BYTES
    person_bytes: int = limits.FILES_PER_USER_BYTES
    total_bytes: int = limits.FILES_TOTAL_BYTES
    free_bytes: int = limits.FILES_FREE_BYTES
    days: int = limits.FILE_LIFE_DAYS

    def checked(self) -> FileRules:
        """The same, if they make sense. Raises BadRequest."""
        sizes = (self.one_bytes, self.person_bytes, self.total_bytes)
        if not 1 <= self.days <= limits.FILE_LIFE_MAX_DAYS or min(sizes) < 1 or self.free_bytes < 0:
            raise BadRequest(text("server.change.files_wrong", days=limits.FILE_LIFE_MAX_DAYS))
        return self

    def check(self, size: int, person_bytes: int, total_bytes: int) -> None:
        """May another file of that size come to what there is already? Raises FileTooLarge, Quota."""
        if size > self.one_bytes:
            raise FileTooLarge(size_words(self.one_bytes))
        left = min(self.person_bytes - person_bytes, self.total_bytes - total_bytes)
        if size > left:
            raise Quota(size_words(max(left, 0)))

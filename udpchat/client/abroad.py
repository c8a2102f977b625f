"""What a person says and asks about other servers: who can be reached there, which there are, a link that is wanted."""

from __future__ import annotations

from udpchat.client.person import Person
from udpchat.names import clean_realm_name, split_address
from udpchat.words import messages as words


class Abroad(Person):
    """Part of ClientCore. All raise BadRequest before the sign-in; a name that cannot be one BadName."""

    def reach(self, name: str, now: float) -> bytes:
        """Whom to write to as `name@realm`: RequestDone.id is the user id. Whether they exist only the other server knows."""
        return self._ask(words.Reach(self._ref(), "@".join(split_address(name))), now)

    def add_realm(self, name: str, host: str, port: int, now: float) -> bytes:
        """Link this server with that one; of whoever is no operator it is a proposal."""
        return self._ask(words.AddRealm(self._ref(), clean_realm_name(name), host, port), now)

    def ask_realms(self, now: float) -> None:
        """Which servers is this one linked with? RealmsFound is the answer."""
        self._ask(words.AskRealms(), now)

    def ask_realm_people(self, realm: str, prefix: str, now: float) -> None:
        """Who has a name there that begins like this? RealmPeopleFound is the answer."""
        self._ask(words.AskRealmPeople(realm, prefix), now)

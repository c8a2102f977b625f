"""The READMEs of five older chat systems, followed word for word in the terminal client, with what it prints."""

from __future__ import annotations

import json
import re
import unittest

from tests.system.processes import PASSWORD, Program, SystemCase

TOKEN = r"[0-9a-f]{8}"
REALMS = r"This server is not linked with a server of that name.*"


class SeedCase(SystemCase):
    """People at the prompt of the terminal client."""

    def prompt(self, name: str) -> Program:
        """The client, told nothing but the server; `name` is of its folder."""
        return self.start(
            *("-m", "udpchat", "chat", f"127.0.0.1:{self.port}", "--commands", "--trust"),
            *("--data", str(self.folder / f"client {name}"), "--downloads", str(self.folder / f"files of {name}")),
            cwd=self.folder,
        )

    def accounts(self, *names: str) -> None:
        """People whom a README takes for granted, with the password that it gives them: from a list, as a class is made."""
        file = self.folder / "people.csv"
        rows = [f"{name},surabaya,{name.title()},Indonesia" for name in names]
        file.write_text("\n".join(("username,password,name,country", *rows)), encoding="utf-8")
        made = self.start(*("-m", "udpchat", "admin", "--data", str(self.folder / "relay"), "import-users", str(file)))
        self.assert_status(made, 0)

    def say(self, program: Program, line: str, *answers: str) -> list[str]:
        """Type a line; the answer, which matches these patterns line by line."""
        before = len(program.lines)
        program.type(line)
        program.wait_for_lines(before + len(answers))
        got = program.lines[before : before + len(answers)]
        for pattern, answer in zip(answers, got, strict=True):
            self.assertRegex(answer, rf"\A{pattern}\Z", f"after {line!r}:\n{program.transcript()}")
        return got


class Tugas5(SeedCase):
    """Izza, maya and nania; auth, send, inbox, list, logout, exit."""

    def test_readme(self) -> None:
        self.serve()
        self.accounts("izza", "maya", "nania")
        izza, maya = self.prompt("izza"), self.prompt("maya")
        self.say(izza, "auth nobody surabaya", "Error, User is not found")
        self.say(izza, "auth izza bandung", "Error, Wrong password")
        self.say(izza, "list", "Error, not authorized")
        self.say(izza, "auth izza surabaya", rf"username izza logged in, token {TOKEN}")
        self.say(maya, "auth maya surabaya", rf"username maya logged in, token {TOKEN}")
        self.say(izza, "send maya halo maya  apa kabar", "message sent to maya")
        self.say(izza, "  SEND maya  dengan spasi  ", "message sent to maya")
        self.say(izza, "send nania untuk nanti", "message sent to nania")
        self.say(izza, "send nobody halo", "Error, User is not found")
        (mail,) = self.say(maya, "inbox", r"\{.*\}")
        texts = ("halo maya  apa kabar", " dengan spasi  ")
        self.assertEqual(
            json.loads(mail), {"izza": [{"msg_from": "Izza", "msg_to": "Maya", "msg": said} for said in texts]}
        )
        self.say(maya, "inbox", r"\{\}")
        (names,) = self.say(maya, "list", r"\[.*\]")
        self.assertEqual(json.loads(names), ["izza", "maya"])
        self.say(maya, "logout", "Logged out")
        while json.loads(self.say(izza, "list", r"\[.*\]")[0]) != ["izza"]:
            pass  # presence is told once a second
        self.say(maya, "auth nania surabaya", rf"username nania logged in, token {TOKEN}")
        (mail,) = self.say(maya, "inbox", r"\{.*\}")
        self.assertEqual(json.loads(mail), {"izza": [{"msg_from": "Izza", "msg_to": "Nania", "msg": "untuk nanti"}]})
        self.say(izza, "exit", "Exit from program")
        self.assert_status(izza, 0)
        self.say(maya, "exit", "Exit from program")
        self.assert_status(maya, 0)


class Kelompok3(SeedCase):
    """Messi, henderson and lineker, `surabaya`; register, info, send, sendgroup, files; a server that is not linked yet."""

    def test_readme(self) -> None:
        self.serve()
        self.accounts("messi", "henderson", "lineker")
        messi, henderson = self.prompt("messi"), self.prompt("henderson")
        self.say(messi, "auth messi surabaya", rf"username messi logged in, token {TOKEN}")
        self.say(messi, "logout", "Logged out")
        self.say(
            messi, "register ronaldo surabaya Cristiano_Ronaldo Portugal", rf"username ronaldo registered, token {TOKEN}"
        )
        self.say(henderson, "auth henderson surabaya", rf"username henderson logged in, token {TOKEN}")
        (info,) = self.say(henderson, "info", r"\{.*\}")
        self.assertEqual(
            json.loads(info),
            {
                "henderson": {"name": "Henderson", "country": "Indonesia"},
                "ronaldo": {"name": "Cristiano Ronaldo", "country": "Portugal"},
            },
        )
        self.assertNotRegex(info, "surabaya|token|password")
        self.say(messi, "auth messi surabaya", rf"username messi logged in, token {TOKEN}")
        self.say(messi, "send henderson apa kabar son", "message sent to henderson")
        self.say(messi, "sendgroup henderson,lineker halo gaiss apa kabar", "message sent to henderson, lineker")
        self.say(messi, "sendgroup henderson,nobody,noone x", "Error, User is not found: nobody, noone")
        (mail,) = self.say(henderson, "inbox", r"\{.*\}")
        self.assertEqual([row["msg"] for row in json.loads(mail)["messi"]], ["apa kabar son", "halo gaiss apa kabar"])
        (self.folder / "pokijan.jpg").write_bytes(b"\xff\xd8 a fish")
        self.say(messi, "sendfile henderson pokijan.jpg", "file pokijan.jpg sent to henderson")
        self.say(messi, "sendgroupfile henderson,lineker pokijan.jpg", "file pokijan.jpg sent to henderson, lineker")
        self.say(messi, "sendfile henderson nothing.jpg", "Error, The file .*nothing.jpg cannot be opened.*")
        self.say(henderson, "file_get pokijan.jpg", "file pokijan.jpg saved as .*pokijan.jpg")
        self.assertEqual((self.folder / "files of henderson" / "pokijan.jpg").read_bytes(), b"\xff\xd8 a fish")
        self.say(messi, "addrealm realm1 172.16.16.102 8890", "realm realm1 added, its operator has to accept")
        for line in (
            "sendprivaterealm realm1 henderson bagaimana son di mesin 2",
            *("sendgrouprealm realm1 henderson,lineker bagaimana kalian di mesin 2", "getinboxrealm realm1 henderson"),
            *("sendfilerealm realm1 henderson pokijan.jpg", "sendgroupfilerealm realm1 henderson,lineker pokijan.jpg"),
        ):
            self.say(messi, line, f"Error, {REALMS}")
        self.say(messi, "logout", "Logged out")
        messi.end_input()
        self.assert_status(messi, 0)


class FinalProject(SeedCase):
    """create_user and the verbs as web forms."""

    def test_readme(self) -> None:
        self.serve()
        alam, firman = self.prompt("alam"), self.prompt("firman")
        made = ("status : OK", "message : User alam created", rf"session : {TOKEN}")
        self.say(alam, "create_user alam rahasia1 Alam Indonesia", *made)
        self.say(alam, "logout", "Logged out")
        ok = ("status : OK", "message : User alam logged in", rf"session : {TOKEN}")
        self.say(alam, "auth usernam=alam&password=rahasia1", *ok)
        self.say(firman, "auth usernam=pass&password=pass", "status : ERROR", "message : User is not found")
        self.say(firman, "auth username=alam&password=pass", "status : ERROR", "message : Wrong password")
        # the README's own example has a password of two letters, which is also the name: refused with the reason
        refused = self.say(
            firman, "register username=aa&nationality=aa&password=aa&name=alam", "status : ERROR", "message : .*password.*"
        )
        self.assertIn("6 characters", refused[1])
        self.say(
            firman,
            "register username=firman&nationality=Indonesia&password=rahasia2&name=Firman+Maulana",
            *("status : OK", "message : User firman created", rf"session : {TOKEN}"),
        )
        self.say(
            firman, "register username=alam&nationality=x&password=rahasia2&name=x", "status : ERROR", "message : USERNAME_TAKEN"
        )
        self.say(firman, "auth username=firman&password=rahasia2", "status : OK", "message : .*", f"session : {TOKEN}")
        session = ok[2]
        self.say(alam, "send session=1&destination=firman&message=halo+firman%21", "status : OK", "message : Message Sent")
        answer = self.say(firman, "inbox session=0949r433394tr94ug5gu45t", session, "status : OK", r"message : \{.*\}")
        mail = json.loads(answer[2].removeprefix("message : "))
        self.assertEqual(mail, {"alam": [{"msg_from": "Alam", "msg_to": "Firman Maulana", "msg": "halo firman!"}]})
        self.say(firman, "list_file session=0949r433394tr94ug5gu45t", session, "status : OK", r"message : \[\]")
        self.say(firman, "file_list", session, "status : OK", r"message : \[\]")
        self.say(alam, "logout session=0949r433394tr94ug5gu45t", session, "status : OK", "message : Logged out")
        self.say(firman, "nonsense", "Error, Unknown command")
        self.say(firman, "exit", "Exit from program")
        self.assert_status(firman, 0)


class TCurah(SeedCase):
    """Words in hashes, five clients, a group of girls without vincent."""

    def come(self, name: str) -> Program:
        program = self.prompt(name)
        self.say(program, "#BUAT#", "Username:")
        self.say(program, name, "Password:")
        program.type("rahasia1")
        program.wait_for(f"The account {name} is created.")
        program.type("#MASUK#", name, "rahasia1")
        program.wait_for(f"Welcome, {name}.")
        return program

    def test_readme(self) -> None:
        self.serve()
        anna, bella, citra, vincent = (self.come(name) for name in ("anna", "bella", "citra", "vincent"))
        late = self.prompt("late")
        late.type("#BUAT#", "anna", "rahasia2")
        late.wait_for("That username already exists.")
        late.type("#MASUK#", "anna", "rahasia2")
        late.wait_for("The username or the password is wrong.")
        late.type("#MASUK#", "nobody", "rahasia2")
        late.wait_for("The username or the password is wrong.", count=2)
        bella.type("#PRIBADI#", "citra", "halo citra")
        citra.wait_for("bella (private): halo citra")
        anna.type("#PRIBADI#", "citra", "aku juga")
        citra.wait_for("anna (private): aku juga")
        anna.type("#PRIBADI#", "#EXIT#")
        anna.wait_for("Cancelled.")
        vincent.type("#BROADCAST#", "pengumuman untuk semua")
        for person in (anna, bella, citra):
            person.wait_for("vincent (to everybody): pengumuman untuk semua")
        anna.type("#BUATGRUP#", "grup ciwi")
        anna.wait_for("The group grup ciwi is created.")
        anna.type("#TAMBAHMEMBER#", "grup ciwi", "bella", "nobody", "citra", "#END#")
        anna.wait_for("Added to grup ciwi: bella, citra")
        anna.wait_for("There is no account nobody")
        bella.wait_for("added bella")
        bella.type("#CHATGRUP#", "grup ciwi", "khusus cewek")
        for person in (anna, bella, citra):
            person.wait_for("bella #grup ciwi: khusus cewek")
        bella.type("#GRUP#")
        bella.wait_for("Your groups: grup ciwi")
        vincent.type("#CHATGRUP#", "grup ciwi")
        vincent.wait_for("There is no such group grup ciwi")
        for person in (anna, bella, citra, vincent):
            person.type("#KELUAR#")
            person.wait_for("Goodbye.")
            self.assert_status(person, 0)
        self.assertFalse([line for line in vincent.lines if "khusus" in line or "halo citra" in line])
        self.assertFalse([line for line in anna.lines if "halo citra" in line], "only citra and bella know of that")


class SamsungChat(SeedCase):
    """A room with one password for everybody; its names are unique while somebody has them."""

    def test_readme(self) -> None:
        self.serve("--room-password", "samsungdagostore")

        def login(name: str, password: str, folder: str = "") -> Program:
            return self.start(
                *("-m", "udpchat", "chat", f"127.0.0.1:{self.port}", "--user", name, "--guest", "--trust"),
                *("--room-password", password, "--data", str(self.folder / f"client {folder or name}")),
            )

        allodya, rayhan = login("allodya", "samsungdagostore"), login("rayhan", "samsungdagostore")
        for person in (allodya, rayhan):
            person.wait_for("Signed in")
        taken = login("rayhan", "samsungdagostore", "taken")
        taken.wait_for("* USERNAME_TAKEN: ")
        self.assert_status(taken, 2)
        wrong = login("other", "wrong password")
        wrong.wait_for("* ROOM_PASSWORD: ")
        self.assert_status(wrong, 2)
        allodya.type("halo semua", "LOGIN is also a word")
        rayhan.wait_for("allodya: halo semua")
        rayhan.wait_for("allodya: LOGIN is also a word")
        rayhan.type("halo juga")
        allodya.wait_for("rayhan: halo juga")


class Prompt(SeedCase):
    """What they all share."""

    def test_a_first_command_at_the_question_for_the_name(self) -> None:
        self.serve()
        program = self.start(
            *("-m", "udpchat", "chat", f"127.0.0.1:{self.port}", "--trust", "--data", str(self.folder / "one"))
        )
        program.type("register izza surabaya Izza Indonesia")
        line = program.wait_for("username izza registered, token")
        self.assertTrue(re.search(TOKEN, line))
        program.type("exit")
        program.wait_for("Exit from program")
        self.assert_status(program, 0)

    def test_slash_commands_at_the_prompt(self) -> None:
        self.serve()
        program = self.prompt("ann")
        program.type("hello", "/msg x y", f"/register ann {PASSWORD.replace(' ', '')} Ann Lee")
        program.wait_for("Sign in first", count=2)
        program.wait_for("Signed in", "ann")
        program.type("hello again", "list")
        program.wait_for("ann: hello again")
        program.wait_for("ann: list")  # in an ordinary chat this is something that people say
        program.type("/logout")
        program.wait_for("Logged out")
        program.type(f"/login ann {PASSWORD.replace(' ', '')}")
        program.wait_for("Signed in", count=2)
        program.type("/exit")
        self.assert_status(program, 0)

    def test_nobody_answers(self) -> None:
        self.serve()
        program = self.start(
            *("-m", "udpchat", "chat", "127.0.0.1:9", "--commands", "--trust", "--timeout", "0.5"),
            *("--data", str(self.folder / "one")),
        )
        program.type("auth izza surabaya")
        program.wait_for("Error, The server")
        program.type("exit")
        program.wait_for("Exit from program")
        self.assert_status(program, 0)


if __name__ == "__main__":
    unittest.main()

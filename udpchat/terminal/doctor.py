"""`doctor` as a command: looks at one server, or at everything around, and prints what it finds and what to do.

Status 0: nothing is wrong; 1: a fault was found.
"""

from __future__ import annotations

import argparse
import os
from functools import partial
from pathlib import Path
from typing import Final

from udpchat import names
from udpchat.catalogue import text
from udpchat.client.profiles import Profiles
from udpchat.client.target import AccountSignIn
from udpchat.errors import UdpchatError
from udpchat.net.doctor import Examination, Finding, LocalServer, Patient, as_lines, is_fault
from udpchat.operate.folder import look
from udpchat.output import complain
from udpchat.places import data_folder
from udpchat.terminal.options import password_for, where

HEALTHY: Final = 0
FAULTY: Final = 1
INTERRUPTED: Final = 130


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `doctor`."""
    parser.add_argument("server", nargs="?", default="", metavar="HOST[:PORT]|INVITE", help="which server; else all around")
    parser.add_argument("--user", default="", metavar="U", help="try the sign-in of this account too")
    parser.add_argument("--password-file", type=Path, default=None, metavar="F", help="its first line is the password")
    parser.add_argument("--data", type=Path, default=None, metavar="DIR", help="data folder of the clients")
    parser.add_argument("--server-data", type=Path, default=None, metavar="DIR", help="data folder of a server here")


def run(options: argparse.Namespace) -> int:
    """Examine and print; the exit status."""
    profiles = Profiles(options.data or data_folder("client"))
    examination = Examination(profiles, partial(local_server, options.server_data or data_folder("server")))
    try:
        patient = patient_of(options) if options.server else None
    except UdpchatError as error:
        complain(f"udpchat: {error.sentence}")
        return FAULTY
    found: list[Finding] = []
    try:
        for finding in examination.of(patient) if patient else examination.everything():
            found.append(finding)
            if finding.key == "done":
                print_all([Finding("done", finding.grade, finding.sentence, text("doctor.note.user"))])
            else:
                print_all([finding])
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    return FAULTY if is_fault(found) else HEALTHY


def print_all(findings: list[Finding]) -> None:
    """At once: the next step may take seconds."""
    for line in as_lines(findings):
        print(line, flush=True)


def patient_of(options: argparse.Namespace) -> Patient:
    """Which server, and as whom. Raises UdpchatError. Asks for a password if need be."""
    asked = where(options.server)
    credentials = None
    if options.user:
        name = names.clean_username(options.user)
        credentials = AccountSignIn(name, password_for(name, options.password_file))
    return Patient(asked.host, asked.port, asked.pin, credentials)


def local_server(folder: Path) -> LocalServer | None:
    """The server that runs on that data folder, if this person may read it."""
    running = look(folder).running
    return LocalServer(running.host, running.port, running.fingerprint, running.name) if running else None
